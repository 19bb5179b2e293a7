"""Ignore comments: precise, explained, and dead when no longer needed."""

from __future__ import annotations

import datetime as dt

import pytest

from tenfold.findings import Finding
from tenfold.language.comments import Comment
from tenfold.place import Place
from tenfold.suppress import Comments, apply

TODAY = dt.date(2026, 11, 24)
KNOWN = frozenset({"input.sql", "framework.csrf"})


def finding(line: int, rule: str = "input.sql", end: int = 0) -> Finding:
    return Finding(rule, "input.sql", "violated", "high", "high", "r", "f", Place("a.py", line, 1, end))


def run(
    findings: list[Finding], *comments: Comment, statements: tuple[tuple[int, int], ...] = ()
) -> tuple[int, list[str]]:
    kept, _, notes = apply(findings, Comments({"a.py": comments}, {"a.py": statements}), KNOWN, TODAY)
    return len(kept), notes


@pytest.mark.parametrize(
    ("comment", "line", "end", "statements"),
    [
        (Comment(5, "ignore[input.sql] bound above", own=False), 5, 0, ()),
        (Comment(4, "ignore[input.sql] bound above", own=True), 5, 0, ()),
        (Comment(7, "ignore[input.sql] bound above", own=False), 5, 0, ((5, 8),)),
        (Comment(5, "ignore[input.sql] bound above", own=False), 7, 0, ((5, 8),)),
        (Comment(4, "ignore[input.sql] bound above", own=True), 7, 0, ((5, 8),)),
        (Comment(6, "ignore[input.sql] bound above", own=False), 5, 8, ()),
        (Comment(5, "ignore[framework.csrf, input.sql] bound above", own=False), 5, 0, ()),
        (Comment(5, "ignore[input.sql] until=2026-11-24 bound above", own=False), 5, 0, ()),
    ],
    ids=["same", "above", "later-line", "first-line", "above-statement", "inside-place", "several", "until-today"],
)
def test_holds_on_any_line_of_the_statement_and_above(
    comment: Comment, line: int, end: int, statements: tuple[tuple[int, int], ...]
) -> None:
    assert run([finding(line, end=end)], comment, statements=statements) == (0, [])


@pytest.mark.parametrize(
    ("comment", "note"),
    [
        (Comment(3, "ignore[input.sql] x", own=True), "a.py:3: ignore[input.sql] matches no finding: remove it"),
        (Comment(6, "ignore[input.sql] x", own=False), "a.py:6: ignore[input.sql] matches no finding: remove it"),
        (
            Comment(5, "ignore[framework.csrf] x", own=False),
            "a.py:5: ignore[framework.csrf] matches no finding: remove it",
        ),
        (
            Comment(5, "ignore[input.sql]", own=False),
            "a.py:5: ignore[input.sql] needs a reason after it: it is not honoured without",
        ),
        (
            Comment(5, "ignore[input.sql] until=2026-11-23 old", own=False),
            "a.py:5: ignore[input.sql] expired on 2026-11-23: its findings count again",
        ),
        (
            Comment(5, "ignore[input.sql] until=soon x", own=False),
            "a.py:5: until=soon: write the date as 2027-01-31",
        ),
        (
            Comment(5, "ignore[] everything", own=False),
            "a.py:5: ignore[] needs the id of a rule: an ignore of everything is refused",
        ),
        (
            Comment(5, "ignore[input.sqll] x", own=False),
            "a.py:5: ignore[input.sqll]: no rule or requirement is called 'input.sqll', did you mean 'input.sql'?",
        ),
        (Comment(5, "skip", own=False), "a.py:5: write '# tenfold: ignore[rule] reason', not 'skip'"),
    ],
    ids=["two-above", "below", "other-rule", "no-reason", "expired", "bad-date", "blanket", "unknown", "other-word"],
)
def test_what_does_not_hold_is_said(comment: Comment, note: str) -> None:
    assert run([finding(5)], comment) == (1, [note])
