"""The report as SARIF 2.1.0 (OASIS), with what GitHub's code scanning reads of it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from tenfold.findings import Finding, Ignored, Report, Severity, Skipped, Step
from tenfold.place import Place
from tenfold.report.json_format import cleaned
from tenfold.report.occurrence import occurrences
from tenfold.report.rule_info import RuleInfo
from tenfold.report.sarif_rules import NOTIFICATIONS, descriptor, with_unknown

Object = dict[str, Any]

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_BASE = "%SRCROOT%"
_LEVELS: dict[Severity, str] = {"critical": "error", "high": "error", "medium": "warning", "low": "note"}


def render(report: Report, rules: Sequence[RuleInfo] = ()) -> str:
    """Return the report as one SARIF run, indented ASCII JSON ended by a newline.

    `rules` are those that ran; a finding of a rule that is not among them brings a descriptor of its own.
    """
    known = with_unknown(rules, [*report.findings, *(ignored.finding for ignored in report.ignored)])
    index = {rule.id: number for number, rule in enumerate(known)}
    run: Object = {
        "tool": {
            "driver": {
                "name": "Tenfold",
                "version": report.version,
                "rules": [descriptor(rule) for rule in known],
                "notifications": NOTIFICATIONS,
            }
        },
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {_BASE: {"description": {"text": "The checked folder."}}},
        "invocations": [_invocation(report)],
        "results": _results(report, index),
        "properties": {
            "environment": report.environment,
            "grades": {grade.practice or "overall": grade.letter for grade in report.grades},
        },
    }
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(cleaned(log), indent=2) + "\n"


def _results(report: Report, index: dict[str, int]) -> list[Object]:
    suppressed = {id(ignored.finding): ignored for ignored in report.ignored}
    numbered = occurrences([*report.findings, *(ignored.finding for ignored in report.ignored)])
    results = []
    for finding, number in numbered:
        result = _result(finding, number, index[finding.rule])
        if ignored := suppressed.get(id(finding)):
            result["suppressions"] = [_suppression(ignored)]
        results.append(result)
    return results


def _result(finding: Finding, number: int, rule_index: int) -> Object:
    result: Object = {
        "ruleId": finding.rule,
        "ruleIndex": rule_index,
        "kind": "fail",
        "level": _LEVELS[finding.severity],
        "message": _message(f"{finding.reason} {finding.fix}".strip()),
        "locations": [_location(finding.place, function=finding.function)],
    }
    if finding.fingerprint:
        suffix = f":{number}" if number > 1 else ""
        result["partialFingerprints"] = {"tenfold/v1": finding.fingerprint + suffix}
    if finding.related:
        result["relatedLocations"] = [
            {"id": number, **_location(step.place, step.note)} for number, step in enumerate(finding.related, start=1)
        ]
    if finding.path:
        result["codeFlows"] = [{"threadFlows": [{"locations": [_flow_step(step) for step in finding.path]}]}]
    result["properties"] = {
        "requirement": finding.requirement,
        "verdict": finding.verdict,
        "severity": finding.severity,
        "confidence": finding.confidence,
        "persona": finding.persona,
        "app": finding.app,
    }
    return result


def _flow_step(step: Step) -> Object:
    return {"location": _location(step.place, step.note)}


def _location(place: Place, note: str = "", function: str = "") -> Object:
    physical: Object = {"artifactLocation": {"uri": uri(place.file), "uriBaseId": _BASE}}
    if region := _region(place):
        physical["region"] = region
    location: Object = {"physicalLocation": physical}
    if function:
        location["logicalLocations"] = [{"fullyQualifiedName": function, "kind": "function"}]
    if note:
        location["message"] = _message(note)
    return location


def _region(place: Place) -> Object:
    """A region starts at line 1 where the place is the file itself: GitHub shows no result without one."""
    region: Object = {"startLine": max(1, place.line)}
    if place.line and place.column:
        region["startColumn"] = place.column
    if place.end_line > place.line > 0:
        region["endLine"] = place.end_line
    return region


def uri(file: str) -> str:
    """Return a relative path as a URI reference (RFC 3986); bytes that are no UTF-8 are encoded as they are."""
    encoded = quote(file.encode("utf-8", "surrogateescape") if _decodable(file) else cleaned(file))
    # A reference may start with neither "/" nor a segment that reads as a scheme; quote() has encoded every ":".
    return f".{encoded}" if encoded.startswith("/") else encoded or "."


def _decodable(file: str) -> bool:
    try:
        file.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return False
    return True


def _message(text: str) -> Object:
    """A plain message; "[text](target)" in it would be a link (SARIF 3.11.6), so its bracket is escaped."""
    return {"text": text.replace("](", "\\](") or "-"}


def _suppression(ignored: Ignored) -> Object:
    suppression: Object = {
        "kind": "inSource" if ignored.by == "comment" else "external",
        "status": "accepted",
        "justification": ignored.reason or f"By the {ignored.by}.",
        "properties": {"by": ignored.by},
    }
    if ignored.place:
        suppression["location"] = _location(ignored.place)
    return suppression


def _invocation(report: Report) -> Object:
    return {
        "executionSuccessful": not any(skipped.kind == "rule" for skipped in report.skipped),
        "toolExecutionNotifications": [
            *(_skipped(skipped) for skipped in report.skipped),
            *({"descriptor": {"id": "note"}, "level": "note", "message": _message(note)} for note in report.notes),
        ],
    }


def _skipped(skipped: Skipped) -> Object:
    notification: Object = {
        "descriptor": {"id": f"skipped-{skipped.kind}"},
        "level": "error" if skipped.kind == "rule" else "warning",
        "message": _message(skipped.reason),
    }
    if skipped.place.file:
        notification["locations"] = [_location(skipped.place)]
    return notification
