"""Invariant: every declared name of an installed library can be imported from it.

Where a library is not installed its names are not checked; the release job installs the newest of all of them.
"""

from __future__ import annotations

import importlib
import importlib.util
import inspect
import sys
import warnings
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from typing import Any

import pytest

from tenfold import frameworks
from tenfold.frameworks.model import Library


def _declared(library: Library) -> Iterator[tuple[str, str]]:
    """Each declared name, and the version since when it is there."""
    for protection in library.protections:
        if not protection.until and protection.how != "command":
            yield from ((name, protection.since) for name in (protection.name, *protection.aliases))
            yield from ((name, "") for name in protection.needs)
    yield from ((exemption.name, exemption.since) for exemption in library.exemptions)
    yield from ((maker.name, "") for maker in library.routes if not maker.until)
    for group in (library.routers, library.hooks, library.views, library.limits, library.loggers):
        yield from ((one.name, "") for one in group)
    for bundle in library.bundles:
        yield bundle.name, ""
        yield from ((route.view, "") for route in bundle.routes)
    for named in (library.sources, library.html):
        yield from ((one.name, "") for one in named if not one.until)
    yield from ((renderer.name, "") for renderer in library.renderers)
    for attribute in library.attributes:
        yield from ((name, "") for name in (attribute.decorator, *attribute.default) if name)


def _release(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in text.split(".")[:2] if part.isdigit())


def _installed(package: str) -> tuple[int, ...]:
    """The installed release of a package; the standard library is as new as the interpreter."""
    try:
        return _release(version(package)) if package else sys.version_info[:2]
    except PackageNotFoundError:
        return sys.version_info[:2]


def _configure_django() -> None:
    if importlib.util.find_spec("django") is None:
        return
    from django.conf import settings

    if settings.configured:
        return
    apps = ["django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions", "django.contrib.messages",
            "django.contrib.sites", "django.contrib.admin", "rest_framework", "rest_framework.authtoken", "allauth",
            "allauth.account", "allauth.socialaccount", "guardian", "axes", "django_otp", "dj_rest_auth"]  # fmt: skip
    settings.configure(
        INSTALLED_APPS=[app for app in apps if importlib.util.find_spec(app.partition(".")[0])],
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
        MIDDLEWARE=["allauth.account.middleware.AccountMiddleware"],
        SECRET_KEY="test",
    )
    import django

    django.setup()


def _exists(name: str) -> bool:
    """Whether a dotted name can be reached: the longest module that imports, then its attributes or its instances'."""
    parts = name.split(".")
    for size in range(len(parts), 0, -1):
        try:
            found: Any = importlib.import_module(".".join(parts[:size]))
        except ModuleNotFoundError:
            continue
        for part in parts[size:]:
            if inspect.isclass(found) and not hasattr(found, part):
                return _set_by_init(found, part)
            if not hasattr(found, part):
                return False
            found = getattr(found, part)
        return True
    return False


def _set_by_init(owner: type, name: str) -> bool:
    if hasattr(owner, "__getattr__"):  # passes names on, as flask_restx.Api does to its first namespace
        return True
    lines = "".join(inspect.getsource(base) for base in owner.__mro__ if base.__module__ != "builtins")
    return f"self.{name} =" in lines or f"    {name}:" in lines


_INSTALLED = [lib for lib in frameworks.libraries() if importlib.util.find_spec(lib.modules[0]) is not None]


@pytest.mark.parametrize("library", _INSTALLED, ids=lambda library: library.package)
@pytest.mark.filterwarnings("ignore")
def test_every_declared_name_exists(library: Library) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        _configure_django()
        has = _installed(library.package)
        names = [name for name, since in dict.fromkeys(_declared(library)) if not since or _release(since) <= has]
        missing = [name for name in names if not _exists(name)]
    assert missing == [], f"{library.name} has no {', '.join(missing)}"


def test_every_name_begins_with_a_module_of_its_library() -> None:
    for library in frameworks.libraries():
        for protection in library.protections:
            if protection.how == "command":  # a program, no module
                continue
            assert protection.name.partition(".")[0] in library.modules, protection.name


def test_a_wrong_name_is_found_out() -> None:
    assert not _exists("json.no_such_name")
    assert not _exists("json.decoder.JSONDecoder.no_such_name")
    assert _exists("json.decoder.JSONDecoder.decode")
