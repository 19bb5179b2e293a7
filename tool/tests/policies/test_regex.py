"""Invariant: growth never raises, answers quickly, and what it calls exponential is slow when it is tried."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenfold.policies.regex import growth

_PIECES = [
    "a",
    "b",
    "\\w",
    "\\d",
    "[a-z]",
    "[^x]",
    ".",
    "(",
    "(?:",
    ")",
    "|",
    "*",
    "+",
    "?",
    "{1,}",
    "{2,3}",
    "^",
    "$",
    "\\s",
    "-",
]


@given(st.lists(st.sampled_from(_PIECES), max_size=40).map("".join) | st.text(max_size=60))
def test_never_raises(pattern: str) -> None:
    assert growth(pattern) in {"", "polynomial", "exponential"}


@pytest.mark.parametrize(
    ("pattern", "evil"),
    [
        (r"^(a+)+$", "a" * 19 + "!"),
        (r"^([a-z]+ ?)*$", "a" * 19 + "!"),
        (r"^(([a-z])+.)+[A-Z]([a-z])+$", "a" * 22),
        (r"^([a-z0-9]+)*@", "a" * 19),
        (r"^[\w]+(?:_[\w]+)*$", "_" * 28 + "!"),
    ],
)
def test_exponential_is_slow(pattern: str, evil: str) -> None:
    assert growth(pattern) == "exponential"
    short = _seconds(pattern, evil[4:])
    assert _seconds(pattern, evil) > 3 * short


def _seconds(pattern: str, text: str) -> float:
    compiled = re.compile(pattern)
    before = time.process_time()
    compiled.match(text)
    return time.process_time() - before


@pytest.mark.parametrize("pattern", [r"\s*\s*x", r".*.*=", r"\d+\d+$"])
def test_neighbouring_repeats_are_polynomial(pattern: str) -> None:
    assert growth(pattern) == "polynomial"


@pytest.mark.parametrize(
    "pattern",
    [
        r"^[A-Za-z0-9_.-]+$", r"^(\w+\.)+com$", r"(a+)+", r"^\S+@\S+\.\S+$", r"<title>(.*?)</title>", r"^(?:\d{1,3}\.){3}\d{1,3}$",
        r"^(?:[a-z0-9](?:[a-z0-9-]{0,20}[a-z0-9])?\.)+[a-z]$", r"(?P<year>\d{4})-(?P<month>\d{2})", r"(a++)+$", "(", "a" * 5000,
    ],
)  # fmt: skip
def test_linear_patterns_are_silent(pattern: str) -> None:
    assert growth(pattern) == ""
