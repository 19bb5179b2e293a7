"""Is this expression data of the request? Told by local reasoning: names, single assignments, building of text.

What comes in by a parameter of a function that is no view is not followed; that is the data flow's part.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from tenfold import frameworks
from tenfold.language import facts as f
from tenfold.place import Place
from tenfold.program.names import class_of
from tenfold.program.request_origin import RequestOrigin
from tenfold.program.request_parameters import RequestParameters
from tenfold.project.read import PythonFile

if TYPE_CHECKING:
    from tenfold.program.app import App

_MAX_STEPS = 400
"""Expressions that are looked at for one question; beyond, the answer is "not request data"."""

_KEEPING = frozenset({
    "get", "getlist", "pop", "setdefault", "getall", "get_list", "copy", "items", "values", "keys", "dict", "to_dict",
    "strip", "lstrip", "rstrip", "lower", "upper", "title", "capitalize", "casefold", "swapcase", "replace", "split",
    "rsplit", "splitlines", "partition", "rpartition", "join", "format", "format_map", "encode", "decode", "center",
    "ljust", "rjust", "zfill", "expandtabs", "translate", "removeprefix", "removesuffix", "read", "readlines",
    "model_dump", "model_dump_json", "json", "urlencode", "getvalue", "first", "multi_items", "__getitem__",
})  # fmt: skip
"""Methods of texts, mappings, files and models whose result is made of what they are called on."""

_CARRYING = frozenset({
    "builtins.str", "builtins.repr", "builtins.format", "builtins.list", "builtins.dict", "builtins.tuple",
    "builtins.set", "builtins.sorted", "builtins.reversed", "builtins.iter", "builtins.next", "builtins.enumerate",
    "builtins.zip", "builtins.bytes", "builtins.bytearray", "builtins.filter", "builtins.max", "builtins.min",
    "json.loads", "json.dumps", "json.load", "urllib.parse.unquote", "urllib.parse.unquote_plus",
    "urllib.parse.urljoin", "os.path.join", "os.path.normpath", "os.path.abspath", "os.path.expanduser",
    "posixpath.join", "pathlib.Path", "pathlib.PurePath", "base64.b64decode", "base64.urlsafe_b64decode",
    "textwrap.dedent", "typing.cast", "copy.copy", "copy.deepcopy", "string.Template", "io.StringIO", "io.BytesIO",
    "django.utils.encoding.force_str", "flask.json.loads",
})  # fmt: skip
"""Functions whose result is made of the text of their arguments."""

_NUMBERS = frozenset({"builtins.int", "builtins.float", "builtins.bool", "uuid.UUID", "decimal.Decimal"})
_CHOOSING = frozenset({"or", "and", "+", "%", "*", "/", "|"})
_DJANGO = ("django.", "rest_framework.", "ninja.")
_REQUESTS = ("django.http.HttpRequest", "rest_framework.request.Request")


@dataclass(slots=True)
class _Question:
    """One question: where the expression stands, what comprehensions bind, and how much was looked at."""

    file: PythonFile
    place: Place
    steps: int = 0
    asked: set[tuple[int, str]] = field(default_factory=set)
    bound: dict[str, f.Expr] = field(default_factory=dict)


class RequestData:
    """Answers for one app whether an expression is data of the request."""

    def __init__(self, app: App) -> None:
        self._app = app
        self._names = app.program.names
        self._sources = frameworks.sources()
        self.parameters = RequestParameters(app)
        self._known: dict[tuple[str, int, f.Expr], RequestOrigin | None] = {}

    def origin(self, file: PythonFile, scope: int, expr: f.Expr | None) -> RequestOrigin | None:
        """Where the request data in an expression comes from; None when none is seen in it.

        Args:
            file: the file it stands in.
            scope: index of the scope it stands in.
            expr: the expression.

        Returns:
            The first piece of request data, text of the client's before what is typed.
        """
        if expr is None:
            return None
        key = (file.path, scope, expr)
        if key not in self._known:
            at = file.outline.scopes[scope].at
            question = _Question(file, Place(file.path, f.line_of(at), f.column_of(at)))
            self._known[key] = self._of(question, scope, expr)
        return self._known[key]

    def _any(self, q: _Question, scope: int, exprs: tuple[f.Expr | None, ...]) -> RequestOrigin | None:
        found = [origin for expr in exprs if (origin := self._of(q, scope, expr)) is not None]
        return next((origin for origin in found if not origin.typed), found[0] if found else None)

    def _of(self, q: _Question, scope: int, expr: f.Expr | None) -> RequestOrigin | None:
        q.steps += 1
        if expr is None or q.steps > _MAX_STEPS:
            return None
        match expr:
            case f.Name(id=name):
                return self._name(q, scope, name)
            case f.Attr():
                return self._attribute(q, scope, expr)
            case f.CallRef(index=index):
                return self._call(q, scope, q.file.detail.calls[index])
            case f.Op(op=op, operands=operands):
                return self._any(q, scope, operands) if op in _CHOOSING else None
            case f.Format(parts=items) | f.Sequence(items=items):
                return self._any(q, scope, items)
            case f.Field(value=value):
                return self._of(q, scope, value)
            case f.Item(value=value, index=index):
                return self._item(q, scope, value, index)
            case f.Mapping(values=values):
                return self._any(q, scope, values)
            case f.Conditional(then=then, other=other):
                return self._any(q, scope, (then, other))
            case f.Await(value=value) | f.Star(value=value):
                return self._of(q, scope, value)
            case f.Comprehension(elements=elements, loops=loops):
                return self._comprehension(q, scope, elements, loops)
            case f.Walrus(assign=index):
                return self._of(q, scope, q.file.detail.assigns[index].value)
        return None

    # -- names

    def _name(self, q: _Question, scope: int, name: str) -> RequestOrigin | None:
        if name in q.bound:
            return self._of(q, scope, q.bound[name])
        names = self._names.of(q.file.path)
        at = scope
        while at > 0:
            bindings = names.scopes[at].get(name)
            if bindings and (at == scope or q.file.outline.scopes[at].kind != "class"):
                return self._bound(q, at, name, bindings)
            at = q.file.outline.scopes[at].parent
        return self._source(q, self._names.qualify(q.file, scope, f.Name(name)))

    def _bound(
        self, q: _Question, scope: int, name: str, bindings: list[f.Import | f.Assign | f.Parameter | int]
    ) -> RequestOrigin | None:
        """All plain assignments must be request data, or constants; one is enough where text is added."""
        if (scope, name) in q.asked:
            return None
        q.asked.add((scope, name))
        try:
            return self._assigned(q, scope, name, bindings)
        finally:
            q.asked.discard((scope, name))

    def _assigned(
        self, q: _Question, scope: int, name: str, bindings: list[f.Import | f.Assign | f.Parameter | int]
    ) -> RequestOrigin | None:
        found: list[RequestOrigin] = []
        for binding in bindings:
            if isinstance(binding, f.Parameter):
                origin = self.parameters.of(q.file, scope, binding)
                if origin is not None:
                    found.append(origin)
                continue
            if not isinstance(binding, f.Assign) or isinstance(binding.value, f.Const) or binding.value is None:
                continue
            origin = self._value(q, scope, name, binding)
            if origin is not None:
                found.append(origin)
            elif binding.kind == "=" and not _mentions(q.file, binding.value, name, keeping=True):
                return None
        return next((origin for origin in found if not origin.typed), found[0] if found else None)

    def _value(self, q: _Question, scope: int, name: str, assign: f.Assign) -> RequestOrigin | None:
        if assign.kind not in {"=", "for", "+=", "%=", ":"}:
            return None
        before, q.place = q.place, Place(q.file.path, f.line_of(assign.at), f.column_of(assign.at), assign.end)
        try:
            target, value = assign.target, assign.value
            if isinstance(target, f.Sequence) and isinstance(value, f.Sequence) and assign.kind == "=":
                pairs = zip(target.items, value.items, strict=False)
                same = len(target.items) == len(value.items)
                value = next((v for t, v in pairs if t == f.Name(name)), value) if same else value
            return self._of(q, scope, value)
        finally:
            q.place = before

    # -- attributes, items, calls

    def _attribute(self, q: _Question, scope: int, expr: f.Attr) -> RequestOrigin | None:
        qualified = self._names.qualify(q.file, scope, expr).replace("()", "")
        found = self._source(q, qualified)
        if found is not None:
            return found
        if self._is_request(q, scope, expr.value):
            return next((o for base in _REQUESTS if (o := self._source(q, f"{base}.{expr.name}")) is not None), None)
        if expr.name == "cleaned_data" and self._app.framework == "django":
            return RequestOrigin("form.cleaned_data", q.place, "form", validated=True)
        if expr.name == "data" and qualified.startswith(("wtforms.", "flask_wtf.")):
            return RequestOrigin("a form field's data", q.place, "form", validated=True)
        if expr.name == "kwargs" and self._is_view_object(q, scope, expr.value):
            return RequestOrigin("self.kwargs", q.place, "path")
        return self._of(q, scope, expr.value)

    def _item(self, q: _Question, scope: int, value: f.Expr, index: f.Expr) -> RequestOrigin | None:
        found = self._of(q, scope, value)
        if found is not None and found.source == "self.kwargs":
            return self._path_key(q, scope, index)
        return found

    def _path_key(self, q: _Question, scope: int, key: f.Expr) -> RequestOrigin | None:
        name = key.value if isinstance(key, f.Const) else None
        found = self.parameters.path(q.file, scope, name) if isinstance(name, str) else None
        return found or RequestOrigin("self.kwargs", q.place, "path", typed=True)

    def _call(self, q: _Question, scope: int, call: f.Call) -> RequestOrigin | None:
        before = q.place
        q.place = Place(q.file.path, f.line_of(call.at), f.column_of(call.at), call.end)
        try:
            return self._called(q, scope, call)
        finally:
            q.place = before

    def _called(self, q: _Question, scope: int, call: f.Call) -> RequestOrigin | None:
        name = self._names.qualify(q.file, scope, call.func).replace("()", "")
        arguments = (*call.args, *(k.value for k in call.keywords))
        if name in _NUMBERS:
            found = self._any(q, scope, arguments)
            return found.as_typed() if found is not None else None
        if name in _CARRYING:
            return self._any(q, scope, arguments)
        found = self._source(q, name)
        if found is not None:
            return found
        if not isinstance(call.func, f.Attr):
            return None
        owner = self._of(q, scope, call.func.value)
        if owner is None:
            built = call.func.name in {"format", "join", "format_map"} and _is_text(call.func.value)
            return (
                self._any(q, scope, arguments) or self._method(q, scope, call)
                if built
                else self._method(q, scope, call)
            )
        if call.func.name not in _KEEPING:
            return None
        if owner.source == "self.kwargs" and call.args:
            return self._path_key(q, scope, call.args[0])
        kind = next((k.value for k in call.keywords if k.name == "type"), None)
        if kind is not None and self._names.qualify(q.file, scope, kind) in _NUMBERS:
            return owner.as_typed()
        return owner

    def _method(self, q: _Question, scope: int, call: f.Call) -> RequestOrigin | None:
        """A method of the request object itself: `request.get_full_path()`."""
        func = call.func
        if isinstance(func, f.Attr) and self._is_request(q, scope, func.value):
            return next((o for base in _REQUESTS if (o := self._source(q, f"{base}.{func.name}")) is not None), None)
        return None

    def _comprehension(
        self, q: _Question, scope: int, elements: tuple[f.Expr, ...], loops: tuple[f.Expr, ...]
    ) -> RequestOrigin | None:
        before = q.bound
        q.bound = dict(before)
        try:
            for loop in loops:
                if isinstance(loop, f.Loop):
                    targets = loop.target.items if isinstance(loop.target, f.Sequence) else (loop.target,)
                    source = self._of(q, scope, loop.source)
                    for target in targets:
                        if isinstance(target, f.Name):
                            q.bound[target.id] = loop.source if source is not None else f.Const(None)
            return self._any(q, scope, elements)
        finally:
            q.bound = before

    # -- what is the request

    def _source(self, q: _Question, name: str) -> RequestOrigin | None:
        source = self._sources.get(name)
        if source is None:
            return None
        return RequestOrigin(source.label, q.place, source.part, validated=source.validated)

    def _is_request(self, q: _Question, scope: int, expr: f.Expr) -> bool:
        """Whether an expression is Django's request: a view's parameter, or `self.request` of a class-based view."""
        if self._app.framework != "django":
            return False
        if isinstance(expr, f.Attr):
            return expr.name == "request" and self._is_view_object(q, scope, expr.value)
        if not isinstance(expr, f.Name):
            return False
        at = scope
        while at > 0:
            parameters = q.file.outline.scopes[at].parameters
            place = next((i for i, p in enumerate(parameters) if p.name == expr.id), -1)
            if place >= 0:
                method = q.file.outline.scopes[q.file.outline.scopes[at].parent].kind == "class"
                named = expr.id == "request" or self.parameters.is_view(q.file, at)
                return named and place == int(method) and parameters[place].annotation is None
            at = q.file.outline.scopes[at].parent
        return False

    def _is_view_object(self, q: _Question, scope: int, expr: f.Expr) -> bool:
        """Whether an expression is `self` in a class that derives from a view (or form, or mixin) of Django's."""
        owner = class_of(q.file, scope)
        if expr != f.Name("self") or owner < 0 or self._app.framework != "django":
            return False
        name = self._names.qualify(q.file, scope, expr).removesuffix("()")
        bases = self._names.ancestors(name)[1:] if name else []
        return any(base.startswith(_DJANGO) for base in bases) or self.parameters.is_view(q.file, owner)


