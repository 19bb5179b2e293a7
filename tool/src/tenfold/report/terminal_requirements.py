"""Requirements on the terminal that no finding speaks of: met, not applicable, and not judged."""

from __future__ import annotations

from rich.cells import cell_len
from rich.text import Text

from tenfold.findings import Evidence, Report, Verdict, VerdictKind
from tenfold.report.page import Page, padded
from tenfold.report.sentences import position


def print_not_met(page: Page, report: Report) -> None:
    """Write the requirements that are violated or missing though no finding above shows it.

    Their findings were ignored, or are for a more demanding persona.
    """
    shown = {finding.requirement for finding in report.findings}
    left = [v for v in _of(report, "violated") + _of(report, "missing") if v.id not in shown]
    _print_reasons(page, "Also not met", left, with_kind=True)


def print_not_judged(page: Page, report: Report) -> None:
    """Write the requirements that the source cannot decide; their reason says what would settle them."""
    _print_reasons(page, "Unknown: the source cannot tell", _of(report, "unknown"))


def print_met(page: Page, report: Report, *, verbose: bool) -> None:
    """Write the requirements that are met, each with its first proof; with `verbose` all of them."""
    met = _of(report, "met")
    if not met:
        return
    page.heading("Met", str(len(met)))
    widest = max(cell_len(verdict.id) for verdict in met)
    for verdict in met:
        if verbose:
            page.paragraph(f"{verdict.id}: {verdict.reason}", indent=2, lead=f"{page.symbols.met} ")
            for evidence in verdict.evidence:
                _print_evidence(page, evidence)
        else:
            name = padded(page.text(f"{page.symbols.met} {verdict.id}"), widest + 4)
            page.paragraph(_proof(page, verdict), indent=2, lead=name)


def print_not_applicable(page: Page, report: Report, *, verbose: bool) -> None:
    """Write the requirements that do not apply; with `verbose` each with what was looked for."""
    verdicts = _of(report, "not applicable")
    if verbose:
        _print_reasons(page, "Not applicable", verdicts)
    elif verdicts:
        page.heading("Not applicable", str(len(verdicts)))
        page.paragraph(", ".join(verdict.id for verdict in verdicts), indent=2)


def _of(report: Report, kind: VerdictKind) -> list[Verdict]:
    return [verdict for verdict in report.requirements if verdict.verdict == kind]


def _print_reasons(page: Page, title: str, verdicts: list[Verdict], *, with_kind: bool = False) -> None:
    if not verdicts:
        return
    page.heading(title, str(len(verdicts)))
    for verdict in verdicts:
        kind = f" ({verdict.verdict})" if with_kind else ""
        said = f"{verdict.id}{kind}: {verdict.reason}"
        page.paragraph(said, indent=2, lead=f"{page.symbols.of(verdict.verdict)} ")


def _proof(page: Page, verdict: Verdict) -> Text:
    """The first place that proves it and how many more there are, or the reason when no place does."""
    places = [evidence.place for evidence in verdict.evidence if evidence.place]
    if not places:
        return page.text(verdict.reason)
    more = f" and {len(places) - 1} more" if len(places) > 1 else ""
    return page.text(position(places[0]), "cyan").append_text(page.text(more))


def _print_evidence(page: Page, evidence: Evidence) -> None:
    where = [page.text(position(evidence.place), "cyan")] if evidence.place else []
    page.paragraph(Text(" ").join([*where, page.text(evidence.reason)]), indent=6)
    for step in evidence.related:
        page.paragraph(page.text(position(step.place), "cyan").append_text(page.text(f" {step.note}")), indent=8)
