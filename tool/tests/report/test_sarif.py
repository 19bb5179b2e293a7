from __future__ import annotations

import json
from urllib.parse import unquote_to_bytes, urlsplit

import jsonschema
import msgspec
import pytest

from tenfold.findings import Skipped
from tenfold.place import Place
from tenfold.report.sarif import render, uri

TEXT = {
    "type": "object",
    "required": ["text"],
    "properties": {"text": {"type": "string", "minLength": 1}},
    "additionalProperties": False,
}
LOCATION = {
    "type": "object",
    "required": ["physicalLocation"],
    "additionalProperties": False,
    "properties": {
        "id": {"type": "integer", "minimum": 0},
        "message": TEXT,
        "logicalLocations": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["fullyQualifiedName", "kind"],
                "additionalProperties": False,
                "properties": {"fullyQualifiedName": {"type": "string"}, "kind": {"const": "function"}},
            },
        },
        "physicalLocation": {
            "type": "object",
            "required": ["artifactLocation", "region"],
            "additionalProperties": False,
            "properties": {
                "artifactLocation": {
                    "type": "object",
                    "required": ["uri", "uriBaseId"],
                    "additionalProperties": False,
                    "properties": {
                        "uri": {"type": "string", "pattern": r"^(?!/)[A-Za-z0-9._~/%-]+$"},
                        "uriBaseId": {"const": "%SRCROOT%"},
                    },
                },
                "region": {
                    "type": "object",
                    "required": ["startLine"],
                    "additionalProperties": False,
                    "properties": {
                        "startLine": {"type": "integer", "minimum": 1},
                        "endLine": {"type": "integer", "minimum": 1},
                        "startColumn": {"type": "integer", "minimum": 1},
                    },
                },
            },
        },
    },
}
RULE = {
    "type": "object",
    "required": ["id", "shortDescription", "fullDescription", "help", "properties"],
    "additionalProperties": False,
    "properties": {
        "id": {"type": "string", "minLength": 1},
        "name": {"type": "string", "minLength": 1},
        "shortDescription": TEXT,
        "fullDescription": TEXT,
        "help": {
            "type": "object",
            "required": ["text", "markdown"],
            "additionalProperties": False,
            "properties": {
                "text": {"type": "string", "minLength": 1},
                "markdown": {"type": "string", "minLength": 1},
            },
        },
        "helpUri": {"type": "string", "pattern": "^https://"},
        "defaultConfiguration": {
            "type": "object",
            "properties": {"level": {"enum": ["error", "warning", "note"]}},
            "required": ["level"],
            "additionalProperties": False,
        },
        "properties": {
            "type": "object",
            "required": ["tags", "precision", "problem.severity", "security-severity"],
            "additionalProperties": False,
            "properties": {
                "tags": {"type": "array", "contains": {"const": "security"}, "uniqueItems": True, "maxItems": 20},
                "precision": {"enum": ["very-high", "high", "medium", "low"]},
                "problem.severity": {"enum": ["error", "warning", "recommendation"]},
                "security-severity": {"type": "string", "pattern": r"^(10|[0-9])\.[0-9]$"},
            },
        },
    },
}
RESULT = {
    "type": "object",
    "required": ["ruleId", "ruleIndex", "kind", "level", "message", "locations", "properties"],
    "additionalProperties": False,
    "properties": {
        "ruleId": {"type": "string"},
        "ruleIndex": {"type": "integer", "minimum": 0},
        "kind": {"const": "fail"},
        "level": {"enum": ["error", "warning", "note"]},
        "message": TEXT,
        "locations": {"type": "array", "items": LOCATION, "minItems": 1, "maxItems": 1},
        "relatedLocations": {"type": "array", "items": {**LOCATION, "required": ["id", "physicalLocation"]}},
        "codeFlows": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["threadFlows"],
                "additionalProperties": False,
                "properties": {
                    "threadFlows": {
                        "type": "array",
                        "minItems": 1,
                        "items": {
                            "type": "object",
                            "required": ["locations"],
                            "additionalProperties": False,
                            "properties": {
                                "locations": {
                                    "type": "array",
                                    "minItems": 1,
                                    "items": {
                                        "type": "object",
                                        "required": ["location"],
                                        "additionalProperties": False,
                                        "properties": {"location": LOCATION},
                                    },
                                }
                            },
                        },
                    }
                },
            },
        },
        "partialFingerprints": {
            "type": "object",
            "required": ["tenfold/v1"],
            "additionalProperties": {"type": "string", "minLength": 1},
        },
        "suppressions": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "required": ["kind", "status", "justification"],
                "properties": {"kind": {"enum": ["inSource", "external"]}, "status": {"const": "accepted"}},
            },
        },
        "properties": {"type": "object"},
    },
}
RUN = {
    "type": "object",
    "required": ["tool", "results", "invocations", "columnKind"],
    "properties": {
        "tool": {
            "type": "object",
            "required": ["driver"],
            "properties": {
                "driver": {
                    "type": "object",
                    "required": ["name", "version", "rules"],
                    "properties": {"rules": {"type": "array", "items": RULE}},
                }
            },
        },
        "results": {"type": "array", "items": RESULT},
        "invocations": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "required": ["executionSuccessful", "toolExecutionNotifications"],
                "properties": {
                    "executionSuccessful": {"type": "boolean"},
                    "toolExecutionNotifications": {
                        "type": "array",
                        "items": {
                            "type": "object",
                            "required": ["descriptor", "level", "message"],
                            "properties": {
                                "level": {"enum": ["error", "warning", "note"]},
                                "message": TEXT,
                                "locations": {"type": "array", "items": LOCATION},
                            },
                        },
                    },
                },
            },
        },
    },
}
VALIDATOR = jsonschema.Draft202012Validator(
    {
        "type": "object",
        "required": ["$schema", "version", "runs"],
        "additionalProperties": False,
        "properties": {
            "$schema": {"type": "string", "pattern": "sarif-schema-2.1.0.json$"},
            "version": {"const": "2.1.0"},
            "runs": {"type": "array", "items": RUN, "minItems": 1, "maxItems": 1},
        },
    }
)
"""What GitHub's code scanning asks of a SARIF file, strict: nothing that is not named here."""


