"""The report on a terminal, in a log, or in a file of plain text."""

from __future__ import annotations

from rich.console import Console

from tenfold.findings import Finding, Report
from tenfold.report.code_frame import Frames
from tenfold.report.page import Page
from tenfold.report.rows import By, Row, categories, rows
from tenfold.report.sentences import plural, position, summary
from tenfold.report.terminal_findings import print_findings
from tenfold.report.terminal_requirements import (
    print_met,
    print_not_applicable,
    print_not_judged,
    print_not_met,
)
from tenfold.report.terminal_scorecard import print_heading, print_scorecard

_SKIPPED_SHOWN = 10


def print_report(
    report: Report, console: Console, *, frames: Frames, by: By = "practice", verbose: bool = False
) -> None:
    """Write the whole report to `console`.

    Args:
        report: what to say.
        console: where to; 80 columns are enough, and neither colour nor Unicode is needed to understand it.
        frames: gives the numbered source lines around a place.
        by: the rows of the scorecard and the groups of findings: the ten practices or an OWASP Top 10.
        verbose: show every finding, all evidence and each requirement that does not apply.
    """
    page = Page(console)
    made = rows(report, by)
    print_heading(page, report)
    print_scorecard(page, report, made, name_requirements=by != "practice")
    _print_advice(page, report)
    _print_all_findings(page, report, made, frames, by=by, verbose=verbose)
    print_not_met(page, report)
    print_not_judged(page, report)
    print_met(page, report, verbose=verbose)
    print_not_applicable(page, report, verbose=verbose)
    _print_left_out(page, report, verbose=verbose)
    page.line()
    page.paragraph(page.text(summary(report), "bold"))


def _print_advice(page: Page, report: Report) -> None:
    if not report.advice:
        return
    page.heading("Do these first")
    for number, advice in enumerate(report.advice, start=1):
        page.line()
        page.paragraph(advice.fix, lead=f"{number}. ")
        where = f"  {position(advice.place)}" if advice.place else ""
        gain = f"  +{plural(round(advice.gain), 'point')}" if advice.gain >= 0.5 else ""
        page.line("   ", advice.requirement, page.text(gain, "green"), page.text(where, "cyan"))


def _print_all_findings(
    page: Page, report: Report, made: tuple[Row, ...], frames: Frames, *, by: By, verbose: bool
) -> None:
    if not report.findings:
        return
    name_app = len(report.apps) > 1
    groups: dict[str, list[Finding]] = {row.id: [] for row in made}
    for finding in report.findings:
        groups.setdefault(_row_id(finding, by), []).append(finding)
    titles = {row.id: f"{row.label} {row.title}" for row in made}
    for row_id, group in groups.items():
        if group:
            page.heading(titles.get(row_id, row_id), plural(len(group), "finding"))
            print_findings(page, group, frames, verbose=verbose, name_app=name_app)
    page.line()
    page.paragraph("Not a fault here? Say why in a comment on the line or above it:")
    page.line("  # ", page.text(f"tenfold: ignore[{report.findings[0].rule}] reason", "bold"))


def _row_id(finding: Finding, by: By) -> str:
    if by == "practice":
        return finding.requirement.partition(".")[0]
    return next(iter(categories(finding.requirement, by)), "Other findings")


def _print_left_out(page: Page, report: Report, *, verbose: bool) -> None:
    """Write what was skipped, ignored and hidden, and the remarks on the run."""
    if report.skipped:
        page.heading("Not looked at", str(len(report.skipped)))
        shown = report.skipped if verbose else report.skipped[:_SKIPPED_SHOWN]
        for skipped in shown:
            page.paragraph(f"{position(skipped.place)}: {skipped.reason}", indent=2)
        if left := len(report.skipped) - len(shown):
            page.line(f"  and {left:,} more: --verbose shows them")
    if report.ignored:
        page.heading("Ignored", str(len(report.ignored)))
        amounts = {
            by: sum(ignored.by == by for ignored in report.ignored) for by in ("comment", "baseline", "configuration")
        }
        if not verbose:
            page.line("  ", ", ".join(f"{amount} by {by}" for by, amount in amounts.items() if amount))
        for ignored in report.ignored if verbose else ():
            lead = f"{position(ignored.place or ignored.finding.place)} {ignored.finding.rule}, by {ignored.by}: "
            page.paragraph(ignored.reason or "no reason given", indent=2, lead=lead)
    notes = list(report.notes)
    if report.hidden:
        notes.append(f"{plural(report.hidden, 'finding')} hidden: --persona auditor shows them.")
    if notes:
        page.heading("Notes")
        for note in notes:
            page.paragraph(note, indent=2)
