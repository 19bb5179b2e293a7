"""Constant http:// addresses, and whether they leave the machine and its private networks."""

from __future__ import annotations

import ipaddress

from tenfold.language import facts as f
from tenfold.program.app import App
from tenfold.program.values import Env, Value
from tenfold.project.read import PythonFile

_LOCAL_ENDINGS = (
    ".local", ".localhost", ".internal", ".lan", ".test", ".invalid", ".svc", ".cluster.local", ".home.arpa", ".docker",
    ".localdomain", ".intranet", ".corp", ".onion", ".consul",
)  # fmt: skip


def plain_host(app: App, file: PythonFile, scope: int, expr: f.Expr | None) -> str:
    """The public host of an address that begins with http://; "" for every other address."""
    text = _beginning(app, file, scope, expr)
    if not text.lower().startswith("http://"):
        return ""
    authority, slash, _ = text[7:].partition("/")
    whole = isinstance(_constant(app.program.values.of(file, scope, expr)), str)
    if not slash and not whole and "?" not in authority:
        return ""  # an f-string goes on within the host
    host = authority.rpartition("@")[2].partition("?")[0].partition("#")[0]
    host = host.rpartition(":")[0] if host.rpartition(":")[2].isdigit() else host
    return host if is_public(host) else ""


def is_public(host: str) -> bool:
    """Whether a host name or address is reached over networks of others."""
    host = host.strip("[]").rstrip(".").lower()
    try:
        return ipaddress.ip_address(host).is_global
    except ValueError:
        pass
    return "." in host and not host.endswith(_LOCAL_ENDINGS) and all(c.isalnum() or c in ".-" for c in host)


def _constant(value: Value) -> Value:
    return value.default if isinstance(value, Env) else value


def _beginning(app: App, file: PythonFile, scope: int, expr: f.Expr | None) -> str:
    """The text that an address surely begins with."""
    value = _constant(app.program.values.of(file, scope, expr))
    if isinstance(value, str):
        return value
    if isinstance(expr, f.Format):
        pieces: list[str] = []
        for part in expr.parts:
            inner = part.value if isinstance(part, f.Field) else part
            known = _constant(app.program.values.of(file, scope, inner))
            if not isinstance(known, str):
                break
            pieces.append(known)
        return "".join(pieces)
    if isinstance(expr, f.Op) and expr.op in {"+", "%"} and expr.operands:
        pieces = []
        for side in expr.operands:
            known = _constant(app.program.values.of(file, scope, side))
            if not isinstance(known, str):
                break
            pieces.append(known)
            if expr.op == "%":
                return known.partition("%")[0]
        return "".join(pieces)
    if isinstance(expr, f.CallRef):
        call = file.detail.calls[expr.index]
        if isinstance(call.func, f.Attr) and call.func.name == "format":
            return _beginning(app, file, call.scope, call.func.value).partition("{")[0]
    if isinstance(expr, f.Name):
        bound = [a for a in file.detail.assigns if a.scope == scope and a.stem == expr.id and a.kind == "="]
        if len(bound) == 1 and bound[0].value is not None and bound[0].value != expr:
            return _beginning_once(app, file, scope, bound[0].value)
    return ""


def _beginning_once(app: App, file: PythonFile, scope: int, expr: f.Expr) -> str:
    return "" if isinstance(expr, f.Name) else _beginning(app, file, scope, expr)
