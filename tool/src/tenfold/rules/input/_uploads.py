"""Files that clients send: where they come in, what they are called, and where they are saved."""

from __future__ import annotations

from tenfold.dataflow.flows import flows_of
from tenfold.dataflow.values import Root, roots_in
from tenfold.frameworks.flows import Sink
from tenfold.language import facts as f
from tenfold.place import Place
from tenfold.program.app import App
from tenfold.program.bodies import parts
from tenfold.program.route import Route
from tenfold.project.read import PythonFile
from tenfold.rules.input._uses import Use

_SAVE = Sink("werkzeug.datastructures.FileStorage.save", "input.path", ("dst", 0), "writes the upload there")
_FIELDS = ("FileField", "ImageField", "FilePathField")
_FIELD_NAMES = frozenset({"django.db.models.FileField", "django.db.models.ImageField",
                          "django.db.models.fields.files.FileField",
                          "django.db.models.fields.files.ImageField", "sorl.thumbnail.ImageField",
                          "sorl.thumbnail.fields.ImageField"})  # fmt: skip
_ROW = frozenset({"get", "scalar", "scalars", "first", "one", "query", "get_object_or_404", "get_or_404",
                  "first_or_404", "objects", "execute", "fetchone", "find_one", "scalar_one_or_none",
                  "one_or_none"})  # fmt: skip


def saves(app: App) -> list[Use]:
    """`upload.save(path)` on what came out of the request's files."""
    flows = flows_of(app)
    found: list[Use] = []
    for site in app.program.calls.ending("save"):
        func = site.call.func
        if site.file.path not in app.files or not isinstance(func, f.Attr) or not site.call.args:
            continue
        roots = [data.root for record in flows.at(site.file, site.call) for data in roots_in(record.receiver)]
        if any(
            root is not None and (root.part == "file" or (root.validated and root.part == "form")) for root in roots
        ):
            found.append(Use(site, _SAVE, site.argument("dst", 0)))
    return found


def holds_slash(app: App, origin: Root) -> bool:
    """Whether a path parameter may hold a slash: its converter is `path` or a pattern of the app's own."""
    name = origin.label.removeprefix("the path parameter ")
    marks = (f"<path:{name}>", f"{{{name}:path}}", f"(?P<{name}>", "<regex(")
    texts = [route.path for route in app.routes if _serves(route, origin)]
    unrouted = flows_of(app).machine.parameters.unrouted
    for (path, scope), found in unrouted.items():
        if _holds(app, path, scope, origin):
            texts.extend(found)
    return any(mark in text for text in texts for mark in marks)


def _serves(route: Route, origin: Root) -> bool:
    """Whether a route's view is the function, or has the method, whose parameter it is."""
    return route.file is not None and route.scope >= 0 and _within(route.file, route.scope, origin)


def _holds(app: App, path: str, scope: int, origin: Root) -> bool:
    """Whether a view that no settings lead to is the function, or has the method, whose parameter it is."""
    file = app.files.get(path)
    return file is not None and _within(file, scope, origin)


def _within(file: PythonFile, scope: int, origin: Root) -> bool:
    if file.path != origin.place.file:
        return False
    definition = file.outline.scopes[scope]
    return f.line_of(definition.at) <= origin.place.line <= definition.end


def looked_up(use: Use) -> bool:
    """Whether a path is an attribute of a row that the app itself has looked up or stored."""
    if use.expr is None:
        return False
    return any(
        isinstance(part, f.Attr) and isinstance(part.value, f.Name) and _is_row(use.file, use.scope, part.value.id)
        for part in parts(use.file, use.expr)
    )


def _is_row(file: PythonFile, scope: int, name: str) -> bool:
    return any(
        isinstance(part, f.CallRef) and file.detail.calls[part.index].name.rpartition(".")[2] in _ROW
        for assign in file.detail.assigns
        if assign.scope == scope and assign.target == f.Name(name) and assign.value is not None
        for part in parts(file, assign.value)
    )


def file_field(app: App) -> Place | None:
    """The first model field that stores files; None when there is none."""
    places = [
        site.place for name in _FIELDS for site in app.program.calls.ending(name)
        if site.file.path in app.files and site.name in _FIELD_NAMES
    ]  # fmt: skip
    return min(places, default=None)
