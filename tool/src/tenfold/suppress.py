"""Findings that somebody accepted: `# tenfold: ignore[rule] reason`, on a line of the statement or above it."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable

import msgspec

from tenfold.findings import Finding, Ignored
from tenfold.language.comments import Comment
from tenfold.place import Place

_FORM = re.compile(r"ignore\[([^\]]*)\]\s*(?:until=(\S+))?\s*(.*)", re.DOTALL)


class Comments(msgspec.Struct):
    """The comments of a project that address Tenfold, and the statements that they may stand in.

    Attributes:
        by_file: comments by file.
        statements: (first line, last line) of each statement of several lines, by file.
    """

    by_file: dict[str, tuple[Comment, ...]] = {}
    statements: dict[str, tuple[tuple[int, int], ...]] = {}


class _Ignore(msgspec.Struct):
    place: Place
    ids: tuple[str, ...]
    reason: str
    until: datetime.date | None
    first: int
    last: int
    used: bool = False


def apply(
    findings: Iterable[Finding], comments: Comments, known: frozenset[str], today: datetime.date
) -> tuple[list[Finding], list[Ignored], list[str]]:
    """Take out the findings that a comment accepts.

    Args:
        findings: what was found.
        comments: the project's comments.
        known: ids of all rules and requirements.
        today: the day that `until=` is held against.

    Returns:
        The findings that stay, those that are ignored, and remarks on comments that are wrong, expired or unused.
    """
    notes: list[str] = []
    ignores = [ignore for file in comments.by_file for ignore in _parse(file, comments, known, today, notes)]
    by_file: dict[str, list[_Ignore]] = {}
    for ignore in ignores:
        by_file.setdefault(ignore.place.file, []).append(ignore)
    kept: list[Finding] = []
    ignored: list[Ignored] = []
    for finding in findings:
        match = next((i for i in by_file.get(finding.place.file, ()) if _covers(i, finding)), None)
        if match is None:
            kept.append(finding)
        else:
            match.used = True
            ignored.append(Ignored(finding, "comment", match.reason, match.place))
    notes.extend(f"{i.place}: ignore[{','.join(i.ids)}] matches no finding: remove it" for i in ignores if not i.used)
    return kept, ignored, notes


def _covers(ignore: _Ignore, finding: Finding) -> bool:
    if finding.rule not in ignore.ids and finding.requirement not in ignore.ids:
        return False
    last = max(finding.place.line, finding.place.end_line)
    return ignore.first <= last and finding.place.line <= ignore.last


def _parse(
    file: str, comments: Comments, known: frozenset[str], today: datetime.date, notes: list[str]
) -> list[_Ignore]:
    found: list[_Ignore] = []
    for comment in comments.by_file[file]:
        place = Place(file, comment.line)
        match = _FORM.match(comment.text)
        if match is None:
            notes.append(f"{place}: write '# tenfold: ignore[rule] reason', not {comment.text[:60]!r}")
            continue
        ids = tuple(part.strip() for part in match[1].split(",") if part.strip())
        reason = match[3].strip().removesuffix("#}").removesuffix("-->").removesuffix("*/").strip()
        wrong = _wrong(ids, match[2], reason, known)
        if wrong:
            notes.append(f"{place}: {wrong}")
            continue
        until = datetime.date.fromisoformat(match[2]) if match[2] else None
        if until is not None and until < today:
            notes.append(f"{place}: ignore[{','.join(ids)}] expired on {until}: its findings count again")
            continue
        first, last = _reach(comment, comments.statements.get(file, ()))
        found.append(_Ignore(place, ids, reason, until, first, last))
    return found


def _wrong(ids: tuple[str, ...], until: str | None, reason: str, known: frozenset[str]) -> str:
    if not ids:
        return "ignore[] needs the id of a rule: an ignore of everything is refused"
    for item in ids:
        if item not in known:
            from tenfold.config import nearest

            return f"ignore[{item}]: no rule or requirement is called {item!r}{nearest(item, known)}"
    if until:
        try:
            datetime.date.fromisoformat(until)
        except ValueError:
            return f"until={until}: write the date as 2027-01-31"
    return "" if reason else f"ignore[{','.join(ids)}] needs a reason after it: it is not honoured without"


def _reach(comment: Comment, statements: tuple[tuple[int, int], ...]) -> tuple[int, int]:
    """The lines that a comment speaks of: its own, the next when it stands alone, and the statement around them."""
    line = comment.line + 1 if comment.own else comment.line
    around = [s for s in statements if s[0] <= comment.line <= s[1] or s[0] == line]
    if not around:
        return comment.line, line
    first, last = min(around, key=lambda s: s[1] - s[0])
    return min(first, comment.line), max(last, line)
