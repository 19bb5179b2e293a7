"""The findings as GitLab's SAST report, version 15 of its schema (security-report-schemas, sast-report-format.json)."""

from __future__ import annotations

import json
import uuid
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from tenfold.findings import Finding, Report, Severity, Skipped
from tenfold.report.github import from_root
from tenfold.report.json_format import cleaned
from tenfold.report.occurrence import occurrences
from tenfold.report.printable import printable
from tenfold.report.rule_info import RuleInfo
from tenfold.report.sentences import numbered

Object = dict[str, Any]

VERSION = "15.0.7"
_SEVERITIES: dict[Severity, str] = {"critical": "Critical", "high": "High", "medium": "Medium", "low": "Low"}
_NAMESPACE = uuid.UUID("6f1d5a52-0a4c-5f2b-9b58-8d2b7f6a10f0")

# Lengths in characters that the schema allows, but for descriptions, of which it allows a mebibyte.
_NAME = 255
_DESCRIPTION = 10_000
_SOLUTION = 7_000
_URL = 2_048
_STEP = 400


def render(
    report: Report,
    rules: Sequence[RuleInfo] = (),
    *,
    folder: str = "",
    started: datetime,
    ended: datetime,
) -> str:
    """Return the report as indented ASCII JSON ended by a newline.

    Args:
        report: what to say; what is ignored is left out, for GitLab has no word for it.
        rules: those that ran; they give a finding its title and the address of its page.
        folder: POSIX path from the repository's root to the checked folder: GitLab wants paths from the root.
        started: when the check began, with its time zone.
        ended: when it ended, with its time zone.
    """
    known = {rule.id: rule for rule in rules}
    failed = any(skipped.kind == "rule" for skipped in report.skipped)
    content: Object = {
        "version": VERSION,
        "vulnerabilities": [
            _vulnerability(finding, number, known.get(finding.rule), folder)
            for finding, number in occurrences(report.findings)
        ],
        "scan": {
            "analyzer": _tool(report),
            "scanner": _tool(report),
            "type": "sast",
            "start_time": _time(started),
            "end_time": _time(ended),
            "status": "failure" if failed else "success",
            "messages": [
                *(_message(skipped) for skipped in report.skipped),
                *({"level": "info", "value": note} for note in report.notes if note),
            ],
        },
    }
    return json.dumps(cleaned(content), indent=2) + "\n"


def _tool(report: Report) -> Object:
    return {"id": "tenfold", "name": "Tenfold", "version": report.version, "vendor": {"name": "Tenfold"}}


def _time(at: datetime) -> str:
    """The schema wants UTC without a zone and without fractions of a second."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S")


def _message(skipped: Skipped) -> Object:
    return {"level": "fatal" if skipped.kind == "rule" else "warn", "value": f"{skipped.place}: {skipped.reason}"}


def _vulnerability(finding: Finding, number: int, rule: RuleInfo | None, folder: str) -> Object:
    file = from_root(folder, finding.place.file)
    identity = "\0".join((file, finding.rule, finding.fingerprint, str(number)))
    name = rule.title if rule and rule.title else finding.rule
    line = max(1, finding.place.line)
    location: Object = {"file": file, "start_line": line, "end_line": max(line, finding.place.end_line)}
    if finding.function:
        location["method"] = finding.function
    vulnerability: Object = {
        "id": str(uuid.uuid5(_NAMESPACE, cleaned(identity))),
        "name": name[:_NAME],
        "description": printable(finding.reason, limit=_DESCRIPTION),
        "severity": _SEVERITIES[finding.severity],
        "solution": printable(finding.fix, limit=_SOLUTION)[:_SOLUTION],
        "identifiers": _identifiers(finding, rule),
        "location": location,
    }
    if finding.path:
        steps = [{"type": "text", "value": printable(step, limit=_STEP)} for step in numbered(finding)]
        vulnerability["details"] = {"way": {"type": "list", "name": "Way of the data", "items": steps}}
    return vulnerability


def _identifiers(finding: Finding, rule: RuleInfo | None) -> list[Object]:
    """The first identifier is the one by which GitLab recognises a finding in the next run."""
    own: Object = {"type": "tenfold_rule", "name": f"Tenfold {finding.rule}", "value": finding.rule}
    if rule and 0 < len(rule.url) <= _URL:
        own["url"] = rule.url
    weaknesses: list[Object] = [
        {
            "type": "cwe",
            "name": f"CWE-{cwe}",
            "value": str(cwe),
            "url": f"https://cwe.mitre.org/data/definitions/{cwe}.html",
        }
        for cwe in finding.cwe
    ]
    return [own, *weaknesses]
