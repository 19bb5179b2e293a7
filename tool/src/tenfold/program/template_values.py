"""What stored text an output of a template shows, through the renderings and the template's binds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

import msgspec
from msgspec.structs import replace

from tenfold.language import facts as f
from tenfold.language import template_facts as t
from tenfold.program.rendering import Rendering, renderings
from tenfold.program.stored_data import StoredOrigin, stored_data

if TYPE_CHECKING:
    from tenfold.program.app import App

_MAX_DEPTH = 8
_VIEW_OBJECTS = frozenset({"object", "object_list"})
_REVERSE = frozenset({"all", "first", "last", "items", "values", "order_by", "filter", "get_queryset", "scalars"})


class Shown(msgspec.Struct, frozen=True):
    """What an output shows.

    Attributes:
        stored: the stored object whose field it shows; None when there is none.
        rendering: what fills the template with it; None for what the template has by itself.
        text: it may be text that a user wrote.
    """

    stored: StoredOrigin | None = None
    rendering: Rendering | None = None
    text: bool = True


class TemplateValues:
    """Tells for one app what the outputs of its templates show."""

    def __init__(self, app: App) -> None:
        self._app = app
        self._renderings = renderings(app)
        self._stored = stored_data(app)

    def of(self, path: str, output: t.Output) -> Shown | None:
        """What an output shows, as far as it is told; text before what is typed."""
        best: Shown | None = None
        for expr in _values(output.tree):
            for shown in self._expr(path, expr, output.line, 0):
                if shown.text:
                    return shown
                best = best or shown
        return best

    def _expr(self, path: str, expr: t.Expr, line: int, depth: int) -> Iterator[Shown]:
        dotted = _dotted(expr)
        if not dotted or depth > _MAX_DEPTH:
            return
        root, *rest = dotted
        bind = self._bind(path, root, line)
        if bind is not None:
            if bind.source is not None:
                for inner in _values(bind.source):
                    for shown in self._expr(path, inner, bind.line, depth + 1):
                        yield self._read(shown, rest)
            return
        for rendering in self._renderings.of(path):
            yield from self._variable(rendering, root, rest)

    def _variable(self, rendering: Rendering, name: str, rest: list[str]) -> Iterator[Shown]:
        given = rendering.context.get(name)
        if given is None:
            model = self._view_model(rendering, name)
            if model is not None:
                yield self._read(Shown(stored=model, rendering=rendering), rest)
            return
        scope, expr = given
        expr = self._written_out(rendering, scope, expr)
        while isinstance(expr, f.Mapping) and rest:
            inner = _entry(expr, rest[0])
            if inner is None:
                return
            expr, rest = inner, rest[1:]
        stored = self._stored.origin(rendering.file, scope, expr)
        if stored is not None:
            text = not stored.field or self._stored.is_text(stored, stored.field)
            yield self._read(Shown(stored=stored, rendering=rendering, text=text), rest)

    def _written_out(self, rendering: Rendering, scope: int, expr: f.Expr) -> f.Expr:
        """The dict that a local name is assigned, where it is assigned only that."""
        if not isinstance(expr, f.Name):
            return expr
        bindings = self._app.program.names.of(rendering.file.path).scopes[scope].get(expr.id, [])
        only = bindings[0] if len(bindings) == 1 else None
        return only.value if isinstance(only, f.Assign) and isinstance(only.value, f.Mapping) else expr

    def _read(self, shown: Shown, rest: list[str]) -> Shown:
        """The same, with the attributes that the template reads."""
        if shown.stored is None or not rest:
            return shown
        stored = shown.stored
        for name in rest:
            if name in _REVERSE or name.isdigit():
                continue
            related = self._related(stored, name)
            stored = related if related is not None else replace(stored, field=name)
        if not stored.field:
            return replace(shown, stored=stored)
        return replace(shown, stored=stored, text=self._stored.is_text(stored, stored.field))

    def _related(self, stored: StoredOrigin, name: str) -> StoredOrigin | None:
        """The model that a reverse relation leads to: `product.reviews`, by its `related_name` or `<model>_set`."""
        if not stored.model:
            return None
        for model in self._stored.models:
            if name == f"{model.rpartition(':')[2].lower()}_set" or name in self._stored.related_names(model):
                return StoredOrigin(model.rpartition(":")[2], model, stored.place)
        return None

    def _bind(self, path: str, name: str, line: int) -> t.Bind | None:
        facts = self._app.templates.get(path)
        found: t.Bind | None = None
        for bind in facts.binds if facts is not None else ():
            if bind.name == name and bind.line <= line <= bind.end:
                found = bind
        return found

    def _view_model(self, rendering: Rendering, name: str) -> StoredOrigin | None:
        """The object of a generic view: `object`, or the model's name."""
        if not rendering.view:
            return None
        names = self._app.program.names
        meaning = ""
        scopes = names.of(rendering.file.path).scopes[rendering.scope]
        for attribute in ("model", "queryset"):
            for binding in scopes.get(attribute, ()):
                value = getattr(binding, "value", None)
                if value is None:
                    continue
                found = self._stored.origin(rendering.file, rendering.scope, value)
                meaning = found.model if found is not None else names.qualify(rendering.file, rendering.scope, value)
        if not self._stored.is_model(meaning):
            return None
        short = meaning.rpartition(":")[2].rpartition(".")[2]
        if name in _VIEW_OBJECTS or name in {short.lower(), f"{short.lower()}_list"}:
            return StoredOrigin(short, meaning, rendering.place)
        return None


