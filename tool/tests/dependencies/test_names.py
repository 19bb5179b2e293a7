"""Names that imitate others, versions with holes, lines without support."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from packaging.version import Version

from tenfold.dependencies.advisories import ADVISORIES, known
from tenfold.dependencies.names import ABANDONED, IMITATIONS, POPULAR, imitated
from tenfold.dependencies.releases import FRAMEWORKS, IMAGES, PYTHON, SUPPORTED_FROM, end_of, line_of


@pytest.mark.parametrize(
    ("name", "meant"),
    [("reqeusts", "requests"), ("djagno", "django"), ("djangoo", "django"), ("fastpi", "fastapi"),
     ("cryptograpy", "cryptography"), ("python3-dateutil", "python-dateutil"), ("flask-logn", "flask-login")],
)  # fmt: skip
def test_slips_of_a_key_are_imitations(name: str, meant: str) -> None:
    assert imitated(name) == meant


@pytest.mark.parametrize("name", ["django2", "requests2", "flask", "mock", "moto", "pytest-mock", "wtforms-json", "x"])
def test_honest_names_are_not(name: str) -> None:
    assert imitated(name) == ""


def test_no_popular_name_imitates_another() -> None:
    assert [name for name in POPULAR if imitated(name)] == []
    assert POPULAR.isdisjoint(IMITATIONS)
    assert POPULAR.isdisjoint(set(ABANDONED) - {"bleach"})


@given(st.text(max_size=60))
def test_any_name_is_answered(name: str) -> None:
    """Any text is answered, and only ever with a name that is popular or on record."""
    assert imitated(name) in {"", *POPULAR, *IMITATIONS.values()}


def test_advisories_have_rising_versions_and_a_fix_that_is_not_affected() -> None:
    for advisory in ADVISORIES:
        for old, new in advisory.affected:
            assert Version(old) < Version(new)
            assert advisory.fixed_in(new) == "" or len(advisory.affected) > 1
    assert [a.id for a, _ in known("django", "4.2.25")] == ["CVE-2025-64459"]
    assert known("django", "5.2.8") == known("django", "no version") == []


def test_lines_end_when_their_makers_say() -> None:
    assert line_of("3.8.10") == "3.8"
    assert line_of("strange") == ""
    assert end_of(PYTHON, "3.8") == date(2024, 10, 7)
    assert end_of(PYTHON, "3.1") == min(PYTHON.values())
    assert end_of(PYTHON, "3.99") is end_of(PYTHON, "x") is None
    assert set(SUPPORTED_FROM) == set(FRAMEWORKS)
    assert all(table for table in IMAGES.values())
