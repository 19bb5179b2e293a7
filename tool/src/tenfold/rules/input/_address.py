"""The beginning of an address that code builds: the constant text in front, and the first part that is none."""

from __future__ import annotations

import re

from tenfold.language import facts as f
from tenfold.project.read import PythonFile
from tenfold.rules.input._trace import Trace

_MAX_DEPTH = 8
HOST_GIVEN = re.compile(r"[A-Za-z][A-Za-z0-9+.-]{0,20}://[^/?#\\]{1,250}[/?#]")
"""A text in which the host is complete, so that what follows cannot change it."""
_PERCENT = re.compile(r"%(?:\([^)]{0,60}\))?[-+ #0]?\d{0,4}(?:\.\d{1,4})?[srdifxu]")
_BRACE = re.compile(r"\{[^{}]{0,60}\}")


def leading(trace: Trace, file: PythonFile, scope: int, expr: f.Expr) -> tuple[str, f.Expr | None]:
    """The constant text that an address begins with, and the first part after it that is not constant (None: none)."""
    prefix = ""
    for part in _flat(trace, file, scope, expr, _MAX_DEPTH):
        value = trace.app.program.values.of(file, scope, part)
        if not isinstance(value, str):
            return prefix, part
        prefix += value
    return prefix, None


def _flat(trace: Trace, file: PythonFile, scope: int, expr: f.Expr, depth: int) -> list[f.Expr]:
    """The parts of a text in order."""
    if depth <= 0:
        return [expr]

    def inner(items: tuple[f.Expr, ...]) -> list[f.Expr]:
        return [part for item in items for part in _flat(trace, file, scope, item, depth - 1)]

    match expr:
        case f.Format(parts=parts) | f.Op(op="+", operands=parts):
            return inner(parts)
        case f.Field(value=value):
            return inner((value,))
        case f.Op(op="%", operands=(f.Const(value=str(text)), values)):
            items = values.items if isinstance(values, f.Sequence) else (values,)
            return _filled(text, _PERCENT, inner(items[:1]) or [f.Opaque()])
        case f.CallRef(index=index):
            call = file.detail.calls[index]
            if isinstance(call.func, f.Attr) and call.func.name == "format" and isinstance(call.func.value, f.Const):
                pattern = call.func.value.value
                first = (*call.args, *(k.value for k in call.keywords))[:1]
                return _filled(pattern if isinstance(pattern, str) else "", _BRACE, inner(first) or [f.Opaque()])
            if call.name.rpartition(".")[2] in {"str", "HttpUrl", "URL"} and len(call.args) == 1:
                return inner(call.args)
        case f.Name(id=name):
            bindings = trace.names.of(file.path).scopes[scope].get(name, [])
            if len(bindings) == 1 and isinstance(bindings[0], f.Assign) and bindings[0].kind == "=":
                assigned = bindings[0].value
                if assigned is not None and isinstance(bindings[0].target, f.Name):
                    return _flat(trace, file, scope, assigned, depth - 1)
    return [expr]


def _filled(text: str, pattern: re.Pattern[str], first: list[f.Expr]) -> list[f.Expr]:
    found = pattern.search(text)
    if found is None:
        return [f.Const(text)]
    return [f.Const(text[: found.start()]), *first, f.Const(text[found.end() :])]