_ANSWERS: WeakKeyDictionary[App, RequestData] = WeakKeyDictionary()


def request_data(app: App) -> RequestData:
    """The answers for an app, worked out once."""
    known = _ANSWERS.get(app)
    if known is None:
        known = _ANSWERS[app] = RequestData(app)
    return known


def _is_text(expr: f.Expr) -> bool:
    """Whether an expression is plainly a text that is built on."""
    return (
        isinstance(expr, (f.Const, f.Format))
        or (isinstance(expr, f.Op) and expr.op in {"+", "%"})
        or isinstance(expr, (f.Name, f.Attr))
    )


def _mentions(file: PythonFile, expr: f.Expr, name: str, *, keeping: bool) -> bool:
    """Whether an assignment only reshapes the variable itself: `q = q.strip()`, `q = q + "x"`."""
    for _ in range(20):
        match expr:
            case f.Name(id=found):
                return found == name
            case f.CallRef(index=index):
                func = file.detail.calls[index].func
                if not isinstance(func, f.Attr) or (keeping and func.name not in _KEEPING):
                    return False
                expr = func.value
            case f.Op(op="+" | "%" | "or", operands=operands):
                return any(_mentions(file, side, name, keeping=keeping) for side in operands)
            case f.Format(parts=parts):
                return any(isinstance(p, f.Field) and p.value == f.Name(name) for p in parts)
            case f.Item(value=value) | f.Await(value=value):
                expr = value
            case _:
                return False
    return False
