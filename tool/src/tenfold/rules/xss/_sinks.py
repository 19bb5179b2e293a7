"""Places in Python code where text is taken for HTML, and outputs of templates that are not escaped."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from tenfold import frameworks
from tenfold.language import facts as f
from tenfold.language import template_facts as t
from tenfold.place import Place
from tenfold.program.app import App
from tenfold.program.calls import CallSite
from tenfold.program.html_safety import html_safety
from tenfold.program.names import qualname
from tenfold.project.read import PythonFile
from tenfold.rules.xss._pages import pages

_ESCAPING_ENDINGS = (".html", ".htm", ".xml", ".xhtml", ".svg")
_HARMLESS = frozenset({
    "e", "escape", "forceescape", "force_escape", "tojson", "striptags", "urlencode", "int", "float", "length", "count",
    "json_script", "escapejs", "escape_js", "filesizeformat", "date", "time", "timesince", "naturaltime", "intcomma",
    "floatformat", "slugify", "wordcount", "linebreaks", "linebreaksbr", "urlize", "yesno", "pluralize", "iriencode",
    "static", "xmlattr", "round", "sum", "bool", "stringformat",
})  # fmt: skip
"""Filters of Jinja and Django whose result holds no markup of the value's."""

_PASSING = frozenset({
    "safe", "safeseq", "default", "d", "upper", "lower", "title", "capitalize", "truncate", "truncatechars",
    "truncatewords", "truncatechars_html", "truncatewords_html", "join", "trim", "replace", "first", "last", "cut",
    "center", "indent", "wordwrap", "format", "string", "reverse", "list", "sort", "unique", "dictsort", "slice",
    "default_if_none", "capfirst", "add", "ljust", "rjust", "attr", "map", "select", "selectattr",
})  # fmt: skip
"""Filters whose result holds the markup of the value."""


_METHODS = frozenset({"get", "post", "put", "patch", "delete", "dispatch_request"})


class HtmlUse(msgspec.Struct, frozen=True):
    """An expression that is taken for HTML: `what` is what takes it ("mark_safe", "the response of index")."""

    file: PythonFile
    scope: int
    expr: f.Expr
    place: Place
    what: str
    markup: bool

    @property
    def function(self) -> str:
        """Dotted name of the enclosing function."""
        return qualname(self.file, self.scope)


def html_uses(app: App) -> Iterator[HtmlUse]:
    """Every expression of the app that is taken for HTML."""
    known = frameworks.html_sinks()
    for site in app.calls(*known):
        sink = known.get(site.name)
        expr = site.argument(*sink.argument) if sink is not None else None
        if (
            sink is None
            or expr is None
            or (sink.kind == "response" and not _is_html(app, site, sink.content_type, sink.html))
        ):
            continue
        short = site.name.rpartition(".")[2]
        yield HtmlUse(site.file, site.call.scope, expr, site.place, f"{short}()", sink.kind == "markup")
    yield from _returned(app)


def _is_html(app: App, site: CallSite, names: tuple[tuple[str, int], ...], default: bool) -> bool:
    """Whether a response is HTML, by its content type where one is given."""
    for name, position in names:
        given = site.argument(name, position)
        if given is not None:
            value = app.program.values.of(site.file, site.call.scope, given)
            return isinstance(value, str) and "html" in value
    headers = site.argument("headers")
    if site.spreads or (headers is not None and not _plain_headers(app, site, headers)):
        return False
    return default and not typed_later(site)


def _plain_headers(app: App, site: CallSite, headers: f.Expr) -> bool:
    """Whether headers are told and give no content type."""
    value = app.program.values.of(site.file, site.call.scope, headers)
    return isinstance(value, dict) and not any(str(key).lower() == "content-type" for key in value)


def typed_later(site: CallSite) -> bool:
    """Whether the function sets a content type on a response afterwards."""
    scope = site.call.scope
    for assign in site.file.detail.assigns:
        if assign.scope == scope and isinstance(assign.target, f.Attr) and assign.target.name in {
            "content_type", "mimetype", "media_type",
        }:  # fmt: skip
            return True
        if assign.scope == scope and isinstance(assign.target, f.Item):
            key = assign.target.index
            if isinstance(key, f.Const) and str(key.value).lower() == "content-type":
                return True
    return False


def _returned(app: App) -> Iterator[HtmlUse]:
    """Texts that views return: Flask sends them as HTML, FastAPI where `response_class` says so."""
    seen: set[tuple[str, int]] = set()
    for file, scope in views(app):
        if (file.path, scope) in seen:
            continue
        seen.add((file.path, scope))
        definition = file.outline.scopes[scope]
        place = Place(file.path, f.line_of(definition.at), f.column_of(definition.at))
        for statement in _return_statements(file, scope):
            value = statement.value
            if isinstance(value, f.Sequence) and value.kind == "tuple" and value.items:
                value = value.items[0]
            if value is not None and _is_text(file, scope, value):
                at = Place(file.path, f.line_of(statement.at), f.column_of(statement.at)) if statement.at else place
                yield HtmlUse(file, scope, value, at, f"the response of {definition.name}", False)


def _return_statements(file: PythonFile, scope: int) -> Iterator[f.Return]:
    from tenfold.program.bodies import statements

    for statement in statements(file, scope):
        if isinstance(statement, f.Return):
            yield statement


