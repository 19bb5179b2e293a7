"""Where code writes response headers: items of `headers`, `headers=` arguments, `headers.add` and names of cookies."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tenfold.language import facts as f
from tenfold.place import Place
from tenfold.program.app import App
from tenfold.program.names import qualname
from tenfold.project.read import PythonFile

_RESPONSES = ("Response", "JSONResponse", "HTMLResponse", "PlainTextResponse", "FileResponse",
              "StreamingResponse", "HttpResponse", "make_response", "jsonify", "HTTPException")  # fmt: skip
_LIBRARIES = ("flask.", "werkzeug.", "django.", "starlette.", "fastapi.", "rest_framework.")
_NOTHING = f.Const("")


@dataclass(frozen=True, slots=True)
class Written:
    """One header that code writes.

    Attributes:
        name, value: expressions.
        title: the lower-case name where it is constant, else "".
        at: packed position.
    """

    file: PythonFile
    scope: int
    name: f.Expr
    value: f.Expr
    title: str
    place: Place
    at: int

    @property
    def function(self) -> str:
        """Dotted name of the enclosing function."""
        return qualname(self.file, self.scope)


_DJANGO_RESPONSE = re.compile(r"django\.http\.(?:response\.)?\w*Response\w*\(\)|django\.shortcuts\.\w+\(\)")


def headers_written(app: App) -> Iterator[Written]:
    """Every response header that the app's code writes; Location is the redirects' part."""
    for written in (*_assigned(app), *_arguments(app), *_added(app)):
        if written.title != "location":
            yield written


def _written(file: PythonFile, scope: int, name: f.Expr, value: f.Expr, at: int, end: int) -> Written:
    title = name.value.lower() if isinstance(name, f.Const) and isinstance(name.value, str) else ""
    return Written(file, scope, name, value, title, Place(file.path, f.line_of(at), f.column_of(at), end), at)


def _assigned(app: App) -> Iterator[Written]:
    """`response.headers[name] = value`, and Django's `response[name] = value`."""
    names = app.program.names
    for file in app.files.values():
        if not any(stored.endswith("[]") for stored in file.outline.stored):
            continue
        for assign in file.detail.assigns:
            target = assign.target
            if not isinstance(target, f.Item) or assign.value is None or assign.kind != "=":
                continue
            owner = target.value
            if isinstance(owner, f.Attr) and owner.name == "headers":
                if _is_response(names.qualify(file, assign.scope, owner.value), owner.value):
                    yield _written(file, assign.scope, target.index, assign.value, assign.at, assign.end)
            elif _DJANGO_RESPONSE.fullmatch(names.qualify(file, assign.scope, owner)):
                yield _written(file, assign.scope, target.index, assign.value, assign.at, assign.end)


def _is_response(name: str, owner: f.Expr) -> bool:
    """Whether `headers` is a response's: by its type, or where nothing tells it by the variable's name."""
    if name.startswith(_LIBRARIES):
        return "Request" not in name and ".request" not in name
    return not name and isinstance(owner, f.Name) and owner.id in {"response", "resp", "res"}


def _arguments(app: App) -> Iterator[Written]:
    """`Response(..., headers={name: value})`, also through a local name."""
    for ending in _RESPONSES:
        for site in app.program.calls.ending(ending):
            if site.file.path not in app.files or not site.name.startswith(_LIBRARIES):
                continue
            given = site.argument("headers")
            for mapping in _mappings(app, site.file, site.call.scope, given):
                for key, value in zip(mapping.keys, mapping.values, strict=True):
                    name = key if key is not None else _NOTHING
                    yield _written(site.file, site.call.scope, name, value, site.call.at, site.call.end)


def _mappings(app: App, file: PythonFile, scope: int, expr: f.Expr | None) -> Iterator[f.Mapping]:
    if isinstance(expr, f.Mapping):
        yield expr
    elif isinstance(expr, f.Name):
        for binding in app.program.names.of(file.path).scopes[scope].get(expr.id, ()):
            if isinstance(binding, f.Assign) and isinstance(binding.value, f.Mapping):
                yield binding.value


def _added(app: App) -> Iterator[Written]:
    """`response.headers.add(name, value)`, and the names of cookies."""
    names = app.program.names
    for ending in ("add", "set", "append", "set_cookie"):
        for site in app.program.calls.ending(ending):
            func = site.call.func
            if site.file.path not in app.files or not isinstance(func, f.Attr) or not site.call.args:
                continue
            owner, scope = func.value, site.call.scope
            if ending == "set_cookie":
                yield _written(site.file, scope, site.call.args[0], _NOTHING, site.call.at, site.call.end)
                continue
            if not isinstance(owner, f.Attr) or owner.name != "headers" or len(site.call.args) < 2:
                continue
            if _is_response(names.qualify(site.file, scope, owner.value), owner.value):
                name, value = site.call.args[:2]
                yield _written(site.file, scope, name, value, site.call.at, site.call.end)
