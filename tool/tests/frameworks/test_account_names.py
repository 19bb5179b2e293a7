"""Invariant: every name of the tables of accounts and limiters can be imported from an installed library."""

from __future__ import annotations

import importlib.util
import warnings

import pytest
from tests.frameworks.test_names_exist import _configure_django, _exists

from tenfold.frameworks.accounts import ACTS
from tenfold.frameworks.limiters import ALLAUTH, LIMITERS

_LATER = {"ratelimit.decorators.ratelimit"}
"""Names of versions that are no longer published."""
_BY_APP = {
    "django.contrib.admin.site", "dj_rest_auth.registration.views.RegisterView",
    "rest_framework_simplejwt.tokens.RefreshToken.blacklist",
}  # fmt: skip
"""Names that are there only when Django's INSTALLED_APPS holds an app."""
_NAMES = sorted(
    ({act.name for act in ACTS} | {n for one in (*LIMITERS, ALLAUTH) for n in (one.name, *one.also)})
    - _LATER - _BY_APP
)  # fmt: skip


def _installed(name: str) -> bool:
    try:
        return importlib.util.find_spec(name.partition(".")[0]) is not None
    except (ImportError, ValueError):
        return False


@pytest.mark.parametrize("name", [name for name in _NAMES if _installed(name)] or ["json.loads"])
@pytest.mark.filterwarnings("ignore")
def test_every_name_of_an_installed_library_exists(name: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        _configure_django()
        assert _exists(name) or _made_by_function(name), name


def _made_by_function(name: str) -> bool:
    """Whether a name is a method of what a function of the library gives (`PasswordHash.recommended().verify`)."""
    outer, _, method = name.rpartition(".")
    maker, _, _ = outer.rpartition(".")
    return _exists(outer) and _exists(f"{maker}.{method}")


def test_no_name_stands_twice() -> None:
    names = [act.name for act in ACTS]
    assert len(names) == len(set(names))
