"""The views that take a form or a body, and whether a schema passes it before they use it."""

from __future__ import annotations

from tenfold.language import facts as f
from tenfold.place import Place
from tenfold.program.app import App
from tenfold.program.bodies import expressions, nested, parts
from tenfold.program.names import qualname
from tenfold.program.request_data import RequestData, request_data
from tenfold.program.request_origin import RequestOrigin
from tenfold.program.route import Route
from tenfold.project.read import PythonFile

Body = tuple[Place, str, str]
"""Where a view takes input, the view's name, and what it takes or what checks it."""

_PARTS = frozenset({"form", "body"})
_BODIES = frozenset({"json", "form", "data", "values", "get_json", "POST"})
_PASSING = frozenset({"validate_on_submit", "is_valid", "full_clean", "validate", "model_validate",
                      "model_validate_json", "parse_obj", "parse_raw", "load", "loads_schema",
                      "validate_python", "validate_json", "parse_args", "deserialize", "structure",
                      "convert", "validated", "save_form"})  # fmt: skip
_SCHEMAS = ("wtforms.", "flask_wtf.", "django.forms.", "django.contrib.auth.forms.",
            "rest_framework.serializers.", "pydantic.", "marshmallow.", "cerberus.", "webargs.",
            "jsonschema.", "msgspec.", "attrs.", "attr.", "cattrs.", "voluptuous.", "schema.",
            "flask_restful.reqparse.", "flask_restx.reqparse.", "sqlmodel.", "ninja.", "flask_smorest.",
            "flask_marshmallow.", "marshmallow_sqlalchemy.", "flask_pydantic.", "apiflask.", "allauth.",
            "flask_security.", "django_filters.", "trafaret.", "rest_framework.")  # fmt: skip
_NAMED = {
    "wtforms": "a WTForms form", "flask_wtf": "a WTForms form", "django": "a Django form",
    "pydantic": "a Pydantic model",
    "rest_framework": "a serializer", "marshmallow": "a marshmallow schema", "cerberus": "a Cerberus schema",
    "webargs": "webargs", "jsonschema": "a JSON schema", "sqlmodel": "an SQLModel", "ninja": "a Ninja schema",
}  # fmt: skip
_BROUGHT = ("rest_framework.generics.", "rest_framework.viewsets.ModelViewSet", "rest_framework.mixins.",
            "django.views.generic.edit.", "django.views.generic.CreateView",
            "django.views.generic.UpdateView", "django.views.generic.FormView",
            "django.contrib.auth.views.")  # fmt: skip


def bodies(app: App) -> tuple[list[Body], list[Body]]:
    """The views that take input raw, and those that pass it through a schema."""
    data = request_data(app)
    raw: list[Body] = []
    checked: list[Body] = []
    seen: set[tuple[str, int]] = set()
    for route in app.routes:
        if route.file is None or route.scope < 0 or (route.file.path, route.scope) in seen:
            continue
        if not route.changes_state and app.framework != "fastapi":
            continue
        seen.add((route.file.path, route.scope))
        for scope in _functions(route):
            _judge(app, data, route.file, scope, raw, checked)
    return sorted(raw), sorted(checked)


def _functions(route: Route) -> list[int]:
    """The view, or the methods of a view class."""
    file = route.file
    if file is None:
        return []
    scopes = file.outline.scopes
    if scopes[route.scope].kind != "class":
        return [route.scope]
    inside = [i for i, s in enumerate(scopes) if s.parent == route.scope and s.kind in {"function", "async"}]
    return [route.scope, *inside]


def _judge(app: App, data: RequestData, file: PythonFile, scope: int, raw: list[Body], checked: list[Body]) -> None:
    definition = file.outline.scopes[scope]
    place = Place(file.path, f.line_of(definition.at), f.column_of(definition.at))
    name = qualname(file, scope)
    schema = _schema(app, file, scope)
    if definition.kind == "class":
        bases = app.program.names.ancestors(f"{file.path}:{name}")[1:]
        if any(base.startswith(_BROUGHT) for base in bases):
            checked.append((place, name, "the form or serializer of its class"))
        return
    for parameter in definition.parameters:
        origin = data.parameters.of(file, scope, parameter) if app.framework == "fastapi" else None
        if origin is not None and (origin.validated or (origin.part in {"form", "query", "body"} and origin.typed)):
            schema = schema or "typed parameters"
        elif origin is not None and origin.part == "query":
            schema = schema or "declared parameters"
        elif origin is not None and origin.part == "body" and not schema:
            raw.append((place, name, origin.source))
            return
    taken = _raw_read(data, file, scope)
    if schema:
        checked.append((place, name, schema))
    elif taken is not None:
        raw.append((taken[0], name, taken[1].source))


