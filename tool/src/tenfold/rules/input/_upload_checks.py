"""What an app asks of the files that clients send: size, type, and a place of their own."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from tenfold.language import facts as f
from tenfold.place import Place
from tenfold.program.app import App
from tenfold.program.bodies import calls, expressions, parts, statements
from tenfold.program.request_data import request_data
from tenfold.project.caddy import CaddyFacts
from tenfold.project.nginx import NginxFacts
from tenfold.project.read import PythonFile
from tenfold.rules.input._uploads import file_field

_FORM_FIELDS = ("django.forms.FileField", "django.forms.ImageField", "flask_wtf.file.FileField",
                "wtforms.FileField", "wtforms.fields.FileField", "flask_wtf.file.MultipleFileField",
                "wtforms.MultipleFileField", "rest_framework.serializers.FileField",
                "rest_framework.serializers.ImageField")  # fmt: skip
_SIZE_CALLS = ("flask_wtf.file.FileSize", "wtforms.validators.FileSize")
_TYPE_CALLS = ("flask_wtf.file.FileAllowed", "django.core.validators.FileExtensionValidator",
               "django.core.validators.validate_image_file_extension", "django.forms.ImageField",
               "django.db.models.ImageField", "sorl.thumbnail.ImageField", "PIL.Image.open",
               "magic.from_buffer", "magic.from_file", "filetype.guess", "imghdr.what",
               "puremagic.from_string", "rest_framework.serializers.ImageField", "magic.Magic",
               "filetype.is_image", "pillow_heif.open")  # fmt: skip
_SIZE_SETTINGS = ("MAX_CONTENT_LENGTH", "MAX_FORM_MEMORY_SIZE")
_NAMES = frozenset({"size", "content_length", "content-length", "CONTENT_LENGTH"})
_KINDS = frozenset({"content_type", "mimetype", "suffix", "splitext", "rsplit", "endswith", "suffixes",
                    "guess_type", "extension", "lower", "file_extension", "startswith"})  # fmt: skip


def upload_places(app: App) -> list[Place]:
    """Where files of clients are taken in."""
    data, found = request_data(app), set[Place]()
    for site in app.calls(*_FORM_FIELDS):
        found.add(site.place)
    for file in app.files.values():
        for index, scope in enumerate(file.outline.scopes):
            for parameter in scope.parameters if app.framework == "fastapi" else ():
                origin = data.parameters.of(file, index, parameter)
                if origin is not None and origin.part == "file":
                    found.add(origin.place)
    for file, where, expr, at in _reads(app):
        origin = data.origin(file, where, expr)
        if origin is not None and origin.part == "file":
            found.add(Place(file.path, f.line_of(at), f.column_of(at)))
    field = file_field(app)
    if field is not None and not found and _shown_to_users(app):
        found.add(field)
    return sorted(found)


_FILES = frozenset({"files", "FILES"})


def _shown_to_users(app: App) -> bool:
    """Whether the app reads files of requests at all, so that a model's field is not the admin site's alone."""
    return any(
        isinstance(part, f.Attr) and part.name == "FILES"
        for file in app.files.values()
        if "FILES" in file.outline.attributes
        for call in file.detail.calls
        for arg in (*call.args, *(k.value for k in call.keywords))
        for part in parts(file, arg)
    )


def _reads(app: App) -> Iterable[tuple[PythonFile, int, f.Expr, int]]:
    """Expressions that may hold a file: what is assigned from, or called with, an item of `files`."""
    for file in app.files.values():
        if _FILES.isdisjoint(file.outline.attributes):
            continue
        for assign in file.detail.assigns:
            if assign.value is not None and _mentions_files(file, assign.value):
                yield file, assign.scope, assign.value, assign.at
        for call in file.detail.calls:
            for value in (*call.args, *(k.value for k in call.keywords)):
                if _mentions_files(file, value):
                    yield file, call.scope, value, call.at


def _mentions_files(file: PythonFile, expr: f.Expr) -> bool:
    return any(isinstance(part, f.Attr) and part.name in _FILES for part in parts(file, expr))


def upload_checks(app: App, places: list[Place]) -> dict[str, Place | None]:
    """What is asked of the uploads, with the place that proves it; None where nothing does."""
    found: dict[str, Place | None] = {
        "a size limit": _size(app, places),
        "a check of their type": _type(app, places),
    }
    static = _static(app)
    if static is not None:
        found["a place outside the static folder"] = None
    return found


def _size(app: App, places: list[Place]) -> Place | None:
    for name in _SIZE_SETTINGS:
        setting = app.settings.explicit(name)
        if setting is not None and setting.place is not None and setting.fallback is not None:
            return setting.place
    called = [site.place for site in app.calls(*_SIZE_CALLS)]
    return min(called, default=None) or _tested(app, places, _is_size) or _at_edge(app)


def _at_edge(app: App) -> Place | None:
    """A limit of the body's size that the proxy in front states; nginx takes 0 for none."""
    for path, nginx in sorted(app.facts_of(NginxFacts).items()):
        stated = [server.setting("client_max_body_size") for server in nginx.servers]
        stated += [where.setting("client_max_body_size") for server in nginx.servers for where in server.locations]
        limit = next((one for one in stated if one is not None and one.value.strip("kKmMgG") != "0"), None)
        if limit is not None:
            return Place(path, limit.line)
    for path, caddy in sorted(app.facts_of(CaddyFacts).items()):
        limited = next((site for site in caddy.sites if site.max_body), None)
        if limited is not None:
            return Place(path, limited.line)
    return None


