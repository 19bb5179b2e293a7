"""The rows of the scorecard: the ten practices, or the categories of an OWASP Top 10."""

from __future__ import annotations

from collections import Counter
from typing import Literal

import msgspec

from tenfold import catalogue
from tenfold.findings import Counts, Report, Verdict

By = Literal["practice", "owasp2025", "owasp2021"]


class Row(msgspec.Struct, frozen=True):
    """One row.

    Attributes:
        id: of the practice ("sessions") or category ("A01:2025").
        label: its number ("4") or short id ("A01").
        title: as the catalogue has it.
        letter: its grade; "" for a category, which has none of its own.
        counts: of the verdicts of its requirements.
        requirements: the verdicts; a requirement stands in every category that it helps to cover.
    """

    id: str
    label: str
    title: str
    letter: str
    counts: Counts
    requirements: tuple[Verdict, ...]


def rows(report: Report, by: By = "practice") -> tuple[Row, ...]:
    """Return the rows of `report` in their order; a category that no requirement covers has a row all the same."""
    return _practices(report) if by == "practice" else _categories(report, by)


def _practices(report: Report) -> tuple[Row, ...]:
    known = {practice.id: practice for practice in catalogue.practices()}
    made = []
    for number, grade in enumerate((grade for grade in report.grades if grade.practice), start=1):
        practice = known.get(grade.practice)
        verdicts = tuple(verdict for verdict in report.requirements if verdict.practice == grade.practice)
        made.append(
            Row(
                grade.practice,
                str(practice.number if practice else number),
                practice.title if practice else grade.practice,
                grade.letter,
                grade.counts,
                verdicts,
            )
        )
    return tuple(made)


def _categories(report: Report, by: Literal["owasp2025", "owasp2021"]) -> tuple[Row, ...]:
    titles = catalogue.OWASP_2025 if by == "owasp2025" else catalogue.OWASP_2021
    covered: dict[str, list[Verdict]] = {category: [] for category in titles}
    for verdict in report.requirements:
        for category in categories(verdict.id, by):
            covered.setdefault(category, []).append(verdict)
    return tuple(
        Row(category, category.partition(":")[0], title, "", count(covered[category]), tuple(covered[category]))
        for category, title in titles.items()
    )


def categories(requirement: str, by: Literal["owasp2025", "owasp2021"]) -> tuple[str, ...]:
    """Return the categories of a requirement, the closest first; none for a requirement that the catalogue lacks."""
    try:
        asked = catalogue.requirement(requirement)
    except KeyError:
        return ()
    return asked.owasp2025 if by == "owasp2025" else asked.owasp2021


def count(verdicts: list[Verdict]) -> Counts:
    """Return how many of `verdicts` are of each kind."""
    kinds = Counter(verdict.verdict for verdict in verdicts)
    return Counts(
        violated=kinds["violated"],
        missing=kinds["missing"],
        met=kinds["met"],
        not_applicable=kinds["not applicable"],
        unknown=kinds["unknown"],
    )
