"""Findings on the terminal: each with its place, its lines, why it matters and what to do."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from rich.text import Text

from tenfold.findings import Finding, Severity, Step
from tenfold.report.code_frame import Frames, print_frame
from tenfold.report.page import Page
from tenfold.report.sentences import MOST_SEVERE_FIRST, position

SEVERITY_STYLES: dict[Severity, str] = {
    "critical": "bold red",
    "high": "bold red",
    "medium": "bold yellow",
    "low": "bold cyan",
}
_SHOWN_PER_RULE = 3


def by_severity(findings: Iterable[Finding]) -> list[Finding]:
    """Return the findings, most severe first and otherwise in the order in which they came."""
    return sorted(findings, key=lambda finding: MOST_SEVERE_FIRST.index(finding.severity))


def print_findings(page: Page, findings: Iterable[Finding], frames: Frames, *, verbose: bool, name_app: bool) -> None:
    """Write the findings, most severe first; beyond three of a rule only their places, unless `verbose`."""
    same_rule: dict[tuple[Severity, str], list[Finding]] = {}
    for finding in by_severity(findings):
        same_rule.setdefault((finding.severity, finding.rule), []).append(finding)
    for alike in same_rule.values():
        shown = len(alike) if verbose else _SHOWN_PER_RULE
        for _, same_words in groupby(alike[:shown], key=lambda finding: (finding.reason, finding.fix)):
            _print_same_words(page, list(same_words), frames, name_app=name_app)
        if alike[shown:]:
            _print_rest(page, alike[shown:])


def _print_same_words(page: Page, findings: Sequence[Finding], frames: Frames, *, name_app: bool) -> None:
    """Write findings that differ in their places alone: what is said of all of them is said once."""
    first = findings[0]
    lead = page.text(first.severity, SEVERITY_STYLES[first.severity])
    lead.append_text(page.text(f" {first.rule}: ", "bold"))
    page.line()
    page.paragraph(lead.append_text(page.text(first.reason)))
    for finding in findings:
        where = page.text(position(finding.place), "cyan")
        page.line("  --> ", where, page.text(_circumstances(finding, name_app), "dim"))
        print_frame(page, finding.place, frames)
        if any(step.place.line != finding.place.line or step.place.file != finding.place.file for step in finding.path):
            _print_way(page, finding.path)  # what begins and ends on one line stands in the frame above
        for step in finding.related:
            page.paragraph(_step(page, step), indent=2, lead="and: ")
    page.paragraph(first.fix, indent=2, lead=Text("fix: ", "green"))


def _print_way(page: Page, path: Sequence[Step]) -> None:
    """Write the way of the data, numbered, with the numbers in one column."""
    digits = len(str(len(path)))
    for number, step in enumerate(path, start=1):
        lead = f"{'way:' if number == 1 else '    '} {number:>{digits}}. "
        page.paragraph(_step(page, step), indent=2, lead=lead)


def _circumstances(finding: Finding, name_app: bool) -> str:
    """Where it stands in the program, and how sure it is unless that is quite sure."""
    parts = []
    if finding.function:
        parts.append(f"in {finding.function}")
    if name_app and finding.app:
        parts.append(f"of app {finding.app}")
    if finding.confidence != "high":
        parts.append(f"({finding.confidence} confidence)")
    return "".join(f" {part}" for part in parts)


def _step(page: Page, step: Step) -> Text:
    return page.text(position(step.place), "cyan").append_text(page.text(f" {step.note}" if step.note else "", ""))


def _print_rest(page: Page, findings: Sequence[Finding]) -> None:
    page.line()
    lead = f"and {len(findings)} more: "
    page.paragraph(", ".join(position(finding.place) for finding in findings), indent=2, lead=lead)
