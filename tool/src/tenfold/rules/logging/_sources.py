"""Request data that can hold a line end, followed within one function."""

from __future__ import annotations

import re

from tenfold.language import facts as f
from tenfold.program.app import App
from tenfold.program.names import class_of, qualname
from tenfold.project.read import PythonFile

_FLASK = frozenset({"args", "form", "values", "json", "data", "cookies", "get_json", "get_data", "path", "view_args"})
_DJANGO = frozenset({"GET", "POST", "COOKIES", "body", "path", "path_info", "data", "query_params"})
_STARLETTE = frozenset({"query_params", "path_params", "cookies", "json", "body", "form"})
_REQUESTS = (
    "django.http.HttpRequest()", "django.http.request.HttpRequest()", "fastapi.Request()", "starlette.requests.Request()",
    "fastapi.requests.Request()", "rest_framework.request.Request()",
)  # fmt: skip
_KEEPS = frozenset(
    {"str", "format", "strip", "lower", "upper", "decode", "get", "join", "title", "lstrip", "rstrip", "casefold"}
)
"""Calls whose result still holds the line ends of what they are given."""

_TEXT = frozenset({"builtins.str", "typing.Any", "builtins.dict", "typing.Dict"})
_SAFE_CONVERTERS = frozenset({"int", "float", "uuid", "slug", "any"})
_CONVERTER = re.compile(r"<(?:(\w+)(?:\([^<>()]*\))?:)?(\w+)>")
_MAX_DEPTH = 5


