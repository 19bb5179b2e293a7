"""What the data flow says that reaches `sink(...)`, written shortly, so that a case of a table is one line.

`$q` is request data that was read under the key "q", `$q(fixed)` the same after a check has shown a fact of it;
`<constant>`, `<number>` and `<unknown>` stand for what is no request data; lists and mappings are written as in Python.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from textwrap import dedent, indent

from tests.project import link, write

from tenfold.dataflow.flows import Flows, flows_of
from tenfold.dataflow.values import Atom, Data, Lit, Map, Obj, Seq, Text, Value

HEAD = """\
from os import system as sink
from flask import Flask, abort, request
app = Flask(__name__)
"""
VIEW = """
@app.get("/")
def view():
    q, r = request.args["q"], request.args["r"]
"""


def in_view(body: str, above: str = "") -> str:
    """A Flask app whose one view has the request's entries "q" and "r" in `q` and `r`, and does `body`."""
    return HEAD + dedent(above) + VIEW + indent(dedent(body), "    ")


def flows(files: dict[str, str]) -> Flows:
    """The data flow of the one app that `files` make."""
    with tempfile.TemporaryDirectory() as folder:
        program = link(write(Path(folder), files))
    (app,) = program.apps
    return flows_of(app)


def reaching(files: dict[str, str]) -> set[str]:
    """Everything that reaches a call of `sink`."""
    found: set[str] = set()
    for _, call, records in flows(files).calls():
        if call.name in {"os.system", "sink"}:
            found.update(written(atom) for record in records for value in record.args[:1] for atom in value)
    return found


def reached(body: str, above: str = "", **modules: str) -> set[str]:
    """Everything that reaches `sink` in a view; `modules` are further files, by the names they are imported by."""
    return reaching({"app.py": in_view(body, above), **{f"{name}.py": dedent(text) for name, text in modules.items()}})


def written(atom: Atom) -> str:
    """One thing that a value may be."""
    match atom:
        case Lit(value=bytes() as value):
            return value.decode("latin-1")
        case Lit(value=value):
            return str(value)
        case Data():
            return _data(atom)
        case Text(parts=parts):
            return "".join(part if isinstance(part, str) else _data(part) for part in parts)
        case Seq(items=items, rest=rest):
            return "[" + ", ".join([*map(_any, items), *(["*" + _any(rest)] if rest else [])]) + "]"
        case Map(items=entries, rest=rest):
            pairs = [f"{key}: {_any(value)}" for key, value in entries.items()]
            return "{" + ", ".join([*pairs, *(["**" + _any(rest)] if rest else [])]) + "}"
        case Obj(name=name, fields=fields):
            return f"{name.rpartition(':')[2]}({', '.join(f'{key}={_any(value)}' for key, value in fields.items())})"
    return "<unknown>"


def _any(value: Value) -> str:
    return "|".join(sorted(map(written, value)))


def _data(data: Data) -> str:
    if data.kind == "number":
        return "<number>"
    if data.root is None:
        return "<constant>" if data.harmless else "<unknown>"
    facts = sorted({f"{kind} {detail}".strip() if kind == "lacks" else kind for kind, detail in data.facts})
    shown = f"({', '.join(facts)})" if facts else ""
    return f"${data.root.key or data.root.label.rpartition(' ')[2]}{shown}"
