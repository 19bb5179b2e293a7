"""What a format tells of a rule."""

from __future__ import annotations

import msgspec

from tenfold.findings import Confidence, Severity


class RuleInfo(msgspec.Struct, frozen=True, kw_only=True):
    """A rule as its readers see it.

    Attributes:
        id: the rule's id.
        requirement: id of the requirement that it judges.
        title: a few words.
        summary: one sentence that says what it finds.
        help_markdown: its page, in Markdown.
        severity: of its findings, unless a finding says otherwise.
        cwe: CWE numbers.
        owasp: categories such as "A05:2025".
        url: address of its page, "" for none.
        confidence: how often its findings are right.
    """

    id: str
    requirement: str
    title: str
    summary: str
    help_markdown: str
    severity: Severity
    cwe: tuple[int, ...] = ()
    owasp: tuple[str, ...] = ()
    url: str = ""
    confidence: Confidence = "high"
