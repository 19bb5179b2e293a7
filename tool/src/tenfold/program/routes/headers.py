"""Response headers that the project's own code sets around its views."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from tenfold.language import facts as f
from tenfold.place import Place
from tenfold.program.bodies import expressions, nested
from tenfold.program.values import Values
from tenfold.project.read import PythonFile

REQUIREMENTS = {
    "content-security-policy": "xss.csp", "strict-transport-security": "transport.hsts",
    "x-content-type-options": "xss.headers", "x-frame-options": "xss.headers", "referrer-policy": "xss.headers",
    "permissions-policy": "xss.headers", "cross-origin-opener-policy": "xss.headers",
    "cross-origin-resource-policy": "xss.headers",
}  # fmt: skip
"""What each header serves (OWASP Secure Headers Project)."""

_MAX_HEADERS = 100
"""Assignments of one function that are looked at."""

_SETTERS = frozenset({"setdefault", "add", "set", "append", "__setitem__", "update", "extend"})


def headers_set(values: Values, file: PythonFile, scope: int) -> Iterator[tuple[str, Place]]:
    """The names of the headers that a function (or what is defined in it) sets, lower case, with their places."""
    inside = {inner for method in _reached(file, scope) for inner in nested(file, method)}
    stored = (a for a in file.detail.assigns if a.scope in inside and isinstance(a.target, f.Item) and a.kind == "=")
    for assign in islice(stored, _MAX_HEADERS):
        if isinstance(assign.target, f.Item):
            place = Place(file.path, f.line_of(assign.at), f.column_of(assign.at), assign.end)
            for name in _keys(values, file, assign.scope, assign.target.index):
                yield name, place
    for call in file.detail.calls:
        if call.scope in inside and isinstance(call.func, f.Attr) and call.func.name in _SETTERS and call.args:
            place = Place(file.path, f.line_of(call.at), f.column_of(call.at), call.end)
            for name in _keys(values, file, call.scope, call.args[0]):
                yield name, place


def _reached(file: PythonFile, scope: int) -> Iterator[int]:
    """A function, and the methods that it hands on: `send = functools.partial(self.send, ...)` of ASGI middleware."""
    yield scope
    owner = file.outline.scopes[scope].parent
    if owner <= 0 or file.outline.scopes[owner].kind != "class":
        return
    named = {e.name for e in expressions(file, scope) if isinstance(e, f.Attr) and e.value == f.Name("self")}
    for index, definition in enumerate(file.outline.scopes):
        if definition.parent == owner and definition.name in named and index != scope:
            yield index


def _keys(values: Values, file: PythonFile, scope: int, expr: f.Expr) -> list[str]:
    """The header names that a key means: a constant, every key of a mapping, or what a loop over one gives."""
    if isinstance(expr, f.Name):
        looped = _looped(values, file, expr.id)
        if looped is not None:
            return looped
    value = values.of(file, scope, expr)
    if isinstance(value, dict):
        return [key.lower() for key in value if isinstance(key, str)]
    return [value.lower()] if isinstance(value, str) else []


def _looped(values: Values, file: PythonFile, name: str) -> list[str] | None:
    """`for name, value in HEADERS.items()`."""
    for assign in file.detail.assigns:
        target = assign.target.items[0] if isinstance(assign.target, f.Sequence) and assign.target.items else None
        if assign.kind != "for" or name not in {getattr(assign.target, "id", ""), getattr(target, "id", "")}:
            continue
        source = assign.value
        if isinstance(source, f.CallRef):
            func = file.detail.calls[source.index].func
            source = func.value if isinstance(func, f.Attr) and func.name == "items" else None
        value = values.of(file, assign.scope, source)
        if isinstance(value, dict):
            return [key.lower() for key in value if isinstance(key, str)]
        if isinstance(value, list):
            heads = [item[0] if isinstance(item, list) and item else item for item in value]
            return [head.lower() for head in heads if isinstance(head, str)]
    return None
