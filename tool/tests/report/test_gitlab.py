from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone

import jsonschema
import msgspec

from tenfold.place import Place
from tenfold.report.gitlab import render

STARTED = datetime(2026, 11, 24, 12, 0, 0, tzinfo=UTC)
ENDED = datetime(2026, 11, 24, 14, 0, 3, 400_000, tzinfo=timezone(timedelta(hours=2)))

TOOL = {
    "type": "object",
    "required": ["id", "name", "version", "vendor"],
    "properties": {
        "id": {"type": "string", "minLength": 1},
        "name": {"type": "string", "minLength": 1},
        "version": {"type": "string", "minLength": 1},
        "vendor": {"type": "object", "required": ["name"]},
    },
}
TIME = {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}$"}
VALIDATOR = jsonschema.Draft202012Validator(
    {
        "type": "object",
        "required": ["version", "vulnerabilities", "scan"],
        "additionalProperties": False,
        "properties": {
            "version": {"type": "string", "pattern": r"^15\.\d+\.\d+$"},
            "scan": {
                "type": "object",
                "required": ["analyzer", "scanner", "type", "start_time", "end_time", "status"],
                "additionalProperties": False,
                "properties": {
                    "analyzer": TOOL,
                    "scanner": TOOL,
                    "type": {"const": "sast"},
                    "start_time": TIME,
                    "end_time": TIME,
                    "status": {"enum": ["success", "failure"]},
                    "messages": {
                        "type": "array",
                        "items": {
                            "type": "object",
                            "required": ["level", "value"],
                            "properties": {
                                "level": {"enum": ["info", "warn", "fatal"]},
                                "value": {"type": "string", "minLength": 1},
                            },
                        },
                    },
                },
            },
            "vulnerabilities": {
                "type": "array",
                "items": {
                    "type": "object",
                    "required": ["id", "identifiers", "location"],
                    "additionalProperties": False,
                    "properties": {
                        "id": {"type": "string", "pattern": "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"},
                        "name": {"type": "string", "maxLength": 255},
                        "description": {"type": "string", "maxLength": 1048576},
                        "severity": {"enum": ["Info", "Unknown", "Low", "Medium", "High", "Critical"]},
                        "solution": {"type": "string", "maxLength": 7000},
                        "identifiers": {
                            "type": "array",
                            "minItems": 1,
                            "items": {
                                "type": "object",
                                "required": ["type", "name", "value"],
                                "additionalProperties": False,
                                "properties": {
                                    "type": {"type": "string", "minLength": 1},
                                    "name": {"type": "string", "minLength": 1},
                                    "value": {"type": "string", "minLength": 1},
                                    "url": {"type": "string", "pattern": "^(https?|ftp)://.+", "maxLength": 2048},
                                },
                            },
                        },
                        "location": {
                            "type": "object",
                            "additionalProperties": False,
                            "properties": {
                                "file": {"type": "string"},
                                "start_line": {"type": "number"},
                                "end_line": {"type": "number"},
                                "method": {"type": "string"},
                            },
                        },
                        "details": {
                            "type": "object",
                            "additionalProperties": {
                                "type": "object",
                                "required": ["type", "name", "items"],
                                "additionalProperties": False,
                                "properties": {
                                    "name": {"type": "string", "minLength": 1},
                                    "type": {"const": "list"},
                                    "items": {
                                        "type": "array",
                                        "items": {
                                            "type": "object",
                                            "required": ["type", "value"],
                                            "additionalProperties": False,
                                            "properties": {"type": {"const": "text"}, "value": {"type": "string"}},
                                        },
                                    },
                                },
                            },
                        },
                    },
                },
            },
        },
    }
)
"""What GitLab's SAST schema, version 15, asks; nothing that is not named here."""


def content_of(report, rules=(), **options):
    content = json.loads(render(report, rules, started=STARTED, ended=ENDED, **options))
    VALIDATOR.validate(content)
    return content


def test_report_has_what_gitlab_asks(report, rules):
    content = content_of(report, rules, folder="apps/x")
    first = content["vulnerabilities"][0]
    assert first["name"] == "Request data in a query"
    assert first["severity"] == "Critical"
    assert first["location"] == {
        "file": "apps/x/notes/views.py",
        "start_line": 7,
        "end_line": 7,
        "method": "notes.views.create_note",
    }
    assert [identifier["name"] for identifier in first["identifiers"]] == ["Tenfold input.sql", "CWE-89"]
    assert len(content["vulnerabilities"]) == len(report.findings)


def test_way_of_the_data_is_a_list_among_the_details(report):
    sql, csrf, *_ = content_of(report)["vulnerabilities"]
    assert [item["value"] for item in sql["details"]["way"]["items"]] == [
        "1. notes/views.py:6 request.form['title'] is read",
        "2. notes/views.py:7 it is formatted into the query",
    ]
    assert "details" not in csrf


def test_times_are_utc_without_zone(report):
    scan = content_of(report)["scan"]
    assert (scan["start_time"], scan["end_time"]) == ("2026-11-24T12:00:00", "2026-11-24T12:00:03")


def test_failed_rule_is_a_failed_scan(report):
    scan = content_of(report)["scan"]
    assert scan["status"] == "failure"
    assert [message["level"] for message in scan["messages"]] == ["warn", "fatal", "info"]
    assert content_of(msgspec.structs.replace(report, skipped=()))["scan"]["status"] == "success"


def test_ids_are_unique_and_stay_while_lines_move(report):
    ids = [item["id"] for item in content_of(report)["vulnerabilities"]]
    assert len(set(ids)) == len(ids)
    moved = tuple(
        msgspec.structs.replace(finding, place=Place(finding.place.file, finding.place.line + 10))
        for finding in report.findings
    )
    assert [
        item["id"] for item in content_of(msgspec.structs.replace(report, findings=moved))["vulnerabilities"]
    ] == ids


def test_long_texts_are_cut_to_what_the_schema_allows(report):
    finding = msgspec.structs.replace(report.findings[0], fix="x" * 8000, rule="r" * 300)
    content_of(msgspec.structs.replace(report, findings=(finding,)))