class Sources:
    """Tells whether an expression holds request data as text that can break a line."""

    def __init__(self, app: App) -> None:
        self._app = app
        self._names = app.program.names
        self._parameters = _parameters(app)

    def find(self, file: PythonFile, scope: int, expr: f.Expr, depth: int = 0) -> str:
        """What request data the text of `expr` holds, in words for the user; "" when none is seen."""
        if depth > _MAX_DEPTH:
            return ""

        def inner(*exprs: f.Expr) -> str:
            return next(filter(None, (self.find(file, scope, one, depth + 1) for one in exprs)), "")

        match expr:
            case f.Name(id=name):
                return self._name(file, scope, name, depth)
            case f.Attr() | f.Item(index=f.Const()):
                return self._read(file, scope, expr) or self._element(file, scope, expr, depth)
            case f.Format(parts=parts):
                return inner(*parts)
            case f.Field(value=value, conversion=conversion, spec=spec):
                # !r writes line ends as \n; so does !a.
                return "" if conversion in {"r", "a"} or (spec is not None and depth) else inner(value)
            case f.Op(op="+", operands=operands):
                return inner(*operands)
            case f.Op(op="or", operands=operands):
                return inner(*operands)
            case f.Op(op="%", operands=(template, value)):
                return self._formatted(file, scope, template, value, depth)
            case f.Conditional(then=then, other=other):
                return inner(then, other)
            case f.Await(value=value):
                return inner(value)
            case f.CallRef(index=index):
                return self._called(file, scope, file.detail.calls[index], depth)
        return ""

    def _formatted(self, file: PythonFile, scope: int, template: f.Expr, value: f.Expr, depth: int) -> str:
        values = value.items if isinstance(value, f.Sequence) and value.kind == "tuple" else (value,)
        raw = raw_places(template, len(values))
        return next(
            filter(
                None, (self.find(file, scope, v, depth + 1) for v, is_raw in zip(values, raw, strict=True) if is_raw)
            ),
            "",
        )

    def _read(self, file: PythonFile, scope: int, expr: f.Expr) -> str:
        """A read of the request: `request.args["q"]`, `request.path`."""
        base = expr
        while isinstance(base, (f.Attr, f.Item, f.CallRef)):
            if isinstance(base, f.CallRef):
                base = file.detail.calls[base.index].func
                continue
            if isinstance(base, f.Attr) and self._is_source(file, scope, base):
                last = base.name
                # A whole mapping prints its values with repr.
                return f"request.{last}" if expr is not base or last in {"path", "path_info", "body"} else ""
            base = base.value
        return ""

    def _is_source(self, file: PythonFile, scope: int, expr: f.Attr) -> bool:
        owner = self._names.qualify(file, scope, expr.value)
        if owner == "flask.request":
            return expr.name in _FLASK
        if owner in _REQUESTS:
            return expr.name in (
                _STARLETTE if "Request()" in owner and not owner.startswith(("django", "rest")) else _DJANGO
            )
        if owner or self._app.framework != "django":
            return False
        is_request = expr.value == f.Name("request") or expr.value == f.Attr(f.Name("self"), "request")
        return is_request and expr.name in _DJANGO

    def _element(self, file: PythonFile, scope: int, expr: f.Expr, depth: int) -> str:
        """An item or field of something that came with the request."""
        if isinstance(expr, f.Item):
            return self.find(file, scope, expr.value, depth + 1) or self._mapping(file, scope, expr.value)
        if isinstance(expr, f.Attr) and isinstance(expr.value, f.Name):
            return self._field(file, scope, expr.value.id, expr.name)
        return ""

    def _mapping(self, file: PythonFile, scope: int, expr: f.Expr) -> str:
        """A whole body or mapping of the request, of which an item is read: `data = request.get_json()`."""
        if isinstance(expr, f.Name):
            value = self._assigned(file, scope, expr.id)
            return self._mapping(file, scope, value) if value is not None and not isinstance(value, f.Name) else ""
        if isinstance(expr, f.Await):
            return self._mapping(file, scope, expr.value)
        if isinstance(expr, f.CallRef):
            func = file.detail.calls[expr.index].func
            return f"request.{func.name}()" if isinstance(func, f.Attr) and self._is_source(file, scope, func) else ""
        return f"request.{expr.name}" if isinstance(expr, f.Attr) and self._is_source(file, scope, expr) else ""

    def _name(self, file: PythonFile, scope: int, name: str, depth: int) -> str:
        if name in self._parameters.get((file.path, scope), {}):
            bindings = self._names.of(file.path).scopes[scope].get(name, [])
            return f"the parameter {name}" if not any(isinstance(b, f.Assign) for b in bindings) else ""
        value = self._assigned(file, scope, name)
        return self.find(file, scope, value, depth + 1) if value is not None else ""

    def _assigned(self, file: PythonFile, scope: int, name: str) -> f.Expr | None:
        """The value of a local name that is assigned once."""
        bindings = self._names.of(file.path).scopes[scope].get(name, [])
        if len(bindings) != 1 or not isinstance(bindings[0], f.Assign) or bindings[0].kind != "=":
            return None
        return bindings[0].value if isinstance(bindings[0].target, f.Name) else None

    def _field(self, file: PythonFile, scope: int, name: str, field: str) -> str:
        """A text field of a body model that FastAPI fills."""
        kind = self._parameters.get((file.path, scope), {}).get(name, "")
        if kind == "fastapi.security.OAuth2PasswordRequestForm()":
            return f"{name}.{field}" if field in {"username", "password"} else ""
        defined = self._names.definition(kind) if kind.endswith("()") else None
        if defined is None:
            return ""
        for base in self._names.ancestors(kind.removesuffix("()")):
            owner = self._names.definition(base)
            for assign in owner[0].detail.assigns if owner is not None else ():
                if (
                    owner is not None
                    and assign.scope == owner[1]
                    and assign.stem == field
                    and assign.annotation is not None
                ):
                    typed = self._names.qualify(owner[0], owner[1], assign.annotation)
                    return f"{name}.{field}" if typed in _TEXT and assign.value is None else ""
        return ""

    def _called(self, file: PythonFile, scope: int, call: f.Call, depth: int) -> str:
        last = call.name.rpartition(".")[2]
        receiver = call.func.value if isinstance(call.func, f.Attr) else None
        if last == "format" and isinstance(receiver, f.Const) and isinstance(receiver.value, str):
            values = [*call.args, *(k.value for k in call.keywords)]
            if "!r" in receiver.value:
                return ""
            return next(filter(None, (self.find(file, scope, v, depth + 1) for v in values)), "")
        if last == "str" and len(call.args) == 1:
            return self.find(file, scope, call.args[0], depth + 1)
        if receiver is None or last not in _KEEPS:
            return ""
        if last == "get":
            found = self._read(file, scope, call.func) if isinstance(call.func, f.Attr) else ""
            return found or self._mapping(file, scope, receiver)
        if isinstance(call.func, f.Attr) and self._is_source(file, scope, call.func):
            return ""
        return self.find(file, scope, receiver, depth + 1)


