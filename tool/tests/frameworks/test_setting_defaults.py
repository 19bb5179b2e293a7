"""The declared defaults are those of the frameworks that are installed here."""

from __future__ import annotations

import pytest
from packaging.version import Version

from tenfold.frameworks import django_defaults, flask_defaults
from tenfold.frameworks.model import Default

_REMOVED = {"SECURE_BROWSER_XSS_FILTER": "4.0"}
_COMPUTED = {"DEBUG", "PERMANENT_SESSION_LIFETIME"}


def declared(default: Default, version: Version) -> tuple[bool, object]:
    values = [value for since, value in default.steps if Version(since) <= version]
    return bool(values), values[-1] if values else None


def test_steps_rise() -> None:
    for default in (*django_defaults.LIBRARY.defaults, *flask_defaults.LIBRARY.defaults):
        versions = [Version(since) for since, _ in default.steps]
        assert versions == sorted(set(versions)), default.setting


def test_no_setting_is_declared_twice() -> None:
    for library in (django_defaults.LIBRARY, flask_defaults.LIBRARY):
        names = [default.setting for default in library.defaults]
        assert len(names) == len(set(names))


def test_django() -> None:
    django = pytest.importorskip("django")
    from django.conf import global_settings

    version = Version(django.get_version())
    for default in django_defaults.LIBRARY.defaults:
        there, value = declared(default, version)
        if default.setting in _REMOVED and version >= Version(_REMOVED[default.setting]):
            assert not hasattr(global_settings, default.setting)
            continue
        assert there == hasattr(global_settings, default.setting), default.setting
        real = getattr(global_settings, default.setting, None)
        assert value == (tuple(real) if isinstance(real, (list, dict, tuple)) else real), default.setting


def test_flask() -> None:
    flask = pytest.importorskip("flask")
    from importlib.metadata import version

    for default in flask_defaults.LIBRARY.defaults:
        there, value = declared(default, Version(version("flask")))
        assert there == (default.setting in flask.Flask.default_config), default.setting
        if there and default.setting not in _COMPUTED:
            assert value == flask.Flask.default_config[default.setting], default.setting
    lifetime = next(d for d in flask_defaults.LIBRARY.defaults if d.setting == "PERMANENT_SESSION_LIFETIME")
    assert lifetime.steps[-1][1] == flask.Flask.default_config["PERMANENT_SESSION_LIFETIME"].total_seconds()
