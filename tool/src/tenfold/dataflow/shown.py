"""What the outputs of templates show: their expressions worked out with what each way of filling them gives."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from weakref import WeakKeyDictionary

from tenfold.dataflow import containers, library, methods, texts
from tenfold.dataflow import values as v
from tenfold.dataflow.filled import Filling, fillings
from tenfold.dataflow.flows import Flows, flows_of
from tenfold.dataflow.run import Run
from tenfold.dataflow.state import State
from tenfold.dataflow.values import Data, Map, Obj, Ref, Seq, Value
from tenfold.language import template_facts as t
from tenfold.place import Place
from tenfold.program.app import App
from tenfold.program.html_safety import html_safety
from tenfold.program.rendering import renderings

_MAX_DEPTH = 16
_MAX_FILLINGS = 60
_REQUESTS = {
    "flask": "flask.request", "django": "django.http.HttpRequest()", "fastapi": "starlette.requests.Request()",
}  # fmt: skip
_OURS = frozenset({"url_for", "static", "csrf_token", "csp_nonce", "get_flashed_messages", "range", "len", "now"})
_ESCAPING = frozenset({
    "e", "escape", "forceescape", "force_escape", "striptags", "linebreaks", "linebreaksbr", "urlize", "escapejs",
    "xmlattr", "json_script", "slugify", "filesizeformat", "tojson",
})  # fmt: skip
_NUMBERING = frozenset({
    "int", "float", "length", "count", "wordcount", "date", "time", "timesince", "timeuntil", "floatformat", "round",
    "sum", "bool", "yesno", "pluralize", "intcomma", "naturaltime", "length_is", "divisibleby",
})  # fmt: skip
_ONE = frozenset({"first", "last", "random", "min", "max"})
_QUOTING = frozenset({"urlencode", "iriencode", "urlquote"})
_FOR_TEXT = frozenset({("clean", "xss.escaping")})
_FOR_ALL = frozenset({("clean", "xss.escaping"), ("clean", "xss.context")})


class Shown:
    """Answers for one app what its templates show."""

    def __init__(self, app: App) -> None:
        self._app = app
        self._flows: Flows = flows_of(app)
        self._names = renderings(app)
        self._safety = html_safety(app)
        file = next(iter(app.files.values()), None)
        self._run = Run(self._flows.machine, file, 0) if file is not None else None

    @cached_property
    def _fillings(self) -> dict[str, list[Filling]]:
        """By each template that a filled one shows: itself, what it extends, includes and imports."""
        table: dict[str, list[Filling]] = {}
        for filling in fillings(self._app, self._flows):
            if filling.facts is None:
                for path in self._names.reached(filling.template):
                    table.setdefault(path, []).append(filling)
        return table

    @cached_property
    def written(self) -> tuple[Filling, ...]:
        """The templates that stand in the code."""
        return tuple(one for one in fillings(self._app, self._flows) if one.facts is not None)

    def of(self, path: str, output: t.Output) -> Iterator[Value]:
        """What an output may show, for each way in which its template is filled."""
        for filling in self._fillings.get(path, ())[:_MAX_FILLINGS] or [Filling(path, {}, v.NEVER, Place(path))]:
            yield self.by(filling, path, output)

    def by(self, filling: Filling, path: str, output: t.Output) -> Value:
        """What an output shows when its template is filled in one way."""
        return _Reading(self, filling).evaluate(output.tree, path, output.line, 0)


class _Reading:
    """Works expressions of templates out for one way of filling them."""

    def __init__(self, shown: Shown, filling: Filling) -> None:
        self._shown, self._filling = shown, filling
        self._app, self._run = shown._app, shown._run  # noqa: SLF001
        self._names, self._safety = shown._names, shown._safety  # noqa: SLF001

    def evaluate(self, tree: t.Expr | None, path: str, line: int, depth: int) -> Value:
        """What an expression that stands at a line of a template is worth."""
        if tree is None or depth > _MAX_DEPTH:
            return v.ANYTHING

        def value(one: t.Expr | None) -> Value:
            return self.evaluate(one, path, line, depth + 1)

        match tree:
            case t.Name(id=name):
                return self._variable(name, path, line, depth)
            case t.Const(value=constant):
                return v.lit(constant)
            case t.Attr(value=owner, name=name):
                return self._attribute(value(owner), name, Place(path, line))
            case t.Item(value=owner, index=index):
                key = value(index) if not isinstance(index, t.Slice) else v.ANYTHING
                owned = value(owner)
                return owned if isinstance(index, t.Slice) else containers.index(owned, key, Place(path, line))
            case t.Filter(value=inner, name=name, args=args):
                return self._filtered(name, value(inner), [value(arg) for arg in args], Place(path, line))
            case t.Concat(parts=parts):
                return texts.concat([value(part) for part in parts])
            case t.Op(op="or" | "and", operands=operands):
                return v.join(*(value(one) for one in operands))
            case t.Op(op="+" | "%" as op, operands=operands) if self._run is not None and len(operands) == 2:
                return self._run.binary(op, value(operands[0]), value(operands[1]))
            case t.Op():
                return v.FIXED
            case t.Conditional(then=then, other=other):
                return v.join(value(then), value(other) if other is not None else v.lit(""))
            case t.Sequence(items=items):
                return (Seq("list", tuple(value(item) for item in items)),)
            case t.Mapping(keys=keys, values=items):
                pairs = zip(keys, items, strict=False)
                return (Map({key.value: value(item) for key, item in pairs if isinstance(key, t.Const)}),)
            case t.Call():
                return self._called(tree, path, line, depth)
            case t.Test():
                return v.BOOL
        return v.ANYTHING

    # -- names

    def _variable(self, name: str, path: str, line: int, depth: int) -> Value:
        facts = self._facts(path)
        bind: t.Bind | None = None
        for one in facts.binds if facts is not None else ():
            if one.name == name and one.line <= line <= one.end:
                bind = one
        if bind is not None:
            return self._bound(bind, path, depth)
        if self._filling.facts is None and path != self._filling.template:
            included = list(self._included(name, path, depth))
            if included:
                return v.join(*included)
        value = self._filling.variable(name)
        if value:
            return value
        if name == "request":
            return (Ref(_REQUESTS[self._app.framework]),)
        return v.FIXED if name in _OURS else v.ANYTHING

    def _facts(self, path: str) -> t.TemplateFacts | None:
        own = self._filling.facts
        return own if own is not None and path == self._filling.template else self._app.templates.get(path)

    def _bound(self, bind: t.Bind, path: str, depth: int) -> Value:
        """What a loop, `set`, `with` or a macro's parameter binds."""
        if bind.kind == "macro":
            return self._given(bind, path, depth)
        if bind.source is None:
            return v.ANYTHING
        source = self.evaluate(bind.source, path, bind.line, depth + 1)
        if bind.kind == "for":
            _, source = containers.items_of(source)
        if bind.index >= 0:
            source = containers.index(source, v.lit(bind.index), Place(path, bind.line))
        return v.stepped(source or v.ANYTHING, Place(path, bind.line), f"is {bind.name} here")

    def _given(self, bind: t.Bind, path: str, depth: int) -> Value:
        """What a macro's parameter is given by the outputs that call it."""
        facts = self._facts(path)
        macro = next((m for m in facts.macros if m.line <= bind.line <= m.end), None) if facts is not None else None
        if macro is None or bind.name not in macro.params or depth > _MAX_DEPTH // 2:
            return v.ANYTHING
        position = macro.params.index(bind.name)
        found: list[Value] = []
        for caller in dict.fromkeys([path, *self._names.reached(self._filling.template)]):
            calling = self._facts(caller)
            trees = [(one.tree, one.line) for one in calling.outputs] if calling is not None else []
            blocks = [(one.tree, one.line) for one in calling.calls] if calling is not None else []
            for tree, line in (*trees, *blocks):
                for call in _calls(tree, macro.name):
                    given = next((k.value for k in call.keywords if k.name == bind.name), None)
                    given = given or (call.args[position] if position < len(call.args) else None)
                    if given is not None:
                        value = self.evaluate(given, caller, line, depth + 1)
                        place = Place(caller, line)
                        found.append(v.stepped(value, place, f"is given to {macro.name} as {bind.name}"))
        return v.join(*found) if found else v.ANYTHING

    def _included(self, name: str, path: str, depth: int) -> Iterator[Value]:
        """What a name means in an included template: a parameter, or what it means where it is included."""
        for outer in self._names.reached(self._filling.template):
            facts = self._app.templates.get(outer)
            for reference in facts.includes if facts is not None else ():
                if path not in self._names.paths(reference.name):
                    continue
                given = next((one.value for one in reference.params if one.name == name), None)
                if given is not None:
                    yield self.evaluate(given, outer, reference.line, depth + 1)
                elif reference.only:
                    yield v.lit("")
                elif outer != path:
                    yield self._variable(name, outer, reference.line, depth + 1) if depth < _MAX_DEPTH else v.ANYTHING

    # -- reading and calling

    def _attribute(self, owner: Value, name: str, place: Place) -> Value:
        found: list[Value] = []
        for atom in owner:
            if isinstance(atom, Map):
                inner = atom.items.get(name) or atom.rest
                called = methods.call(atom, name, (), {}, place)[0] if name in {"items", "values", "keys"} else v.NEVER
                found.append(inner or called or v.ANYTHING)
            elif isinstance(atom, Seq):
                key = v.lit(int(name)) if name.isdigit() else v.ANYTHING
                found.append(containers.index((atom,), key, place))
            elif isinstance(atom, Data) and name in {"items", "values", "keys"}:
                found.append(methods.call(atom, name, (), {}, place)[0])
            elif self._run is not None:
                found.append(self._read(atom, name))
        return v.join(*found) if found else v.ANYTHING

    def _read(self, atom: v.Atom, name: str) -> Value:
        """An attribute; Django calls what can be called, and looks keys up with the same dot."""
        assert self._run is not None
        if isinstance(atom, Ref) and atom.held:
            atom = Ref(atom.name)  # what was put into an object under one name does not stand under the others
        value = self._run.attribute(State({}), atom, name, 0)
        method = any(isinstance(one, v.Method) for one in value)
        if method and self._app.framework == "django":
            return self._run.call_value(State({}), value, ((), {}), 0)
        return value

    def _called(self, call: t.Call, path: str, line: int, depth: int) -> Value:
        args = tuple(self.evaluate(arg, path, line, depth + 1) for arg in call.args)
        keywords = {k.name or "**": self.evaluate(k.value, path, line, depth + 1) for k in call.keywords}
        if isinstance(call.func, t.Attr):
            owner = self.evaluate(call.func.value, path, line, depth + 1)
            found: list[Value] = []
            for atom in owner:
                if isinstance(atom, (Ref, Obj)) and self._run is not None:
                    method = self._run.attribute(State({}), atom, call.func.name, 0)
                    found.append(self._run.call_value(State({}), method, (args, keywords), 0))
                else:
                    found.append(methods.call(atom, call.func.name, args, keywords, Place(path, line))[0])
            return v.join(*found) if found else v.ANYTHING
        if isinstance(call.func, t.Name):
            if call.func.id in {"Markup", "_", "gettext", "dict"}:
                return v.carried(*args, *keywords.values())
            callee = self._variable(call.func.id, path, line, depth)
            if callee != v.ANYTHING and self._run is not None:
                return self._run.call_value(State({}), callee, (args, keywords), 0)
        return v.ANYTHING

    # -- filters

    def _filtered(self, name: str, value: Value, args: list[Value], place: Place) -> Value:
        if name in _ESCAPING:
            return library.cleaned(value, _FOR_TEXT)
        if name in _QUOTING:
            return library.cleaned(value, _FOR_ALL)
        if name in _NUMBERING:
            return v.FIXED
        treatment = self._safety.of_filter(name)
        if treatment in {"cleans", "escapes"}:
            return library.cleaned(value, _FOR_TEXT)
        own = self._safety.filters.get(name)
        if own is not None and not treatment and self._run is not None:
            return self._run.call_function(State({}), own, ((value, *args), {}), 0)
        if name in _ONE:
            return containers.index(value, v.ANYTHING, place)
        if name == "join":
            exact, anything = containers.items_of(value)
            return texts.join_items(args[0] if args else v.lit(""), exact or [], v.NEVER if exact else anything)
        if name in {"default", "d", "default_if_none"}:
            return v.join(value, *args)
        if name == "replace" and len(args) > 1:
            return v.join(*(methods.call(atom, name, tuple(args), {}, place)[0] for atom in value)) if value else value
        if name == "add" and args:
            return texts.concat([value, args[0]])
        if name in {"items", "dictsort"}:
            return v.join(*(methods.call(a, "items", (), {}, place)[0] for a in value)) if value else value
        return value if not args else v.join(value, *(arg for arg in args if v.is_request(arg)))


def _calls(tree: t.Expr, name: str) -> Iterator[t.Call]:
    """The calls of a macro in an expression: `name(...)`, `module.name(...)`."""
    pending: list[object] = [tree]
    for _ in range(200):
        if not pending:
            return
        node = pending.pop()
        if isinstance(node, t.Call):
            func = node.func
            if (isinstance(func, t.Name) and func.id == name) or (isinstance(func, t.Attr) and func.name == name):
                yield node
            pending.extend([*node.args, *(k.value for k in node.keywords)])
        elif isinstance(node, t.Filter):
            pending.extend([node.value, *node.args])
        elif isinstance(node, (t.Concat, t.Op, t.Sequence)):
            pending.extend(node.parts if isinstance(node, t.Concat) else getattr(node, "operands", ()) or getattr(
                node, "items", ()))  # fmt: skip
        elif isinstance(node, t.Conditional):
            pending.extend([node.then, node.other])


_KNOWN: WeakKeyDictionary[App, Shown] = WeakKeyDictionary()


def shown_by(app: App) -> Shown:
    """The answers for an app, worked out once."""
    known = _KNOWN.get(app)
    if known is None:
        known = _KNOWN[app] = Shown(app)
    return known