def _raw_read(data: RequestData, file: PythonFile, scope: int) -> tuple[Place, RequestOrigin] | None:
    """The first field of a form or body that is taken as text."""
    numbers = {"int", "float", "bool", "UUID", "Decimal", "len"}
    harmless: set[f.Expr] = set()
    for expr in expressions(file, scope):
        if isinstance(expr, f.CallRef):
            call = file.detail.calls[expr.index]
            if call.name.rpartition(".")[2] in numbers:
                harmless.update(call.args)
        if expr in harmless or not _takes(file, expr):
            continue
        origin = data.origin(file, scope, expr)
        if origin is not None and not origin.typed and origin.part in _PARTS and not origin.validated:
            return _place(file, scope, expr), origin
    return None


def _place(file: PythonFile, scope: int, expr: f.Expr) -> Place:
    """Where an expression stands: its assignment or call, else the function."""
    for assign in file.detail.assigns:
        if assign.scope == scope and any(part == expr for part in parts(file, assign.value)):
            return Place(file.path, f.line_of(assign.at), f.column_of(assign.at), assign.end)
    for call in file.detail.calls:
        if call.scope == scope and any(part == expr for arg in _arguments(call) for part in parts(file, arg)):
            return Place(file.path, f.line_of(call.at), f.column_of(call.at), call.end)
    at = file.outline.scopes[scope].at
    return Place(file.path, f.line_of(at), f.column_of(at))


def _arguments(call: f.Call) -> tuple[f.Expr, ...]:
    return (*call.args, *(keyword.value for keyword in call.keywords))


def _takes(file: PythonFile, expr: f.Expr) -> bool:
    """Whether an expression takes a field: `[...]`, `.get(...)`, `.json()`."""
    if isinstance(expr, f.Item):
        return True
    if not isinstance(expr, f.CallRef):
        return False
    name = file.detail.calls[expr.index].name.rpartition(".")[2]
    return name in {"get", "getlist", "json", "get_json", "form", "pop", "loads", "to_dict", "dict"}


def _schema(app: App, file: PythonFile, scope: int) -> str:
    """What passes the input of a view: a call or decorator of a schema library, or of a class that derives from one."""
    names = app.program.names
    for decorator in file.outline.scopes[scope].decorators:
        name = names.qualify(file, file.outline.scopes[scope].parent, decorator)
        if name.startswith(_SCHEMAS) and "rest_framework.decorators" not in name:
            return _title(name)
        made_by = file.detail.calls[decorator.index].func if isinstance(decorator, f.CallRef) else decorator
        called = names.qualify(file, file.outline.scopes[scope].parent, made_by)
        if _passes_request(names.definition(called)):
            return "a schema in its decorator"
    for expr in expressions(file, scope):
        if not isinstance(expr, f.CallRef):
            continue
        call = file.detail.calls[expr.index]
        name = names.qualify(file, call.scope, call.func)
        last = call.name.rpartition(".")[2]
        bases = names.ancestors(name.replace("()", "")) if ":" in name else [name]
        known = next((base for base in bases if base.startswith(_SCHEMAS)), "")
        if known and "rest_framework." not in known.replace("rest_framework.serializers.", ""):
            return _title(known)
        if last in _PASSING and last not in {"load", "convert", "structure"}:
            return "a form or schema"
    return ""


def _passes_request(defined: tuple[PythonFile, int] | None) -> bool:
    """Whether a decorator of the project's own gives a schema the body: `schema().validate(request.json)`."""
    if defined is None:
        return False
    file, scope = defined
    for inner in nested(file, scope):
        for expr in expressions(file, inner):
            if isinstance(expr, f.CallRef):
                call = file.detail.calls[expr.index]
                given = [part for part in parts(file, *call.args) if isinstance(part, f.Attr)]
                takes = any(part.value == f.Name("request") and part.name in _BODIES for part in given)
                if takes and call.name.rpartition(".")[2] in _PASSING:
                    return True
    return False


def _title(name: str) -> str:
    return _NAMED.get(name.partition(".")[0], "a schema")
