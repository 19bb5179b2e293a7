"""What the proxies of the repository do with the X-Forwarded-* headers that a client sends."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from tenfold.language import facts as f
from tenfold.place import Place
from tenfold.program.app import App
from tenfold.program.bodies import expressions, parts, statements
from tenfold.program.names import qualname
from tenfold.project.read import PythonFile

_SPLITS = frozenset({"split", "partition"})


class Leftmost(msgspec.Struct, frozen=True):
    """A place that takes the first address of X-Forwarded-For, and its function."""

    place: Place
    function: str
    text: str


def handed_on(app: App, header: str) -> Place | None:
    """The nginx location that hands a client's own header on to the app unchanged; None where none surely does.

    A location with an include may set the header there, so it is left out.
    """
    for front in app.deployment.fronts.nginx:
        for location in front.forwards:
            sets = {setting.key.lower() for setting in front.proxy_headers(location)}
            sure = front.host is not None and not front.includes(location)
            if location.proxy_pass and sure and header.lower() not in sets:
                return Place(front.path, location.line)
    return None


def overwritten(app: App, header: str) -> Place | None:
    """Where nginx replaces a client's header by what it knows itself; None when any location does not."""
    place: Place | None = None
    for front in app.deployment.fronts.nginx:
        for location in front.forwards:
            own = next((s for s in front.proxy_headers(location) if s.key.lower() == header.lower()), None)
            if own is None or own.value not in {"$remote_addr", "$realip_remote_addr", "$scheme", "$host"}:
                return None
            place = place or Place(front.path if location.proxy_headers else front.host_path, own.line)
    return place


def leftmost(app: App) -> Iterator[Leftmost]:
    """Every place that takes the first address of the header, or of Flask's `access_route`."""
    for file in app.files.values():
        if not ({"split", "partition", "getlist", "get_list"} & file.outline.called) and not _mentions_route(file):
            continue
        for scope in range(len(file.outline.scopes)):
            yield from _in_scope(app, file, scope)


def _mentions_route(file: PythonFile) -> bool:
    return any(i.module in {"flask", "quart", "werkzeug"} for i in file.outline.imports)


def _in_scope(app: App, file: PythonFile, scope: int) -> Iterator[Leftmost]:
    seen: set[f.Expr] = set()
    for expr in expressions(file, scope):
        if not isinstance(expr, f.Item) or expr.index != f.Const(0) or expr in seen:
            continue
        seen.add(expr)
        if isinstance(expr.value, f.Attr) and expr.value.name == "access_route":
            place = _place_of(file, scope, expr)
            yield Leftmost(place, qualname(file, scope), "request.access_route[0]")
        elif isinstance(expr.value, f.CallRef):
            call = file.detail.calls[expr.value.index]
            if isinstance(call.func, f.Attr) and _takes_first(call, call.func) and _is_header(app, file, scope, call):
                place = Place(file.path, f.line_of(call.at))
                yield Leftmost(place, qualname(file, scope), "the first address of X-Forwarded-For")


def _takes_first(call: f.Call, func: f.Attr) -> bool:
    return func.name in _SPLITS and call.args[:1] in ((f.Const(","),), (f.Const(", "),))


def _is_header(app: App, file: PythonFile, scope: int, call: f.Call) -> bool:
    """Whether what is split is X-Forwarded-For, read here or kept in a name of this function."""
    assert isinstance(call.func, f.Attr)
    source = call.func.value
    for expr in parts(file, source):
        if _names_header(app, file, scope, expr):
            return True
    names = {expr.id for expr in parts(file, source) if isinstance(expr, f.Name)}
    for assign in file.detail.assigns:
        named = assign.scope == scope and isinstance(assign.target, f.Name) and assign.target.id in names
        if named and any(_names_header(app, file, scope, expr) for expr in parts(file, assign.value)):
            return True
    return False


def _names_header(app: App, file: PythonFile, scope: int, expr: f.Expr) -> bool:
    if not isinstance(expr, (f.Const, f.Name, f.Attr)):
        return False
    value = app.program.values.of(file, scope, expr)
    return isinstance(value, str) and value.lower().replace("_", "-").removeprefix("http-") == "x-forwarded-for"


def _place_of(file: PythonFile, scope: int, expr: f.Item) -> Place:
    """The line of the statement that holds an expression without a position of its own."""
    for statement in statements(file, scope):
        value = getattr(statement, "value", None)
        at = getattr(statement, "at", 0)
        if value is not None and at and any(part == expr for part in parts(file, value)):
            return Place(file.path, f.line_of(at))
    for assign in file.detail.assigns:
        if assign.scope == scope and any(part == expr for part in parts(file, assign.value)):
            return Place(file.path, f.line_of(assign.at))
    return Place(file.path, f.line_of(file.outline.scopes[scope].at))
