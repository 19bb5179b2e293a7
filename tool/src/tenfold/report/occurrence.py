"""Which of several alike findings a finding is, so that each has an identity that lasts from run to run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from tenfold.findings import Finding


def occurrences(findings: Iterable[Finding]) -> list[tuple[Finding, int]]:
    """Return each finding with its number, from 1, among those of the same fingerprint in the same file.

    A fingerprint holds no line, so two equal lines in one function share it.
    """
    seen: Counter[tuple[str, str, str]] = Counter()
    numbered = []
    for finding in findings:
        alike = (finding.place.file, finding.rule, finding.fingerprint)
        seen[alike] += 1
        numbered.append((finding, seen[alike]))
    return numbered
