"""The top of the report on a terminal: what was checked, and its ten rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import get_args

import msgspec
from rich.cells import cell_len
from rich.text import Text

from tenfold.findings import Counts, Report, VerdictKind
from tenfold.report.page import VERDICT_STYLES, Page, padded
from tenfold.report.rows import Row
from tenfold.report.sentences import plural, position

_WORST_FIRST: tuple[VerdictKind, ...] = ("violated", "missing", "unknown", "met", "not applicable")
if set(_WORST_FIRST) != set(get_args(VerdictKind)):  # a verdict that no row counts would go unseen
    raise AssertionError

_SHORTEST_TITLE = 24
_FRAMEWORKS = {"flask": "Flask", "django": "Django", "fastapi": "FastAPI"}


def print_heading(page: Page, report: Report) -> None:
    """Write what was checked: the folder, its apps, and how much was read."""
    page.line(
        page.text(f"Tenfold {report.version}", "bold"), f" checked {report.target} as {report.environment} runs it"
    )
    page.line()
    if not report.apps:
        page.line("  No Flask, Django or FastAPI app found.")
    names = [page.text(app.name) for app in report.apps]
    widest = max((cell_len(name.plain) for name in names), default=0)
    for app, name in zip(report.apps, names, strict=True):
        framework = f"{_FRAMEWORKS.get(app.framework, app.framework)} {app.version or '(version unknown)'}"
        page.line("  ", padded(name, widest), f"  {framework}, {plural(app.routes, 'route')}  {position(app.place)}")
    page.line(f"  {plural(report.files, 'file')}, {plural(report.lines, 'line')} of Python")


class _Columns(msgspec.Struct, frozen=True):
    """Widths of the scorecard's columns; `grade` and `marks` are 0 where the column is left out."""

    number: int
    title: int
    grade: int
    marks: int


def print_scorecard(page: Page, report: Report, made: Sequence[Row], *, name_requirements: bool) -> None:
    """Write one line a row: its title, its grade, how many of its requirements are met, and a mark for each of them.

    With `name_requirements` the requirements of each row are named below it.
    """
    columns = _columns(page, made)
    grade = "Grade  " if columns.grade else ""
    marks = "  Requirements" if columns.marks else ""
    page.line()
    page.line(Text(f"{'':{columns.number}}  {'':{columns.title}}  {grade}{'Met':>5}{marks}", "dim"))
    for row in made:
        _print_row(page, row, columns)
        if name_requirements:
            _print_names(page, row, columns.number + 2)
    _print_overall(page, report, columns)


def _columns(page: Page, made: Sequence[Row]) -> _Columns:
    """The widths for this page: titles are shortened, and on a very narrow page the marks are left out instead."""
    number = max((len(row.label) for row in made), default=0)
    grade = len("Grade  ") if any(row.letter for row in made) else 0
    marks = max((sum(_amounts(row.counts).values()) for row in made), default=0)
    title = max((cell_len(row.title) for row in made), default=0)
    room = page.width - number - grade - len("    12/34")
    if room - marks - 2 < min(title, _SHORTEST_TITLE):
        marks = 0
    return _Columns(number, max(len("Overall"), min(title, room - (marks + 2 if marks else 0))), grade, marks)


def _print_row(page: Page, row: Row, columns: _Columns) -> None:
    title = page.text(row.title)
    if cell_len(title.plain) > columns.title:
        title.truncate(columns.title - 3)
        title.append("...")
    letter = Text(f"{row.letter:^5}  ", _letter_style(row.letter)) if columns.grade else Text()
    marks = Text("  ").append_text(_marks(page, row.counts)) if columns.marks else Text()
    start = f"{row.label:>{columns.number}}  "
    page.line(start, padded(title, columns.title), "  ", letter, f"{_met(row.counts):>5}", marks)


def _print_names(page: Page, row: Row, indent: int) -> None:
    if not row.requirements:
        page.line(" " * indent, Text("no requirement covers it", "dim"))
        return
    names = Text(", ").join(
        page.text(f"{page.symbols.of(verdict.verdict)} {verdict.id}", VERDICT_STYLES[verdict.verdict])
        for verdict in sorted(row.requirements, key=lambda verdict: _WORST_FIRST.index(verdict.verdict))
    )
    page.paragraph(names, indent=indent)


def _print_overall(page: Page, report: Report, columns: _Columns) -> None:
    overall = next((grade for grade in report.grades if not grade.practice), None)
    if overall is None:
        return
    start = f"{'':{columns.number}}  {'Overall':{columns.title}}  "
    letter = Text(f"{overall.letter:^5}  " if columns.grade else f"{overall.letter}  ", _letter_style(overall.letter))
    score = "" if overall.letter == "-" else f"  {overall.score} of 100"
    page.line(Text(start, "bold"), letter, f"{_met(overall.counts):>5}", score)
    page.line()
    legend = Text("  ").join(
        page.text(f"{page.symbols.of(kind)} {amount} {kind}", VERDICT_STYLES[kind])
        for kind, amount in _amounts(overall.counts).items()
    )
    page.paragraph(legend, indent=columns.number + 2)


def _amounts(counts: Counts) -> dict[VerdictKind, int]:
    return {
        "violated": counts.violated,
        "missing": counts.missing,
        "unknown": counts.unknown,
        "met": counts.met,
        "not applicable": counts.not_applicable,
    }


def _met(counts: Counts) -> str:
    """How many of the requirements that apply are met, such as "3/7"."""
    applicable = counts.violated + counts.missing + counts.unknown + counts.met
    return f"{counts.met}/{applicable}" if applicable else "-"


def _marks(page: Page, counts: Counts) -> Text:
    return Text.assemble(
        *((page.symbols.of(kind) * amount, VERDICT_STYLES[kind]) for kind, amount in _amounts(counts).items())
    )


def _letter_style(letter: str) -> str:
    return {"A": "bold green", "B": "green", "C": "yellow", "D": "red", "E": "red", "F": "bold red"}.get(letter, "dim")
