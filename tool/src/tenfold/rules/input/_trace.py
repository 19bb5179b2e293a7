"""Whether a value is made of request data, of nothing from outside, or cannot be told: reasoning within a function."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal
from weakref import WeakKeyDictionary

from tenfold import frameworks
from tenfold.language import facts as f
from tenfold.program.app import App
from tenfold.program.names import returns
from tenfold.program.request_data import RequestData
from tenfold.program.request_origin import RequestOrigin
from tenfold.project.read import PythonFile
from tenfold.rules.input._guards import checks

State = Literal["request", "checked", "safe", "open"]
"""Of a value: it is request data; it is, and something looks at it first; it is none; nothing is known."""

_MAX_STEPS = 600
_MAX_DEPTH = 3
_HARMLESS = frozenset({"builtins.int", "builtins.float", "builtins.bool", "builtins.len", "builtins.hash",
                       "builtins.id", "builtins.round", "builtins.abs", "builtins.ord", "builtins.range",
                       "builtins.isinstance", "builtins.sum", "builtins.hex", "uuid.UUID", "uuid.uuid4",
                       "uuid.uuid1", "uuid.uuid5", "decimal.Decimal", "hashlib.sha256", "hashlib.md5",
                       "hashlib.sha1", "hashlib.sha512", "secrets.token_hex", "secrets.token_urlsafe",
                       "builtins.getattr"})  # fmt: skip
"""What they give carries no text of the client's (`getattr` with a name gives an attribute that exists)."""
_BUILDING = frozenset({"format", "join", "replace", "strip", "lower", "upper", "hexdigest", "encode",
                       "decode", "lstrip", "rstrip", "split", "removeprefix", "removesuffix", "items",
                       "keys", "values", "get", "copy", "digest", "as_posix", "resolve", "joinpath",
                       "with_suffix", "with_name", "cursor", "read", "getvalue", "title", "as_string",
                       "absolute", "expanduser", "format_map"})  # fmt: skip
_FROM_OUTSIDE = ("flask.request", "flask.session", "flask.g", "flask.globals", "flask_login.current_user",
                 "django.http.HttpRequest", "fastapi.Request", "starlette.requests")  # fmt: skip
_READS = frozenset(
    {"builtins.input", "requests.get", "requests.post", "httpx.get", "httpx.post", "urllib.request.urlopen"}
)


@dataclass(slots=True)
class _Look:
    requirement: str
    steps: int = 0
    busy: set[tuple[str, int, str]] = field(default_factory=set)
    bound: dict[str, f.Expr] = field(default_factory=dict)
    depth: int = 0


