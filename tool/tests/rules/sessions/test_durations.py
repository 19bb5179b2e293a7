"""How long values say that something lasts."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenfold.program.values import REQUIRED, UNKNOWN, Env, Made, Value
from tenfold.rules.sessions._durations import seconds, spoken

UNITS = st.dictionaries(
    st.sampled_from(["days", "seconds", "minutes", "hours", "weeks"]), st.integers(-1000, 1000), max_size=4
)


@given(UNITS)
def test_a_timedelta_is_worth_what_python_says(units: dict[str, int]) -> None:
    """Invariant: the seconds of `timedelta(**units)` are those of Python's own timedelta."""
    keywords: tuple[tuple[str, Value], ...] = tuple(units.items())
    assert seconds(Made("datetime.timedelta", (), keywords)) == int(timedelta(**units).total_seconds())


@given(st.integers(0, 10**11))
def test_every_number_of_seconds_can_be_said(number: int) -> None:
    """Invariant: the words begin with a positive number, or with 0 for less than a second."""
    amount, unit = spoken(number).split(" ")
    assert float(amount) >= (1 if number else 0)
    assert unit.rstrip("s") in {"day", "hour", "minute", "second"}


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (1800, 1800), ("3600", 3600), (True, None), (None, None), ("soon", None), (UNKNOWN, None),
        (Env("AGE", 60), 60), (Env("AGE", REQUIRED), None), (Made("datetime.timedelta", (31,)), 2678400),
        (Made("datetime.timedelta", (), (("minutes", Env("M", 5)),)), 300), (Made("datetime.datetime", (1,)), None),
        (float("inf"), None), (Made("datetime.timedelta", (UNKNOWN,)), None),
    ],
)  # fmt: skip
def test_seconds_of_values(value: Value, expected: int | None) -> None:
    assert seconds(value) == expected


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (2678400, "31 days"),
        (86400, "24 hours"),
        (3600, "1 hour"),
        (1800, "30 minutes"),
        (5400, "1.5 hours"),
        (1, "1 second"),
    ],
)
def test_words_of_durations(number: int, said: str) -> None:
    assert spoken(number) == said