def _entry(mapping: f.Mapping, key: str) -> f.Expr | None:
    """What a dict that is given to a template has under a key: all of it where its keys are not told; else None."""
    if not all(isinstance(known, f.Const) for known in mapping.keys):
        return f.Sequence("tuple", mapping.values)
    return next((v for k, v in zip(mapping.keys, mapping.values, strict=True) if k == f.Const(key)), None)


def _values(tree: t.Expr) -> Iterator[t.Expr]:
    """The plain values of an expression whose text it shows: filters, choices and concatenations looked through."""
    pending = [tree]
    for _ in range(200):
        if not pending:
            return
        expr = pending.pop(0)
        match expr:
            case t.Name() | t.Attr() | t.Item():
                yield expr
            case t.Filter(value=value):
                pending.append(value)
            case t.Concat(parts=parts):
                pending.extend(parts)
            case t.Op(op="or" | "and" | "+" | "%", operands=operands):
                pending.extend(operands)
            case t.Conditional(then=then, other=other):
                pending.extend([then, *([other] if other is not None else [])])
            case t.Call(func=func, args=args):
                if isinstance(func, t.Attr) and func.name in {
                    "get",
                    "all",
                    "items",
                    "strip",
                    "lower",
                    "upper",
                    "title",
                }:
                    pending.append(func.value)
                elif isinstance(func, t.Name) and func.id == "Markup":
                    pending.extend(args)


def _dotted(expr: t.Expr) -> list[str]:
    """["note", "body"] for `note.body`, `note["body"]` and `notes.0.body`; empty for what is no path."""
    names: list[str] = []
    for _ in range(30):
        match expr:
            case t.Name(id=name):
                return [name, *reversed(names)]
            case t.Attr(value=value, name=name):
                names.append(name)
                expr = value
            case t.Item(value=value, index=index):
                names.append(str(index.value) if isinstance(index, t.Const) else "0")
                expr = value
            case t.Call(func=t.Attr(value=value)):
                expr = value
            case _:
                return []
    return []


_KNOWN: WeakKeyDictionary[App, TemplateValues] = WeakKeyDictionary()


def template_values(app: App) -> TemplateValues:
    """The answers for an app, worked out once."""
    known = _KNOWN.get(app)
    if known is None:
        known = _KNOWN[app] = TemplateValues(app)
    return known
