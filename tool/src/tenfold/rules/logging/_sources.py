"""Request data that is put into a text as it came, line ends and all."""

from __future__ import annotations

import re

from tenfold.language import facts as f
from tenfold.program.app import App
from tenfold.program.names import blocks
from tenfold.program.request_data import RequestData
from tenfold.program.request_origin import RequestOrigin
from tenfold.project.read import PythonFile

_KEEPS = frozenset({
    "strip", "lower", "upper", "decode", "title", "lstrip", "rstrip", "casefold", "capitalize", "get", "pop", "getlist",
})  # fmt: skip
"""Methods whose result still holds the line ends of what they are called on."""

_TEXTS = frozenset({"path", "path_info", "full_path"})
"""What a request holds as decoded text; its mappings and bytes write themselves as repr does."""

_FIELDS = frozenset({"builtins.str", "typing.Any"})
_LINE_ENDS = frozenset({"\n", "\r", "\r\n"})
_MAX_DEPTH = 6


class RawText:
    """Finds request data that keeps its line ends when it is made a text."""

    def __init__(self, app: App) -> None:
        self._names = app.program.names
        self._data = RequestData(app)

    def find(self, file: PythonFile, scope: int, expr: f.Expr, depth: int = 0) -> str:
        """What request data the text of `expr` holds as it came, in words for the user; "" when none is seen."""
        if depth > _MAX_DEPTH:
            return ""

        def inner(*exprs: f.Expr) -> str:
            return next(filter(None, (self.find(file, scope, one, depth + 1) for one in exprs)), "")

        match expr:
            case f.Name(id=name):
                value = self._assigned(file, scope, name)
                return inner(value) if value is not None else self._leaf(file, scope, expr)
            case f.Attr() | f.Item():
                return self._leaf(file, scope, expr)
            case f.Format(parts=items) | f.Op(op="+" | "or", operands=items):
                return inner(*items)
            case f.Field(value=value, conversion=conversion):
                # !r writes a line end as \n; so does !a.
                return "" if conversion in {"r", "a"} else inner(value)
            case f.Op(op="%", operands=(template, value)):
                values = value.items if isinstance(value, f.Sequence) and value.kind == "tuple" else (value,)
                raw = raw_places(template, len(values))
                return inner(*(one for one, is_raw in zip(values, raw, strict=True) if is_raw))
            case f.Conditional(then=then, other=other):
                return inner(then, other)
            case f.Await(value=value):
                return inner(value)
            case f.CallRef(index=index):
                return self._called(file, scope, index, depth)
        return ""

    def _assigned(self, file: PythonFile, scope: int, name: str) -> f.Expr | None:
        """The value of a local name that is assigned once."""
        bindings = self._names.of(file.path).scopes[scope].get(name, []) if scope else []
        if len(bindings) != 1 or not isinstance(bindings[0], f.Assign) or bindings[0].kind != "=":
            return None
        return bindings[0].value if isinstance(bindings[0].target, f.Name) else None

    def _called(self, file: PythonFile, scope: int, index: int, depth: int) -> str:
        call = file.detail.calls[index]
        receiver = call.func.value if isinstance(call.func, f.Attr) else None
        last = call.name.rpartition(".")[2]
        if receiver is None:
            given = call.args[:1] if self._names.qualify(file, scope, call.func) == "builtins.str" else ()
            return self.find(file, scope, given[0], depth + 1) if given else ""
        if last == "format":
            if isinstance(receiver, f.Const) and "!r" in str(receiver.value):
                return ""
            values = (*call.args, *(k.value for k in call.keywords))
            return next(filter(None, (self.find(file, scope, one, depth + 1) for one in values)), "")
        if last == "replace":
            removed = call.args[0] if call.args else None
            ends = isinstance(removed, f.Const) and removed.value in _LINE_ENDS
            return "" if ends else self.find(file, scope, receiver, depth + 1)
        if last in {"get", "pop", "getlist"}:
            return self._leaf(file, scope, f.CallRef(index))
        return self.find(file, scope, receiver, depth + 1) if last in _KEEPS else ""

    def _leaf(self, file: PythonFile, scope: int, expr: f.Expr) -> str:
        origin = self._data.origin(file, scope, expr)
        if origin is None or origin.typed or origin.part == "header":
            return ""
        if isinstance(expr, f.Attr):
            return origin.source if self._is_text(file, scope, expr, origin) else ""
        if isinstance(expr, f.Name):
            return origin.source if not origin.validated and origin.part in {"path", "query", "form"} else ""
        return origin.source if not origin.validated and origin.part != "file" else ""

    def _is_text(self, file: PythonFile, scope: int, expr: f.Attr, origin: RequestOrigin) -> bool:
        """Whether an attribute of request data is a text: the decoded path, or a text field of a model."""
        if origin.part == "file":
            return expr.name == "filename"
        if not origin.validated:
            return expr.name in _TEXTS
        return self._field_is_text(file, scope, expr)

    def _field_is_text(self, file: PythonFile, scope: int, expr: f.Attr) -> bool:
        model = self._names.qualify(file, scope, expr.value).removesuffix("()")
        if model.endswith("OAuth2PasswordRequestForm"):
            return expr.name == "username"
        for base in self._names.ancestors(model):
            defined = self._names.definition(base)
            for assign in defined[0].detail.assigns if defined is not None else ():
                if defined is not None and assign.scope == defined[1] and assign.stem == expr.name:
                    typed = assign.annotation is not None and (
                        self._names.qualify(defined[0], defined[1], assign.annotation) in _FIELDS
                    )
                    return typed and assign.value is None
        return False


def raw_places(template: f.Expr | None, count: int) -> list[bool]:
    """For each value of a `%` template, whether it is put in as raw text: `%r`, `%d` and their like are not."""
    if not isinstance(template, f.Const) or not isinstance(template.value, str):
        return [True] * count
    kinds = re.findall(r"%(?:\(\w*+\))?[-#0 +]*+[\d*]*+(?:\.[\d*]++)?[hlL]?([a-zA-Z%])", template.value)
    kinds = [kind for kind in kinds if kind != "%"]
    return [i >= len(kinds) or kinds[i] == "s" for i in range(count)]


def listed_names(file: PythonFile, scope: int, at: int) -> frozenset[str]:
    """The names that are one of a list's values at a packed position: what stands below `if method in METHODS`."""
    return _listed(file, file.detail.bodies[scope], at, frozenset()) or frozenset()


def _listed(file: PythonFile, block: tuple[f.Stmt, ...], at: int, known: frozenset[str]) -> frozenset[str] | None:
    for statement in block:
        if isinstance(statement, f.Evaluate) and statement.at == at:
            return known
        if isinstance(statement, f.If):
            found = _listed(file, statement.then, at, known | _tested(statement.test))
            found = _listed(file, statement.other, at, known) if found is None else found
        else:
            found = _listed(file, blocks(statement), at, known)
        if found is not None:
            return found
    return None


def _tested(test: f.Expr) -> frozenset[str]:
    match test:
        case f.Op(op="in", operands=(f.Name(id=name), _)):
            return frozenset({name})
        case f.Op(op="and", operands=sides):
            return frozenset().union(*(_tested(side) for side in sides))
    return frozenset()
