"""Where an app calls what is declared to do harm: the call, the declaration and the argument that matters."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from tenfold import frameworks
from tenfold.dataflow.flows import flows_of
from tenfold.frameworks.flows import RECEIVER, Sink, last_of
from tenfold.frameworks.model import Library
from tenfold.language import facts as f
from tenfold.place import Place
from tenfold.program.app import App
from tenfold.program.calls import CallSite
from tenfold.project.read import PythonFile

_UNTYPED = ("flask.g.", "flask.current_app.")
"""Beginnings of names that tell nothing of the type."""


class Use(msgspec.Struct, frozen=True):
    """One call of a sink.

    Attributes:
        site: the call.
        sink: what it is declared to be.
        expr: the argument that does harm; None when it is not given.
        opaque: the call only looks like one of the library's: the name of the variable says so.
    """

    site: CallSite
    sink: Sink
    expr: f.Expr | None
    opaque: bool = False

    @property
    def file(self) -> PythonFile:
        """The file it stands in."""
        return self.site.file

    @property
    def scope(self) -> int:
        """The scope it stands in."""
        return self.site.call.scope

    @property
    def place(self) -> Place:
        """Where it stands."""
        return self.site.place

    @property
    def called(self) -> str:
        """How the call is written, for a sentence: "cursor.execute()"."""
        return f"{written(self.site.call.func, self.file)}()"


def uses(app: App, requirement: str) -> list[Use]:
    """Every call of a sink of `requirement` in the files that production runs, in file order."""
    found: dict[tuple[str, int, Sink], Use] = {}
    imported = _imported(app)
    for library, sink in frameworks.sinks(requirement):
        for use in _of(app, library, sink, imported):
            if use.expr is None and sink.objects:
                continue  # an address or the like that may be left out
            if _applies(app, use):
                found.setdefault((use.file.path, use.site.call.at, use.sink), use)
    return sorted(found.values(), key=lambda use: (use.file.path, use.site.call.at))


def seen(app: App, requirement: str) -> list[Use]:
    """Calls that turned out to be of a sink when they were followed: of a connection that came as an argument."""
    table: dict[str, tuple[Library, Sink]] = {}
    for library, sink in frameworks.sinks(requirement):
        for name in (sink.name, *sink.aliases):
            table.setdefault(name, (library, sink))
    found: list[Use] = []
    for file, call, records in flows_of(app).calls():
        for name in dict.fromkeys(name for record in records for name in record.names):
            declared = table.get(name) or _method_seen(name, table)
            if declared is not None:
                site = CallSite(file, call, name)
                use = Use(site, declared[1], _argument(site, declared[1]))
                if _applies(app, use):
                    found.append(use)
                    break
    return found


def _method_seen(name: str, table: dict[str, tuple[Library, Sink]]) -> tuple[Library, Sink] | None:
    """The sink whose method a name is, of something that an object of its library gave."""
    last = name.rpartition(".")[2]
    for library, sink in table.values():
        if sink.name.endswith("." + last) and _method_of(name, sink, library):
            return library, sink
    return None


def _imported(app: App) -> frozenset[str]:
    """First segments of every module that the app's files import."""
    return frozenset(
        imported.module.partition(".")[0]
        for file in app.files.values()
        for imported in file.outline.imports
        if not imported.level
    )


def _of(app: App, library: Library, sink: Sink, imported: frozenset[str]) -> Iterator[Use]:
    if library.modules and library.package != "python" and imported.isdisjoint(library.modules):
        return
    names = frozenset((sink.name, *sink.aliases))
    for segment in {last_of(name) for name in names}:
        for site in app.program.calls.ending(segment):
            if site.file.path not in app.files:
                continue
            exact = site.name in names or _method_of(site.name, sink, library)
            if exact or _looks_like(site, sink, library, imported):
                yield Use(site, sink, _argument(site, sink), opaque=not exact)


def _method_of(name: str, sink: Sink, library: Library) -> bool:
    """Whether a resolved name is that method of something an object of the library gave."""
    parts = name.split(".")
    if name.rpartition(".")[0].replace("()", "") in frameworks.sources():
        return False  # request.query.get() of aiohttp is no aiohttp.ClientSession.get()
    first = (sink.name.partition(".")[0], *(() if library.package == "python" else library.modules))
    return sink.method and len(parts) > 2 and parts[0] in first and parts[-1] == sink.name.rpartition(".")[2]


def _looks_like(site: CallSite, sink: Sink, library: Library, imported: frozenset[str]) -> bool:
    """Whether a variable's name says that it is such an object, while nothing tells its type."""
    func = site.call.func
    if not sink.receivers or not isinstance(func, f.Attr) or imported.isdisjoint(library.modules):
        return False
    if site.name and not site.name.startswith(_UNTYPED):
        return False
    if "" in sink.receivers:
        return True
    words = _last(func.value, site.file).lower().replace("-", "_").split("_")
    return any(word.strip("0123456789") in words or word in words for word in sink.receivers) or (
        bool(words) and words[-1] in sink.receivers
    )


def _last(expr: f.Expr, file: PythonFile) -> str:
    """The last word of an expression: of `self.db_conn`, `get_db()` and `pool.cursor()`."""
    match expr:
        case f.Name(id=name) | f.Attr(name=name):
            return name
        case f.CallRef(index=index):
            return _last(file.detail.calls[index].func, file)
        case f.Await(value=value) | f.Item(value=value):
            return _last(value, file)
    return ""


def _argument(site: CallSite, sink: Sink) -> f.Expr | None:
    name, position = sink.argument
    if position == RECEIVER:
        return site.call.func.value if isinstance(site.call.func, f.Attr) else None
    return site.argument(name, position)


def _applies(app: App, use: Use) -> bool:
    """Whether the arguments that decide have the harmful values."""
    for name, position, values in use.sink.when:
        if not _has(app, use, name, position, values):
            return False
    return not any(_has(app, use, name, position, values) for name, position, values in use.sink.unless)


def _has(app: App, use: Use, name: str, position: int, values: tuple[str | bool | int, ...]) -> bool:
    expr = use.site.argument(name, position)
    if expr is None:
        return False
    value = app.program.values.of(use.file, use.scope, expr)
    if isinstance(value, (str, bool, int)) and value in values:
        return True
    return app.program.names.qualify(use.file, use.scope, expr) in values


def written(expr: f.Expr, file: PythonFile) -> str:
    """An expression that is called, shortly, as it is written."""
    match expr:
        case f.Name(id=name):
            return name
        case f.Attr(value=value, name=name):
            before = written(value, file)
            return f"{before}.{name}" if before else name
        case f.CallRef(index=index):
            inner = written(file.detail.calls[index].func, file)
            return f"{inner}()" if inner else ""
        case f.Item(value=value):
            inner = written(value, file)
            return f"{inner}[...]" if inner else ""
        case f.Await(value=value):
            return written(value, file)
    return ""