def views(app: App) -> Iterator[tuple[PythonFile, int]]:
    """The functions whose returned text browsers get as HTML."""
    for route in app.routes:
        if route.file is None or route.scope < 0 or route.kind != "http":
            continue
        scopes = route.file.outline.scopes
        if scopes[route.scope].kind == "class":
            methods = [i for i, s in enumerate(scopes) if s.parent == route.scope and s.name in _METHODS]
            if app.framework == "flask" and not _is_api(app, route.file, route.scope):
                yield from ((route.file, method) for method in methods)
        elif app.framework == "flask" or (app.framework == "fastapi" and _answers_html(app, route.file, route.scope)):
            yield route.file, route.scope
    if app.framework == "flask":
        for file in app.files.values():
            for index, scope in enumerate(file.outline.scopes):
                for decorator in scope.decorators:
                    call = file.detail.calls[decorator.index] if isinstance(decorator, f.CallRef) else None
                    if call is not None and call.name.rpartition(".")[2] in {"errorhandler", "app_errorhandler"}:
                        yield file, index


def _is_api(app: App, file: PythonFile, scope: int) -> bool:
    """Whether a view class answers JSON by itself (Flask-RESTful, Flask-RESTX, flask-smorest)."""
    names = app.program.names
    bases = names.ancestors(f"{file.path}:{qualname(file, scope)}")
    return any(base.startswith(("flask_restful", "flask_restx", "flask_restplus", "flask_smorest")) for base in bases)


def _answers_html(app: App, file: PythonFile, scope: int) -> bool:
    for decorator in file.outline.scopes[scope].decorators:
        call = file.detail.calls[decorator.index] if isinstance(decorator, f.CallRef) else None
        for keyword in call.keywords if call is not None else ():
            if keyword.name == "response_class":
                return app.program.names.qualify(file, 0, keyword.value).endswith("HTMLResponse")
    return False


def _is_text(file: PythonFile, scope: int, expr: f.Expr, depth: int = 0) -> bool:
    """Whether an expression is plainly a text: an f-string, a formatted or joined text, a variable of one."""
    match expr:
        case f.Format():
            return True
        case f.Op(op="+" | "%", operands=operands):
            return (
                any(
                    (isinstance(side, f.Const) and isinstance(side.value, str))
                    or _is_text(file, scope, side, depth + 1)
                    for side in operands
                )
                if depth < 8
                else False
            )
        case f.CallRef(index=index):
            func = file.detail.calls[index].func
            if not isinstance(func, f.Attr):
                return isinstance(func, f.Name) and func.id == "str"
            texts = isinstance(func.value, f.Const) and isinstance(func.value.value, str)
            return func.name in {"join", "format"} and (texts or _is_text(file, scope, func.value, depth + 1))
        case f.Name(id=name) if depth < 8:
            return any(
                assign.scope == scope
                and assign.target == f.Name(name)
                and assign.value is not None
                and assign.value != expr
                and (
                    (assign.kind == "+=" and isinstance(assign.value, f.Const | f.Format | f.Op))
                    or _is_text(file, scope, assign.value, depth + 1)
                )
                for assign in file.detail.assigns
            )
    return False


class RawOutput(msgspec.Struct, frozen=True):
    """An output of a template that is not escaped: `how` says why; `cleaned` that a sanitizer has been at it."""

    path: str
    output: t.Output
    how: str
    cleaned: bool
    unclear: bool

    @property
    def place(self) -> Place:
        """Where it stands."""
        return Place(self.path, self.output.line, self.output.column)


def raw_outputs(app: App) -> Iterator[RawOutput]:
    """Every output of the app's pages that is not escaped."""
    for path, facts in pages(app).items():
        ending = path[path.rindex(".") :] if _unescaped_ending(app, path, facts) else ""
        for output in facts.outputs:
            raw = raw_of(app, path, output, bare=ending)
            if raw is not None:
                yield raw


def raw_of(app: App, path: str, output: t.Output, *, bare: str) -> RawOutput | None:
    """An output with the reason why it is not escaped; None when it is. `bare`: the file's ending, if that is it."""
    safety = html_safety(app)
    names = [applied.name for applied in output.filters]
    own = {name: safety.of_filter(name) for name in names}
    if (
        _made_safe(output)
        or not _HARMLESS.isdisjoint(names)
        or "escapes" in own.values()
        or output.context in {"json-script", "comment"}
    ):
        return None
    if output.safe:
        how = "|safe"
    elif "marks" in own.values() or "cleans" in own.values():
        how = f"the filter {next(name for name, kind in own.items() if kind in {'marks', 'cleans'})}"
    elif output.autoescape is False:
        how = "autoescape off"
    elif bare and output.autoescape is None:
        how = f"a file ending in {bare}, which is not escaped"
    else:
        return None
    unclear = any(name not in _PASSING and name not in safety.filters for name in names)
    return RawOutput(path, output, how, "cleans" in own.values(), unclear)


def _made_safe(output: t.Output) -> bool:
    """What frameworks make as markup themselves: CSRF fields, a form's widgets."""
    if output.roots and set(output.roots) <= {
        "csrf_token",
        "csrf_input",
        "csp_nonce",
        "_",
        "gettext",
        "ngettext",
        "url_for",
    }:
        return True
    return bool(output.roots) and output.roots[0] in {"form", "field"}


def _unescaped_ending(app: App, path: str, facts: t.TemplateFacts) -> bool:
    """Flask and Starlette escape by the file's ending; Django always does."""
    if (
        app.framework == "django"
        or path.lower().endswith(_ESCAPING_ENDINGS)
        or facts.dialect not in {"jinja", "either"}
    ):
        return False
    return not any(
        site.name.startswith("jinja2.") for site in app.calls("jinja2.Environment", "jinja2.select_autoescape")
    )
