from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenfold.report.printable import printable, well_formed


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain", "plain"),
        ("a\tb", "a    b"),
        ("\x1b[31m", "\\x1b[31m"),
        ("a\r\nb", "a\\x0d\\x0ab"),
        ("\x7f\x9b", "\\x7f\\x9b"),
        ("if x:\u202e", "if x:\\u202e"),
        ("a\u200bb\ufeff", "a\\u200bb\\ufeff"),
        ("\U000e0041", "\\U000e0041"),
        ("\u2028\u2029", "\\u2028\\u2029"),
        ("\udcff", "\\udcff"),
        ("é漢", "é漢"),
        ("a\xa0b\u3000", "a\\xa0b\\u3000"),
        ("std::move(x) [::1]", "std::move(x) [::1]"),
        ("x[::2]", "x[::2]"),
        ("##[group]", "#\\x23[group]"),
        ("##vso[task]", "#\\x23vso[task]"),
        ("##teamcity[x]", "#\\x23teamcity[x]"),
        ("# [1]", "# [1]"),
        ("## heading", "## heading"),
    ],
)
def test_printable(text, shown):
    assert printable(text) == shown


def test_ascii_only():
    assert printable("é漢\U0001f600", ascii_only=True) == "\\xe9\\u6f22\\U0001f600"


def test_long_text_is_cut():
    assert printable("x" * 30, limit=10) == "x" * 10 + "..."
    assert printable("x" * 10, limit=10) == "x" * 10


@given(st.text(st.characters(exclude_categories=())), st.booleans())
def test_nothing_unsafe_is_left(text, ascii_only):
    """Invariant: whatever the text, what is shown is printable, encodable, and begins no command of a CI log."""
    shown = printable(text, ascii_only=ascii_only)
    shown.encode("ascii" if ascii_only else "utf-8")
    assert shown.isprintable()
    assert "##[" not in shown
    assert len(shown.splitlines()) <= 1


@given(st.text(st.characters(exclude_categories=())))
def test_well_formed_text_is_encodable(text):
    """Invariant: whatever the text, the result is valid UTF-8, and it is the text itself where that is valid."""
    made = well_formed(text)
    made.encode("utf-8")
    if not any("\ud800" <= character <= "\udfff" for character in text):
        assert made == text
