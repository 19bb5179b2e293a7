"""Request data that a log call puts into its line as it came, line ends and all."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tenfold.dataflow import values as v
from tenfold.dataflow.flows import Flows
from tenfold.dataflow.holes import Hole, holes, settled
from tenfold.dataflow.records import Record
from tenfold.dataflow.values import Data, Lit, Root, Value
from tenfold.program.app import App
from tenfold.rules.logging._log_calls import LogCall

_DIRECTIVE = re.compile(r"%(?:\(\w*+\))?[-#0 +]*+[\d*]*+(?:\.[\d*]++)?[hlL]?([a-zA-Z%])")
_DECODED = frozenset({"path", "path_info", "full_path", "get_full_path", "get_full_path_info"})
"""What of the request's address is decoded text; the rest of it stands as it was sent, on one line."""
_BYTES = frozenset({"data", "body", "get_data", "stream"})
"""What a request holds as bytes: their text is that of repr."""
_NAMES = frozenset({"filename", "name"})


def forging(app: App, flows: Flows, call: LogCall) -> list[Hole]:
    """The pieces of request data in the line of a log call that can hold a line end, once for each source."""
    found: dict[object, Hole] = {}
    for record in flows.at(call.file, call.site.call):
        for value in _written(call, record):
            for hole in _texts(value):
                if hole.data.root is not None and _breaks(app, hole, hole.data.root):
                    found.setdefault(hole.data.root, hole)
    return list(found.values())


def _written(call: LogCall, record: Record) -> Iterator[Value]:
    """The message, and those of its arguments that are put in as text."""
    if call.level == "print":
        yield from record.args
        return
    message, *args = record.args[1:] if call.level == "log" else record.args or (v.NEVER,)
    yield message
    template = next((atom.value for atom in message if isinstance(atom, Lit)), None)
    yield from (arg for arg, raw in zip(args, raw_places(template, len(args)), strict=True) if raw)


def raw_places(template: object, count: int) -> list[bool]:
    """For each value of a template, whether it is put in as raw text: `%r`, `%d`, `{!r}` and their like are not."""
    if not isinstance(template, str):
        return [True] * count
    if "{" in template and "%" not in template:
        return ["!r}" not in template and "!a}" not in template] * count
    kinds = [kind for kind in _DIRECTIVE.findall(template) if kind != "%"]
    return [i >= len(kinds) or kinds[i] == "s" for i in range(count)]


def _texts(value: Value) -> Iterator[Hole]:
    """The pieces of data in texts: a container writes what it holds as repr does."""
    yield from holes(tuple(atom for atom in value if isinstance(atom, (Data, v.Text))))


def _breaks(app: App, hole: Hole, root: Root) -> bool:
    """Whether a piece of request data may end a line."""
    data = hole.data
    if settled(data, "logging.injection") or data.has("asked"):
        return False
    if hole.lacks("\n") and hole.lacks("\r"):
        return False
    last = root.name.rpartition(".")[2]
    match root.part:
        case "header":
            return False  # servers refuse a line end in one
        case "url":
            return last in _DECODED
        case "file":
            return root.key in _NAMES
        case "body" if last in _BYTES and not root.key:
            return False
    # What passed a form is checked by its field; a model's text is any text.
    return not root.validated or app.framework == "fastapi"
