"""Findings of flows show the whole way of the data, and one finding speaks for all sources of a sink."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.project import judged, write

from tenfold.findings import Finding
from tenfold.rules import rule
from tenfold.sources import Sources

APP = """\
from flask import Flask, request
from orders import search

app = Flask(__name__)

@app.get("/orders")
def orders():
    if "X-Name" in request.headers:
        return search(request.headers["X-Name"])
    name = request.args["name"]
    return search(name)
"""
ORDERS = """\
import sqlite3

def search(name):
    clause = where(name)
    return sqlite3.connect("x").execute("SELECT * FROM orders WHERE " + clause).fetchall()

def where(name):
    return f"customer = '{name}'"
"""


def found(folder: Path, files: dict[str, str], rule_id: str = "input.sql") -> list[Finding]:
    return judged(write(folder, files), rule(rule_id)).findings


def told(finding: Finding) -> list[str]:
    return [f"{step.place} {step.note}" for step in finding.path]


def test_a_way_across_files(tmp_path: Path) -> None:
    (finding,) = found(tmp_path, {"app.py": APP, "orders.py": ORDERS})
    assert told(finding) == [
        "app.py:10 request.args['name'] is read here and kept in name",
        "app.py:11 is given to search() as name",
        "orders.py:4 is given to where() as name and kept in clause",
        "orders.py:5 sqlite3.connect().execute() runs it as SQL",
    ]
    assert finding.path[-1].place == finding.place


def test_other_sources_of_the_sink_are_listed_under_it(tmp_path: Path) -> None:
    (finding,) = found(tmp_path, {"app.py": APP, "orders.py": ORDERS})
    assert [f"{step.place} {step.note}" for step in finding.related] == [
        "app.py:9 request.headers['X-Name'] reaches it as well"
    ]
    assert finding.reason.startswith("request.args['name'] reaches")


@pytest.mark.parametrize("answer", ["f'<p>{name}</p>'", "render_template_string('<p>{{ name|safe }}</p>', name=name)"])
def test_markup_has_a_way_too(tmp_path: Path, answer: str) -> None:
    head = "from flask import Flask, render_template_string, request\napp = Flask(__name__)\n"
    view = '@app.get("/")\ndef show():\n    name = request.args["name"]\n'
    (finding,) = found(tmp_path, {"app.py": f"{head}{view}    return {answer}\n"}, "xss.escaping")
    assert told(finding)[0] == "app.py:5 request.args['name'] is read here and kept in name"
    assert told(finding)[-1].startswith("app.py:6 ")


def test_what_moves_on_the_way_leaves_the_fingerprint(tmp_path: Path) -> None:
    def prints(folder: Path, app: str) -> list[str]:
        return [f.fingerprint for f in Sources(folder).sign(found(folder, {"app.py": app, "orders.py": ORDERS}))]

    moved = APP.replace("    name =", "\n\n    name =")
    assert prints(tmp_path / "one", APP) == prints(tmp_path / "two", moved)


QUERY = '    sqlite3.connect("x").execute(f"SELECT {x} FROM t")\n'


@pytest.mark.parametrize(
    ("view", "confidence"),
    [
        ('@app.get("/")\ndef show():\n    x = request.args["x"]\n', "high"),
        ('@app.get("/")\ndef show():\n    x = request.cookies["x"]\n', "high"),
        ('@app.get("/")\ndef show():\n    x = request.headers["x"]\n', "medium"),
        ('@app.get("/")\ndef show():\n    inner()\ndef inner():\n    x = request.args["x"]\n', "high"),
        ('def nobody_calls():\n    x = request.args["x"]\n', "medium"),
        ('def nobody_calls():\n    inner()\ndef inner():\n    x = request.args["x"]\n', "medium"),
        ('def nobody_calls():\n    x = request.headers["x"]\n', "low"),
        ('@app.before_request\ndef first():\n    x = request.args["x"]\n', "high"),
        ('def first():\n    x = request.args["x"]\n' + QUERY + "app.before_request(first)\nx = ''\ndef g():\n", "high"),
    ],
)
def test_confidence_follows_from_the_source_and_what_leads_to_it(tmp_path: Path, view: str, confidence: str) -> None:
    head = "import sqlite3\nfrom flask import Flask, request\napp = Flask(__name__)\n"
    (finding,) = found(tmp_path, {"app.py": head + view + QUERY})
    assert finding.confidence == confidence
