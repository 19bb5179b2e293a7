"""What reports and documentation tell of each rule, from its page and its requirement."""

from __future__ import annotations

from functools import cache

from tenfold.catalogue import requirement as requirement_of
from tenfold.report.rule_info import RuleInfo
from tenfold.rules import rules
from tenfold.rules.base import Rule
from tenfold.rules.page import HEADINGS, page_of


@cache
def rule_infos() -> tuple[RuleInfo, ...]:
    """One entry for each rule, by id."""
    return tuple(_info(rule) for rule in rules())


def _info(rule: Rule) -> RuleInfo:
    page = page_of(type(rule))
    requirement = requirement_of(rule.requirement)
    return RuleInfo(
        id=rule.id,
        requirement=rule.requirement,
        title=requirement.title,
        summary=page.title,
        help_markdown=page_markdown(rule),
        severity=rule.severity,
        confidence=rule.confidence,
        cwe=rule.cwe or requirement.cwe,
        owasp=requirement.owasp2025,
    )


def page_markdown(rule: Rule) -> str:
    """A rule's page as Markdown, without its title."""
    page = page_of(type(rule))
    order = [*HEADINGS[:-1], *(heading for heading in page.sections if heading not in HEADINGS), HEADINGS[-1]]
    return "\n\n".join(f"## {heading}\n\n{page.sections[heading]}" for heading in order)
