"""SARIF's descriptors of the rules and of what a run may remark."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from tenfold.findings import Confidence, Finding, Severity
from tenfold.report.rule_info import RuleInfo

Object = dict[str, Any]

# GitHub shows 9.0 and more as critical, 7.0 as high, 4.0 as medium, and the rest as low.
_SECURITY_SEVERITY: dict[Severity, str] = {"critical": "9.5", "high": "8.0", "medium": "5.0", "low": "2.0"}
_PROBLEM_SEVERITY: dict[Severity, str] = {
    "critical": "error",
    "high": "error",
    "medium": "warning",
    "low": "recommendation",
}
_LEVELS: dict[Severity, str] = {"critical": "error", "high": "error", "medium": "warning", "low": "note"}
_PRECISION: dict[Confidence, str] = {"high": "high", "medium": "medium", "low": "low"}

NOTIFICATIONS: list[Object] = [
    {"id": "skipped-file", "shortDescription": {"text": "A file was not looked at."}},
    {"id": "skipped-lines", "shortDescription": {"text": "Part of a file was not looked at."}},
    {"id": "skipped-rule", "shortDescription": {"text": "A rule failed, so its requirement is not judged."}},
    {"id": "note", "shortDescription": {"text": "A remark on the run."}},
]


def with_unknown(rules: Sequence[RuleInfo], findings: Iterable[Finding]) -> list[RuleInfo]:
    """Return `rules` without repetition, and after them one for each further rule of `findings`."""
    known = {rule.id: rule for rule in rules}
    for finding in findings:
        if finding.rule not in known:
            known[finding.rule] = RuleInfo(
                id=finding.rule,
                requirement=finding.requirement,
                title=finding.rule,
                summary=finding.reason,
                help_markdown=finding.fix,
                severity=finding.severity,
                cwe=finding.cwe,
                confidence=finding.confidence,
            )
    return list(known.values())


def descriptor(rule: RuleInfo) -> Object:
    """Return the reportingDescriptor of a rule; GitHub reads its tags, precision and severity from `properties`."""
    described: Object = {
        "id": rule.id,
        "name": rule.title or rule.id,
        "shortDescription": {"text": rule.title or rule.id},
        "fullDescription": {"text": rule.summary or rule.title or rule.id},
        "help": {
            "text": rule.help_markdown or rule.summary or rule.id,
            "markdown": rule.help_markdown or rule.summary or rule.id,
        },
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        "properties": {
            "tags": _tags(rule),
            "precision": _PRECISION[rule.confidence],
            "problem.severity": _PROBLEM_SEVERITY[rule.severity],
            "security-severity": _SECURITY_SEVERITY[rule.severity],
        },
    }
    if rule.url:
        described["helpUri"] = rule.url
    return described


def _tags(rule: RuleInfo) -> list[str]:
    tags = ["security", rule.requirement, *(f"external/cwe/cwe-{cwe:03}" for cwe in rule.cwe), *rule.owasp]
    return list(dict.fromkeys(tags))
