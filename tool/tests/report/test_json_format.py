from __future__ import annotations

import importlib.resources
import json

import jsonschema
import msgspec
import pytest

from tenfold.place import Place
from tenfold.report.json_format import SCHEMA, render

VALIDATOR = jsonschema.Draft202012Validator(
    json.loads(importlib.resources.files("tenfold.report").joinpath("schema.json").read_text("utf-8"))
)


def test_schema_is_itself_valid_and_named_in_the_report(report):
    jsonschema.Draft202012Validator.check_schema(VALIDATOR.schema)
    assert VALIDATOR.schema["$id"] == json.loads(render(report))["schema"] == SCHEMA


def test_report_follows_the_schema(report):
    VALIDATOR.validate(json.loads(render(report)))


def objects(node, path="$"):
    if isinstance(node, dict):
        if "properties" in node and node.get("type") == "object":
            yield path, node
        for key, value in node.items():
            yield from objects(value, f"{path}.{key}")


def test_schema_allows_nothing_that_it_does_not_name():
    found = dict(objects(VALIDATOR.schema))
    assert len(found) > 10
    for path, node in found.items():
        assert node["additionalProperties"] is False, path
        assert sorted(node["required"]) == sorted(node["properties"]), path


@pytest.mark.parametrize(
    ("field", "value"), [("verdict", "fine"), ("severity", None), ("line", 0), ("file", 1), ("new", "field")]
)
def test_schema_refuses(report, field, value):
    content = json.loads(render(report))
    content["findings"][0][field] = value
    assert not VALIDATOR.is_valid(content)


def test_finding_in_full(report):
    assert json.loads(render(report))["findings"][0] == {
        "rule": "input.sql",
        "requirement": "input.sql",
        "severity": "critical",
        "confidence": "high",
        "verdict": "violated",
        "reason": "request.form['title'] reaches the text of a query, so a visitor can read and change every table.",
        "fix": 'Bind it: db.execute("INSERT INTO note VALUES (?)", (title,)).',
        "file": "notes/views.py",
        "line": 7,
        "column": 5,
        "end_line": 7,
        "code": "db.execute(f\"INSERT INTO note VALUES ('{title}')\")",
        "function": "notes.views.create_note",
        "fingerprint": "5f1c",
        "cwe": [89],
        "related": [],
        "path": [
            {
                "file": "notes/views.py",
                "line": 6,
                "column": 13,
                "end_line": 6,
                "note": "request.form['title'] is read",
            },
            {
                "file": "notes/views.py",
                "line": 7,
                "column": 5,
                "end_line": 7,
                "note": "it is formatted into the query",
            },
        ],
        "app": "notes",
        "persona": "regular",
    }


def test_place_that_is_a_whole_file_or_none_has_nulls(report):
    content = json.loads(render(report))
    assert content["skipped"][0] == {
        "kind": "file",
        "reason": "No valid text in any known encoding.",
        "file": "notes/broken.py",
        "line": None,
        "column": None,
        "end_line": None,
    }
    assert content["advice"][1]["file"] is None


def test_keys_keep_their_order(report):
    assert list(json.loads(render(report))) == list(VALIDATOR.schema["properties"])
    assert render(report) == render(report)


@pytest.mark.parametrize(
    ("target", "told"),
    [(".", "."), ("apps/shop", "apps/shop"), ("/home/someone/shop", "shop"), ("C:\\Users\\x\\shop", "shop"), ("/", "")],
)
def test_no_absolute_path_is_told(report, target, told):
    assert json.loads(render(msgspec.structs.replace(report, target=target)))["target"] == told


def test_undecodable_file_name_stays_readable_by_strict_parsers(report):
    finding = msgspec.structs.replace(report.findings[0], place=Place("a\udcff.py", 1))
    text = render(msgspec.structs.replace(report, findings=(finding,)))
    assert msgspec.json.decode(text)["findings"][0]["file"] == "a\\udcff.py"
