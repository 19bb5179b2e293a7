"""The words that several formats share."""

from __future__ import annotations

from collections.abc import Sequence

from tenfold.findings import Finding, Report, Severity
from tenfold.place import Place

MOST_SEVERE_FIRST: tuple[Severity, ...] = ("critical", "high", "medium", "low")


def plural(amount: int, noun: str) -> str:
    """Return an amount with its noun, such as "1 finding" or "1,200 lines"."""
    return f"{amount:,} {noun}{'' if amount == 1 else 's'}"


def position(place: Place) -> str:
    """Return the place as editors and terminals understand it: "file:line:column"."""
    return f"{place}:{place.column}" if place.line and place.column else str(place)


def numbered(finding: Finding) -> list[str]:
    """Return the way of the data, one numbered line a step."""
    return [f"{number}. {step.place} {step.note}".rstrip() for number, step in enumerate(finding.path, start=1)]


def severities(findings: Sequence[Finding]) -> str:
    """Return how many findings there are of each severity, such as "1 critical, 2 high"."""
    amounts = ((severity, sum(f.severity == severity for f in findings)) for severity in MOST_SEVERE_FIRST)
    return ", ".join(f"{amount:,} {severity}" for severity, amount in amounts if amount)


def summary(report: Report) -> str:
    """Return the report in one sentence: its grade, its findings and where to start."""
    overall = next((grade for grade in report.grades if not grade.practice), None)
    start = f"grade {overall.letter} ({overall.score} of 100), " if overall and overall.letter != "-" else ""
    findings = "no findings"
    if report.findings:
        findings = f"{plural(len(report.findings), 'finding')} ({severities(report.findings)})"
    first = f"; start with {report.advice[0].requirement}" if report.advice else ""
    sentence = f"{start}{findings}{first}."
    return sentence[0].upper() + sentence[1:]
