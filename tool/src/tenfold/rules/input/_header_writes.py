"""Where code writes response headers: items of `headers`, `headers=` arguments, `headers.add` and names of cookies."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tenfold.dataflow import values as v
from tenfold.dataflow.flows import Flows, flows_of
from tenfold.dataflow.values import Lit, Map, Value
from tenfold.language import facts as f
from tenfold.place import Place
from tenfold.program.app import App
from tenfold.program.names import qualname
from tenfold.project.read import PythonFile

_RESPONSES = ("Response", "JSONResponse", "HTMLResponse", "PlainTextResponse", "FileResponse",
              "StreamingResponse", "HttpResponse", "make_response", "jsonify", "HTTPException")  # fmt: skip
_LIBRARIES = ("flask.", "werkzeug.", "django.", "starlette.", "fastapi.", "rest_framework.")


@dataclass(frozen=True, slots=True)
class Written:
    """One header that code writes, in one way of getting there.

    Attributes:
        name, value: what they may be.
        title: the lower-case name where it is constant, else "".
    """

    file: PythonFile
    scope: int
    name: Value
    value: Value
    title: str
    place: Place

    @property
    def function(self) -> str:
        """Dotted name of the enclosing function."""
        return qualname(self.file, self.scope)


_DJANGO_RESPONSE = re.compile(r"django\.http\.(?:response\.)?\w*Response\w*\(\)|django\.shortcuts\.\w+\(\)")


def headers_written(app: App) -> Iterator[Written]:
    """Every response header that the app's code writes; Location is the redirects' part."""
    flows = flows_of(app)
    for written in (*_assigned(app, flows), *_arguments(app, flows), *_added(app, flows)):
        if written.title != "location":
            yield written


def _written(file: PythonFile, scope: int, name: Value, value: Value, at: tuple[int, int]) -> Written:
    title = next((atom.value.lower() for atom in name if isinstance(atom, Lit) and isinstance(atom.value, str)), "")
    place = Place(file.path, f.line_of(at[0]), f.column_of(at[0]), at[1])
    return Written(file, scope, name, value, title, place)


def _assigned(app: App, flows: Flows) -> Iterator[Written]:
    """`response.headers[name] = value`, and Django's `response[name] = value`."""
    names = app.program.names
    stored: dict[tuple[str, int], list[tuple[Value, Value]]] = {}
    for records in flows.records.stores.values():
        for record in records:
            key, value = record.args
            stored.setdefault((record.place.file, record.place.line), []).append((key, value))
    for file in app.files.values():
        if not any(stored.endswith("[]") for stored in file.outline.stored):
            continue
        for assign in file.detail.assigns:
            target = assign.target
            if not isinstance(target, f.Item) or assign.value is None or assign.kind != "=":
                continue
            owner = target.value
            if isinstance(owner, f.Attr) and owner.name == "headers":
                writes = _is_response(names.qualify(file, assign.scope, owner.value), owner.value)
            else:
                writes = bool(_DJANGO_RESPONSE.fullmatch(names.qualify(file, assign.scope, owner)))
            for key, value in stored.get((file.path, f.line_of(assign.at)), ()) if writes else ():
                yield _written(file, assign.scope, key, value, (assign.at, assign.end))


def _is_response(name: str, owner: f.Expr) -> bool:
    """Whether `headers` is a response's: by its type, or where nothing tells it by the variable's name."""
    if name.startswith(_LIBRARIES):
        return "Request" not in name and ".request" not in name
    return not name and isinstance(owner, f.Name) and owner.id in {"response", "resp", "res"}


def _arguments(app: App, flows: Flows) -> Iterator[Written]:
    """`Response(..., headers={name: value})`, wherever the mapping was made."""
    for ending in _RESPONSES:
        for site in app.program.calls.ending(ending):
            if site.file.path not in app.files or not site.name.startswith(_LIBRARIES):
                continue
            for record in flows.at(site.file, site.call):
                for atom in record.keywords.get("headers", ()):
                    if isinstance(atom, Map):
                        at = (site.call.at, site.call.end)
                        for key, value in atom.items.items():
                            yield _written(site.file, site.call.scope, v.lit(str(key)), value, at)
                        yield _written(site.file, site.call.scope, v.NEVER, atom.rest, at)


def _added(app: App, flows: Flows) -> Iterator[Written]:
    """`response.headers.add(name, value)`, and the names of cookies."""
    names = app.program.names
    for ending in ("add", "set", "append", "set_cookie"):
        for site in app.program.calls.ending(ending):
            func = site.call.func
            if site.file.path not in app.files or not isinstance(func, f.Attr) or not site.call.args:
                continue
            owner, scope = func.value, site.call.scope
            at = (site.call.at, site.call.end)
            if ending == "set_cookie":
                for record in flows.at(site.file, site.call):
                    yield _written(site.file, scope, record.args[0] if record.args else v.NEVER, v.NEVER, at)
                continue
            if not isinstance(owner, f.Attr) or owner.name != "headers" or len(site.call.args) < 2:
                continue
            if _is_response(names.qualify(site.file, scope, owner.value), owner.value):
                for record in flows.at(site.file, site.call):
                    if len(record.args) > 1:
                        yield _written(site.file, scope, record.args[0], record.args[1], at)