def _type(app: App, places: list[Place]) -> Place | None:
    called = [site.place for site in app.calls(*_TYPE_CALLS)]
    return min(called, default=None) or _tested(app, places, _is_kind)


def _tested(app: App, places: list[Place], is_about: Callable[[PythonFile, f.Expr], bool]) -> Place | None:
    """A condition about files in a function of the files that take or validate them, or of those around these.

    The function must also refuse something: raise, abort, add an error, or answer with an error status.
    """
    taking = {place.file for place in places}
    for path in dict.fromkeys([*sorted(taking), *_near(app, places)]):
        file = app.files[path]
        for index, scope in enumerate(file.outline.scopes):
            if scope.kind not in {"function", "async"} or (path not in taking and not _of_files(file, index)):
                continue
            if any(is_about(file, expr) for expr in expressions(file, index)) and _refuses(file, index):
                return Place(path, f.line_of(scope.at), f.column_of(scope.at))
    return None


def _of_files(file: PythonFile, scope: int) -> bool:
    """Whether a function handles a file object: it speaks of its name, type or content."""
    words = {"filename", "content_type", "FILES", "files", "file"}
    return any(
        (isinstance(expr, f.Attr) and expr.name in words)
        or (isinstance(expr, f.Const) and expr.value in words)
        or (isinstance(expr, f.Name) and expr.id in words)
        for expr in expressions(file, scope)
    )


def _refuses(file: PythonFile, scope: int) -> bool:
    """Whether a function turns something away."""
    refusing = {"abort", "add_error", "flash", "fail", "HttpResponseBadRequest", "JSONResponse", "Response", "error"}
    for statement in statements(file, scope):
        match statement:
            case f.Raise():
                return True
            case f.Return(value=f.Const(value=False | None)) | f.Return(value=f.Sequence(kind="tuple")):
                return True
            case f.Return(value=f.Op()):
                return True  # an answer to the question itself: `return suffix in ALLOWED`
            case f.Store(assigns=indexes):
                targets = [file.detail.assigns[i].target for i in indexes]
                if any(isinstance(target, f.Attr) and target.name == "errors" for target in targets):
                    return True
    return any(call.name.rpartition(".")[2] in refusing for call in calls(file, scope))


def _near(app: App, places: list[Place]) -> list[str]:
    """The files that the files with uploads import names from, and those that import from these: forms and views."""
    names = app.program.names
    taking = {place.file for place in places}
    found: dict[str, None] = {}
    for path, file in app.files.items():
        for imported in file.outline.imports:
            module = names.imported_module(file, imported)
            if path in taking:
                found[module] = None
            elif module in taking:
                found[path] = None
    return [path for path in found if path in app.files]


def _is_size(file: PythonFile, expr: f.Expr) -> bool:
    """`file.size > LIMIT`, `len(content) > LIMIT`, `file.read(LIMIT)`."""
    if isinstance(expr, f.Op) and expr.op in {"<", "<=", ">", ">="}:
        return any(_about(file, side, _NAMES) or _is_len(file, side) for side in expr.operands)
    if isinstance(expr, f.CallRef):
        call = file.detail.calls[expr.index]
        return call.name.endswith(".read") and len(call.args) == 1 and ".file" in call.name
    return False


def _is_len(file: PythonFile, expr: f.Expr) -> bool:
    if not isinstance(expr, f.CallRef):
        return False
    call = file.detail.calls[expr.index]
    return call.name == "len" and any(
        isinstance(a, f.Name) and a.id in {"content", "data", "contents", "body"} for a in call.args
    )


def _is_kind(file: PythonFile, expr: f.Expr) -> bool:
    """`suffix in ALLOWED`, `content.startswith(signature)`, `file.content_type == "image/png"`."""
    if isinstance(expr, f.Op) and expr.op in {"in", "not in", "==", "!="}:
        return any(_about(file, side, _KINDS - {"lower", "startswith", "endswith"}) for side in expr.operands)
    if isinstance(expr, f.CallRef):
        call = file.detail.calls[expr.index]
        if call.name.endswith(".endswith"):
            return isinstance(call.func, f.Attr) and _about(file, call.func.value, frozenset({"filename", "name"}))
        return call.name.rpartition(".")[2] == "startswith" and call.name.partition(".")[0] in {
            "content",
            "data",
            "head",
            "header",
        }
    return False


def _about(file: PythonFile, expr: f.Expr, words: frozenset[str]) -> bool:
    for part in parts(file, expr):
        if isinstance(part, f.Attr) and part.name in words:
            return True
        if isinstance(part, f.Name) and (
            part.id in words or part.id in {"ext", "extension", "suffix", "mime", "mime_type"}
        ):
            return True
        if isinstance(part, f.Const) and part.value in words:
            return True
    return False


def _static(app: App) -> Place | None:
    """Where uploads are saved under a folder that the app serves as static files."""
    from tenfold.rules.input._uploads import saves

    for use in saves(app):
        for part in parts(use.file, use.expr):
            value = app.program.values.of(use.file, use.scope, part)
            if isinstance(value, str) and ("static/" in value or value.startswith("static") or "/static" in value):
                return use.place
    return None
