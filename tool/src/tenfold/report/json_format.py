"""The report as JSON, described by `schema.json` in this folder."""

from __future__ import annotations

import json
from pathlib import PurePosixPath, PureWindowsPath
from typing import Any

from tenfold.findings import (
    Advice,
    AppSummary,
    Evidence,
    Finding,
    Grade,
    Ignored,
    Report,
    Skipped,
    Step,
    Verdict,
)
from tenfold.place import Place
from tenfold.report.printable import well_formed

SCHEMA = "urn:tenfold:report:1"
"""Name of the schema; a field that is renamed, removed or given another meaning makes a new number."""

Object = dict[str, Any]


def render(report: Report) -> str:
    """Return the report as indented ASCII JSON with its keys in a fixed order, ended by a newline."""
    return json.dumps(as_object(report), indent=2) + "\n"


def as_object(report: Report) -> Object:
    """Return the report as plain dicts, lists, strings and numbers that `schema.json` accepts."""
    overall = next((grade for grade in report.grades if not grade.practice), None)
    content: Object = {
        "schema": SCHEMA,
        "version": report.version,
        "target": target_name(report.target),
        "environment": report.environment,
        "persona": report.persona,
        "files": report.files,
        "lines": report.lines,
        "apps": [_app(app) for app in report.apps],
        "grades": {
            "overall": _grade(overall) if overall else None,
            "practices": {grade.practice: _grade(grade) for grade in report.grades if grade.practice},
        },
        "advice": [_advice(advice) for advice in report.advice],
        "requirements": [_requirement(verdict) for verdict in report.requirements],
        "findings": [_finding(finding) for finding in report.findings],
        "ignored": [_ignored(ignored) for ignored in report.ignored],
        "skipped": [_skipped(skipped) for skipped in report.skipped],
        "hidden": report.hidden,
        "notes": list(report.notes),
    }
    made: Object = cleaned(content)
    return made


def target_name(target: str) -> str:
    """Return `target`, or its last part when it is absolute: a report does not tell where a machine keeps its files."""
    if PurePosixPath(target).is_absolute():
        return PurePosixPath(target).name
    if PureWindowsPath(target).is_absolute():
        return PureWindowsPath(target).name
    return target


def cleaned(value: Any) -> Any:
    """Return plain JSON data with all its strings well-formed."""
    if isinstance(value, str):
        return well_formed(value)
    if isinstance(value, dict):
        return {well_formed(key): cleaned(item) for key, item in value.items()}
    if isinstance(value, list):
        return [cleaned(item) for item in value]
    return value


def _place(place: Place | None) -> Object:
    if place is None:
        return {"file": None, "line": None, "column": None, "end_line": None}
    return {
        "file": place.file,
        "line": place.line or None,
        "column": place.column or None,
        "end_line": place.end_line or place.line or None,
    }


def _step(step: Step) -> Object:
    return {**_place(step.place), "note": step.note}


def _app(app: AppSummary) -> Object:
    return {
        "name": app.name,
        "framework": app.framework,
        "version": app.version,
        "root": app.root,
        "routes": app.routes,
        **_place(app.place),
    }


def _grade(grade: Grade) -> Object:
    counts = grade.counts
    return {
        "letter": grade.letter,
        "score": grade.score,
        "counts": {
            "violated": counts.violated,
            "missing": counts.missing,
            "unknown": counts.unknown,
            "met": counts.met,
            "not applicable": counts.not_applicable,
        },
    }


def _advice(advice: Advice) -> Object:
    return {
        "requirement": advice.requirement,
        "fix": advice.fix,
        "gain": advice.gain,
        **_place(advice.place),
    }


def _requirement(verdict: Verdict) -> Object:
    return {
        "id": verdict.id,
        "practice": verdict.practice,
        "verdict": verdict.verdict,
        "confidence": verdict.confidence,
        "reason": verdict.reason,
        "evidence": [_evidence(evidence) for evidence in verdict.evidence],
    }


def _evidence(evidence: Evidence) -> Object:
    return {
        **_place(evidence.place),
        "reason": evidence.reason,
        "rule": evidence.rule,
        "app": evidence.app,
        "related": [_step(step) for step in evidence.related],
    }


def _finding(finding: Finding) -> Object:
    return {
        "rule": finding.rule,
        "requirement": finding.requirement,
        "severity": finding.severity,
        "confidence": finding.confidence,
        "verdict": finding.verdict,
        "reason": finding.reason,
        "fix": finding.fix,
        **_place(finding.place),
        "code": finding.code,
        "function": finding.function,
        "fingerprint": finding.fingerprint,
        "cwe": list(finding.cwe),
        "related": [_step(step) for step in finding.related],
        "path": [_step(step) for step in finding.path],
        "app": finding.app,
        "persona": finding.persona,
    }


def _ignored(ignored: Ignored) -> Object:
    return {
        "by": ignored.by,
        "reason": ignored.reason,
        **_place(ignored.place),
        "finding": _finding(ignored.finding),
    }


def _skipped(skipped: Skipped) -> Object:
    return {"kind": skipped.kind, "reason": skipped.reason, **_place(skipped.place)}
