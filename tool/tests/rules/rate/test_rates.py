"""How many requests a minute a limit's text lets through."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenfold.rules.rate.login import _rate

MINUTES = {"second": 1 / 60, "minute": 1.0, "hour": 60.0, "day": 1440.0}


@given(st.integers(1, 10**6), st.integers(1, 99), st.sampled_from(sorted(MINUTES)), st.sampled_from(["/", " per "]))
def test_a_rate_is_its_number_over_its_window(number: int, window: int, unit: str, between: str) -> None:
    """Invariant: "N per M unit" lets N / M requests through in a unit."""
    found = _rate(f"{number}{between}{window} {unit}s")
    assert found == pytest.approx(number / (window * MINUTES[unit]))


@given(st.text(max_size=200))
def test_any_text_is_a_rate_or_none(text: str) -> None:
    """Invariant: no text raises, and a rate is never negative."""
    found = _rate(text)
    assert found is None or found >= 0


@pytest.mark.parametrize(("text", "expected"), [("300/m", 300), ("5/15minutes", 1 / 3), ("10 per hour", 1 / 6)])
def test_rates_as_libraries_write_them(text: str, expected: float) -> None:
    assert _rate(text) == pytest.approx(expected)