class Trace:
    """Answers for one app."""

    def __init__(self, app: App) -> None:
        self.app = app
        self.data = RequestData(app)
        self.names = app.program.names

    def origin(self, file: PythonFile, scope: int, expr: f.Expr | None) -> RequestOrigin | None:
        """The free text of the client's in an expression; None for what is typed or unknown."""
        found = self.data.origin(file, scope, expr)
        return None if found is None or found.typed else found

    def state(
        self, requirement: str, file: PythonFile, scope: int, expr: f.Expr, at: int, about: f.Expr | None = None
    ) -> State:
        """What is known of an argument of the call at packed position `at`; `about` is it as it is written."""
        if self.origin(file, scope, expr) is not None:
            looked = next(checks(file, scope, self.names, about or expr, at), None)
            return "request" if looked is None else "checked"
        return "safe" if self.safe(requirement, file, scope, expr) else "open"

    def safe(self, requirement: str, file: PythonFile, scope: int, expr: f.Expr | None) -> bool:
        """Whether an expression is made of constants, settings, numbers and what is declared to be harmless."""
        return expr is None or self._safe(_Look(requirement), file, scope, expr)

    def _safe(self, look: _Look, file: PythonFile, scope: int, expr: f.Expr) -> bool:
        look.steps += 1
        if look.steps > _MAX_STEPS:
            return False

        def every(items: tuple[f.Expr, ...]) -> bool:
            return all(self._safe(look, file, scope, item) for item in items)

        match expr:
            case f.Const() | f.Bytes() | f.Function():
                return True
            case f.Name(id=name):
                return self._name(look, file, scope, name)
            case f.Attr(value=value):
                return self._attribute(look, file, scope, expr, value)
            case f.CallRef(index=index):
                return self._call(look, file, file.detail.calls[index])
            case f.Op(op=op, operands=operands):
                compared = op in {"==", "!=", "<", ">", "<=", ">=", "in", "not in", "is", "is not", "not"}
                return compared or every(operands)
            case f.Format(parts=items) | f.Sequence(items=items):
                return every(items)
            case f.Field(value=value, spec=spec):
                return (spec is not None and _numeric(spec)) or self._safe(look, file, scope, value)
            case f.Item(value=value) | f.Await(value=value) | f.Star(value=value):
                return self._safe(look, file, scope, value)
            case f.Mapping(values=values):
                return every(values)
            case f.Conditional(then=then, other=other):
                return every((then, other))
            case f.Comprehension(elements=elements, loops=loops):
                return self._comprehension(look, file, scope, elements, loops)
            case f.Walrus(assign=index):
                assigned = file.detail.assigns[index].value
                return assigned is not None and self._safe(look, file, scope, assigned)
        return False

    def _name(self, look: _Look, file: PythonFile, scope: int, name: str) -> bool:
        if name in look.bound:
            return self._safe(look, file, scope, look.bound[name])
        names = self.names.of(file.path)
        at = scope
        while at > 0:
            bindings = names.scopes[at].get(name)
            if bindings and (at == scope or file.outline.scopes[at].kind != "class"):
                return self._bound(look, file, at, name)
            at = file.outline.scopes[at].parent
        return not self.names.qualify(file, scope, f.Name(name)).startswith(_FROM_OUTSIDE)

    def _bound(self, look: _Look, file: PythonFile, scope: int, name: str) -> bool:
        key = (file.path, scope, name)
        if key in look.busy:
            return True
        look.busy.add(key)
        for binding in self.names.of(file.path).scopes[scope][name]:
            if isinstance(binding, f.Parameter):
                if not self._parameter(file, scope, binding):
                    return False
            elif isinstance(binding, f.Assign):
                if binding.kind in {":", "del"}:
                    continue
                if binding.kind == "except" or binding.value is None:
                    return False
                if not self._safe(look, file, scope, binding.value):
                    return False
        look.busy.discard(key)
        return True

    def _parameter(self, file: PythonFile, scope: int, parameter: f.Parameter) -> bool:
        found = self.data.parameters.of(file, scope, parameter)
        if found is not None:
            return found.typed
        kind = self.names.qualify(file, scope, parameter.annotation) if parameter.annotation is not None else ""
        return kind in _HARMLESS

    def _attribute(self, look: _Look, file: PythonFile, scope: int, expr: f.Attr, value: f.Expr) -> bool:
        found = self.data.origin(file, scope, expr)
        if found is not None:
            return found.typed
        name = self.names.qualify(file, scope, expr)
        if name.startswith(_FROM_OUTSIDE):
            return False
        if self._queries(look, name):
            return True
        if isinstance(value, f.Name) and value.id in {"self", "cls"}:
            return self._member(look, file, scope, expr.name)
        return self._safe(look, file, scope, value)

    def _member(self, look: _Look, file: PythonFile, scope: int, name: str) -> bool:
        """`self.x`: a constant of the class."""
        owner = self.names.qualify(file, scope, f.Name("self")).removesuffix("()")
        for base in self.names.ancestors(owner) if owner else ():
            defined = self.names.definition(base)
            if defined is None:
                continue
            inside, index = defined
            names = self.names.of(inside.path)
            assigned = [b for b in names.scopes[index].get(name, ()) if isinstance(b, f.Assign)]
            assigned += names.members.get(index, {}).get(name, [])
            if assigned:
                key = (inside.path, index, name)
                if key in look.busy:
                    return True
                look.busy.add(key)
                return all(a.value is None or self._safe(look, inside, a.scope, a.value) for a in assigned)
        return False

    def _queries(self, look: _Look, name: str) -> bool:
        """Whether a name is a query builder, or something that one gave."""
        parts = name.replace("()", "").replace("[]", "").split(".")
        table = frameworks.sanitizers(look.requirement)
        return any(
            (one := table.get(".".join(parts[:size]))) is not None and one.how == "query"
            for size in range(2, len(parts) + 1)
        )

    def _call(self, look: _Look, file: PythonFile, call: f.Call) -> bool:
        name = self.names.qualify(file, call.scope, call.func).replace("()", "")
        found = frameworks.sanitizers(look.requirement).get(name)
        cleans = found is not None and found.how not in {"check", "raises"}
        if name in _HARMLESS or cleans or self._queries(look, name):
            return True
        if name in _READS or name.startswith(_FROM_OUTSIDE):
            return False
        arguments = (*call.args, *(k.value for k in call.keywords))
        if isinstance(call.func, f.Attr):
            known = name and ":" not in name
            if not known and call.func.name not in _BUILDING:
                return self._project(look, file, call, name)
            if not self._safe(look, file, call.scope, call.func.value):
                return False
            if call.func.name == "get" and len(arguments) == 1:
                return True  # a look-up in a fixed table
        elif ":" in name or not name:
            return self._project(look, file, call, name)
        return all(self._safe(look, file, call.scope, argument) for argument in arguments)

    def _project(self, look: _Look, file: PythonFile, call: f.Call, name: str) -> bool:  # noqa: ARG002
        """A function of the project is harmless when all that it returns is, whatever it is given."""
        defined = self.names.definition(name) if name else None
        if defined is None or look.depth >= _MAX_DEPTH:
            return False
        inside, scope = defined
        if inside.outline.scopes[scope].kind not in {"function", "async"}:
            return False
        values = returns(inside.detail.bodies[scope])
        look.depth += 1
        try:
            return bool(values) and all(self._safe(look, inside, scope, value) for value in values)
        finally:
            look.depth -= 1

    def _comprehension(
        self, look: _Look, file: PythonFile, scope: int, elements: tuple[f.Expr, ...], loops: tuple[f.Expr, ...]
    ) -> bool:
        before = look.bound
        look.bound = dict(before)
        try:
            for loop in loops:
                if isinstance(loop, f.Loop):
                    targets = loop.target.items if isinstance(loop.target, f.Sequence) else (loop.target,)
                    for target in targets:
                        if isinstance(target, f.Name):
                            look.bound[target.id] = _unnamed(loop.source, target.id)
            return all(self._safe(look, file, scope, element) for element in elements)
        finally:
            look.bound = before


def _unnamed(source: f.Expr, name: str) -> f.Expr:
    """The source of a loop; unknown when it is the loop's own variable."""
    return f.Opaque() if source == f.Name(name) else source


def _numeric(spec: f.Expr) -> bool:
    """Whether a format spec takes numbers only: `{x:d}`."""
    text = spec.value if isinstance(spec, f.Const) else spec.parts[0].value if (
        isinstance(spec, f.Format) and len(spec.parts) == 1 and isinstance(spec.parts[0], f.Const)
    ) else ""  # fmt: skip
    return isinstance(text, str) and text[-1:] in set("dxobeEfFgGn%")


_TRACES: WeakKeyDictionary[App, Trace] = WeakKeyDictionary()


def trace_of(app: App) -> Trace:
    """The answers for one app, kept with it."""
    found = _TRACES.get(app)
    if found is None:
        found = _TRACES[app] = Trace(app)
    return found
