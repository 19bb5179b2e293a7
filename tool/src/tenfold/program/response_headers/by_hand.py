"""Headers that the app's own code sets: `response.headers["X-Frame-Options"] = "DENY"` and its kin."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from tenfold.language import facts as f
from tenfold.place import Place
from tenfold.program.response_headers.model import SentHeader
from tenfold.program.response_headers.texts import Spot, Texts
from tenfold.project.read import PythonFile

if TYPE_CHECKING:
    from tenfold.program.app import App

NAMES = frozenset({
    "content-security-policy", "content-security-policy-report-only", "x-content-type-options", "x-frame-options",
    "referrer-policy", "permissions-policy", "cross-origin-opener-policy", "cross-origin-resource-policy",
    "cross-origin-embedder-policy", "strict-transport-security",
})  # fmt: skip
_SETTERS = frozenset({"setdefault", "add", "set", "append", "__setitem__", "update", "extend"})
_BY = "the app's own code"


def by_hand(app: App, texts: Texts) -> Iterator[SentHeader]:
    """Every header of `NAMES` that the app's code sets; `whole` where a hook or middleware of the whole app does."""
    whole = {
        (guard.place.file, guard.place.line)
        for requirement in ("xss.csp", "xss.headers")
        for guard in app.protections.in_force(requirement)
        if guard.level in {"app", "middleware"}
    }
    for file in app.files.values():
        stores = any(name.endswith("[]") for name in file.outline.stored)
        if not stores and _SETTERS.isdisjoint(file.outline.called):
            continue
        for name, text, place, hooked in _in_file(file, texts):
            yield SentHeader(name, text, place, (place.file, place.line) in whole or hooked, _BY)


def _in_file(file: PythonFile, texts: Texts) -> Iterator[tuple[str, str, Place, bool]]:
    for assign in file.detail.assigns:
        if assign.kind == "=" and isinstance(assign.target, f.Item) and assign.value is not None:
            place = Place(file.path, f.line_of(assign.at), f.column_of(assign.at), assign.end)
            pair = (assign.target.index, assign.value)
            around = _hooked(file, assign.scope)
            yield from ((name, text, place, around) for name, text in _pairs(file, assign.scope, pair, texts))
    for call in file.detail.calls:
        if not isinstance(call.func, f.Attr) or call.func.name not in _SETTERS or not call.args:
            continue
        place = Place(file.path, f.line_of(call.at), f.column_of(call.at), call.end)
        if len(call.args) >= 2:
            pair = (call.args[0], call.args[1])
            around = _hooked(file, call.scope)
            yield from ((name, text, place, around) for name, text in _pairs(file, call.scope, pair, texts))
        elif call.func.name in {"update", "extend"}:
            around = _hooked(file, call.scope)
            yield from (
                (n, t, place, around) for n, t in _mapping(texts.resolve(file, call.scope, call.args[0]), texts)
            )


def _hooked(file: PythonFile, scope: int) -> bool:
    """Whether a function is decorated as a hook of the whole app, be the app a parameter of the function around it."""
    for decorator in file.outline.scopes[scope].decorators:
        call = file.detail.calls[decorator.index] if isinstance(decorator, f.CallRef) else None
        func = call.func if call is not None else decorator
        if isinstance(func, f.Attr) and func.name in {"after_app_request", "middleware"}:
            return True
        if isinstance(func, f.Attr) and func.name == "after_request" and func.value == f.Name("app"):
            return True
    return False


def _pairs(file: PythonFile, scope: int, pair: tuple[f.Expr, f.Expr], texts: Texts) -> Iterator[tuple[str, str]]:
    """The headers of one statement: one, or those of the mapping that it loops over."""
    key, value = pair
    name = texts.of(file, scope, key).lower()
    if name in NAMES:
        yield name, texts.of(file, scope, value)
    elif isinstance(key, f.Name):
        for assign in file.detail.assigns:
            if assign.kind == "for" and isinstance(assign.target, f.Sequence) and key in assign.target.items[:1]:
                source = assign.value
                if isinstance(source, f.CallRef):
                    func = file.detail.calls[source.index].func
                    source = func.value if isinstance(func, f.Attr) and func.name == "items" else None
                if source is not None:
                    yield from _mapping(texts.resolve(file, assign.scope, source), texts)


def _mapping(spot: Spot, texts: Texts) -> Iterator[tuple[str, str]]:
    file, scope, expr = spot
    pairs: list[tuple[f.Expr | None, f.Expr]] = []
    if isinstance(expr, f.Mapping):
        pairs = list(zip(expr.keys, expr.values, strict=True))
    elif isinstance(expr, f.Sequence):
        pairs = [(i.items[0], i.items[1]) for i in expr.items if isinstance(i, f.Sequence) and len(i.items) == 2]
    for key, value in pairs:
        name = texts.of(file, scope, key).lower() if key is not None else ""
        if name in NAMES:
            yield name, texts.of(file, scope, value)