def run_of(report, rules=()):
    log = json.loads(render(report, rules))
    VALIDATOR.validate(log)
    return log["runs"][0]


def test_log_has_what_github_asks(report, rules):
    run = run_of(report, rules)
    ids = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert ids == ["input.sql", "xss.inline", "framework.csrf", "framework.debug-off", "secrets.code"]
    assert all(ids[result["ruleIndex"]] == result["ruleId"] for result in run["results"])
    assert len(run["results"]) == len(report.findings) + len(report.ignored)


def test_rule_properties(report, rules):
    sql, inline, *_ = run_of(report, rules)["tool"]["driver"]["rules"]
    assert sql["properties"] == {
        "tags": ["security", "input.sql", "external/cwe/cwe-089", "A05:2025"],
        "precision": "high",
        "problem.severity": "error",
        "security-severity": "9.5",
    }
    assert sql["helpUri"] == "https://example.org/rules/input.sql"
    assert inline["properties"]["tags"][2] == "external/cwe/cwe-079"
    assert "helpUri" not in inline


@pytest.mark.parametrize(
    ("severity", "level"), [("critical", "error"), ("high", "error"), ("medium", "warning"), ("low", "note")]
)
def test_levels(report, severity, level):
    finding = msgspec.structs.replace(report.findings[0], severity=severity)
    assert run_of(msgspec.structs.replace(report, findings=(finding,)))["results"][0]["level"] == level


def test_way_of_the_data_and_related_places(report):
    sql, csrf, *_ = run_of(report)["results"]
    steps = sql["codeFlows"][0]["threadFlows"][0]["locations"]
    assert [step["location"]["message"]["text"] for step in steps] == [
        "request.form['title'] is read",
        "it is formatted into the query",
    ]
    assert csrf["relatedLocations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "notes/app.py"
    assert csrf["locations"][0]["physicalLocation"]["region"] == {"startLine": 4, "endLine": 5}


def test_alike_findings_have_fingerprints_of_their_own(report):
    prints = [result["partialFingerprints"]["tenfold/v1"] for result in run_of(report)["results"]]
    assert prints == ["5f1c", "a01b", "77aa", "0ff1", "0ff1:2", "0ff1:3", "0ff1:4", "0ff1:5", "c0de"]


def test_fingerprints_of_one_file_do_not_hang_on_another(report):
    elsewhere = msgspec.structs.replace(report.findings[-1], place=Place("another.html", 1))
    more = msgspec.structs.replace(report, findings=(elsewhere, *report.findings))

    def prints(of):
        return {
            json.dumps(result["locations"]): result["partialFingerprints"]["tenfold/v1"]
            for result in run_of(of)["results"]
        }

    assert prints(report).items() <= prints(more).items()


def test_ignored_findings_are_suppressed_and_others_are_not(report):
    *shown, ignored = run_of(report)["results"]
    assert not any("suppressions" in result for result in shown)
    suppression = ignored["suppressions"][0]
    assert (suppression["kind"], suppression["justification"]) == ("inSource", "only used by the tests")
    assert suppression["location"]["physicalLocation"]["region"]["startLine"] == 3


def test_skipped_things_are_told_and_a_failed_rule_is_no_success(report):
    invocation = run_of(report)["invocations"][0]
    assert invocation["executionSuccessful"] is False
    assert [note["level"] for note in invocation["toolExecutionNotifications"]] == ["warning", "error", "note"]
    files_only = tuple(skipped for skipped in report.skipped if skipped.kind == "file")
    assert run_of(msgspec.structs.replace(report, skipped=files_only))["invocations"][0]["executionSuccessful"] is True


def test_skipped_rule_without_a_file_has_no_location(report):
    skipped = (Skipped("rule", Place(""), "It raised."),)
    invocation = run_of(msgspec.structs.replace(report, skipped=skipped))["invocations"][0]
    assert "locations" not in invocation["toolExecutionNotifications"][0]


@pytest.mark.parametrize(
    ("file", "expected"),
    [
        ("a b/c.py", "a%20b/c.py"),
        ("http:/x.py", "http%3A/x.py"),
        ("100%.py", "100%25.py"),
        ("a#b?c.py", "a%23b%3Fc.py"),
        ("é.py", "%C3%A9.py"),
        ("\udcff.py", "%FF.py"),
        ("/etc/passwd", "./etc/passwd"),
        ("a\\b.py", "a%5Cb.py"),
        ("", "."),
    ],
)
def test_uri_is_a_relative_reference(file, expected):
    assert uri(file) == expected
    split = urlsplit(expected)
    assert (split.scheme, split.netloc, split.query, split.fragment) == ("", "", "", "")
    if file and not file.startswith("/"):
        assert unquote_to_bytes(expected) == file.encode("utf-8", "surrogateescape")


def test_text_in_brackets_makes_no_link(report):
    finding = msgspec.structs.replace(report.findings[0], reason="See [here](https://evil.example).", fix="")
    message = run_of(msgspec.structs.replace(report, findings=(finding,)))["results"][0]["message"]["text"]
    assert "](" not in message.replace("\\](", "")