def raw_places(template: f.Expr | None, count: int) -> list[bool]:
    """For each value of a `%` template, whether it is put in as raw text: `%r`, `%d` and their like are not."""
    if not isinstance(template, f.Const) or not isinstance(template.value, str):
        return [True] * count
    kinds = re.findall(r"%(?:\(\w*\))?[-#0 +]*[\d*]*(?:\.[\d*]+)?[hlL]?([a-zA-Z%])", template.value)
    kinds = [kind for kind in kinds if kind != "%"]
    return [i >= len(kinds) or kinds[i] == "s" for i in range(count)]


def _parameters(app: App) -> dict[tuple[str, int], dict[str, str]]:
    """The parameters of each view that hold request text, with their type: by (file, scope)."""
    found: dict[tuple[str, int], dict[str, str]] = {}
    for route in app.routes:
        if route.file is None or route.scope < 1 or route.definition is None:
            continue
        scopes = [route.scope] if route.definition.kind != "class" else _methods(route.file, route.scope)
        for scope in scopes:
            known = found.setdefault((route.file.path, scope), {})
            known.update(_of_view(app, route.file, scope, route.path))
    return found


def _methods(file: PythonFile, owner: int) -> list[int]:
    return [
        i for i, scope in enumerate(file.outline.scopes)
        if scope.parent == owner and scope.name in {"get", "post", "put", "patch", "delete"}
    ]  # fmt: skip


def _of_view(app: App, file: PythonFile, scope: int, path: str) -> dict[str, str]:
    converters = {name: kind for kind, name in _CONVERTER.findall(path)}
    typed: dict[str, str] = {}
    for parameter in file.outline.scopes[scope].parameters:
        annotation = parameter.annotation
        parent = file.outline.scopes[scope].parent
        kind = app.program.names.annotated(file, parent, annotation) if annotation is not None else ""
        if app.framework != "fastapi":
            if (
                parameter.name in converters
                and converters[parameter.name] not in _SAFE_CONVERTERS
                and kind in {"", "builtins.str()"}
            ):
                typed[parameter.name] = "builtins.str()"
        elif _from_request(file, parameter) and kind:
            if (
                kind == "builtins.str()"
                or app.program.names.definition(kind) is not None
                or "OAuth2PasswordRequestForm" in kind
            ):
                typed[parameter.name] = kind
    return (
        {name: kind for name, kind in typed.items() if class_of(file, scope) < 0 or name not in {"self", "cls"}}
        if qualname(file, scope)
        else {}
    )


def _from_request(file: PythonFile, parameter: f.Parameter) -> bool:
    """Whether FastAPI fills a parameter from the request itself: it is no dependency and no header."""
    for expr in (parameter.default, *_metadata(parameter.annotation)):
        if isinstance(expr, f.CallRef):
            name = file.detail.calls[expr.index].name.rpartition(".")[2]
            if name in {"Header", "Security"} or (name == "Depends" and file.detail.calls[expr.index].args):
                return False
    return True


def _metadata(annotation: f.Expr | None) -> tuple[f.Expr, ...]:
    if isinstance(annotation, f.Item) and isinstance(annotation.index, f.Sequence):
        return annotation.index.items[1:]
    return ()
