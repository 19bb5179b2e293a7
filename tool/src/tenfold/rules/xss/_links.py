"""Whether a link's text was checked to be a web address before it was stored."""

from __future__ import annotations

from tenfold.language import facts as f
from tenfold.place import Place
from tenfold.program.app import App
from tenfold.program.bodies import expressions
from tenfold.program.names import class_of
from tenfold.program.stored_data import stored_data
from tenfold.program.template_values import Shown
from tenfold.project.read import PythonFile

_FIELDS = ("URLField", "HttpUrl", "AnyHttpUrl", "AnyUrl", "URL", "url")
_PARSERS = frozenset(
    {"urlsplit", "urlparse", "URLValidator", "HttpUrl", "url_has_allowed_host_and_scheme", "is_safe_url"}
)
_OURS = frozenset({"url", "get_absolute_url", "absolute_url", "permalink"})


def checked_link(app: App, shown: Shown) -> Place | None:
    """Where what is shown was checked to be a web address; None when nothing says so."""
    stored = shown.stored
    if stored is None:
        return None
    declared = stored_data(app).field(stored.model, stored.field) if stored.model else None
    if declared is not None and stored_data(app).is_url(stored, stored.field):
        return declared[1]
    if stored.field in _OURS and declared is None:
        return stored.place
    return _checked_field(app, stored.field)


def _checked_field(app: App, name: str) -> Place | None:
    """A form's or schema's field of that name that only takes web addresses."""
    for file in app.files.values():
        if name not in file.outline.stored:
            continue
        for assign in file.detail.assigns:
            if assign.stem != name or class_of(file, assign.scope) != assign.scope:
                continue
            if _takes_addresses(app, file, assign):
                return Place(file.path, f.line_of(assign.at), f.column_of(assign.at), assign.end)
    return None


def _takes_addresses(app: App, file: PythonFile, assign: f.Assign) -> bool:
    for part in (assign.annotation, assign.value):
        if part is not None and any(_checks(app, file, assign.scope, inner) for inner in _parts(file, part)):
            return True
    return False


def _parts(file: PythonFile, expr: f.Expr) -> list[f.Expr]:
    from tenfold.program.bodies import parts

    return list(parts(file, expr))


def _checks(app: App, file: PythonFile, scope: int, expr: f.Expr) -> bool:
    """A URL field, a URL validator, or a validator of the project that looks at the scheme."""
    names = app.program.names
    if isinstance(expr, (f.Name, f.Attr)):
        short = expr.id if isinstance(expr, f.Name) else expr.name
        if short in _FIELDS:
            return True
        defined = names.definition(names.qualify(file, scope, expr))
        if defined is not None and defined[0].outline.scopes[defined[1]].kind != "class":
            return any(
                (isinstance(inner, f.Attr) and inner.name == "scheme")
                or (isinstance(inner, f.Name) and inner.id in _PARSERS)
                for inner in expressions(*defined)
            )
    return False
