"""Request data reaches HTML only escaped."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from tenfold.findings import Severity, Step
from tenfold.language import facts as f
from tenfold.place import Place
from tenfold.program.app import App
from tenfold.program.html_safety import html_safety
from tenfold.project.read import PythonFile
from tenfold.rules.base import Observation, Rule, met, not_applicable, unknown, violated
from tenfold.rules.way import confidence, way
from tenfold.rules.xss._answers import HtmlText
from tenfold.rules.xss._markup import Spot
from tenfold.rules.xss._pages import pages
from tenfold.rules.xss._reached import lacking, raw_spots, shown_raw, shown_root, written_raw
from tenfold.rules.xss._scripts import pastes_unclear, shown_as_text
from tenfold.rules.xss._sinks import HtmlUse, RawOutput, html_uses, raw_outputs

_SEVERITY: dict[str, Severity] = {"header": "low", "cookie": "low", "body": "medium", "file": "medium"}
"""By the part of the request: what a link or a form of another site cannot set is worth less to an attacker."""

_FIX = {
    "flask": "Render a template ending in .html and pass the value to it, or escape it with markupsafe.escape().",
    "django": "Render a template and pass the value to it, or build the markup with format_html().",
    "fastapi": "Render it with Jinja2Templates, or escape it with html.escape().",
}


class Escaping(Rule):
    """Request data reaches HTML only escaped.

    ## What it finds
    Request data that becomes HTML as it came: in an f-string that a view returns or gives to `HttpResponse`,
    `HTMLResponse` or `make_response`, in `Markup(...)`, `mark_safe(...)` or the format string of `format_html`, in
    template source, or in a template by `|safe`, `{% autoescape off %}` or a file ending that the engine does not
    escape. Data is followed through functions, classes and files to the line that shows it: through text building,
    dicts, and the variables, loops, includes and macros of templates. What was done on the way counts for the place
    where it ends: an escape of a library or by hand is right between tags, if it covers what ends the text there.

    ## Why it matters
    A link with a script in its query runs that script in your user's session as soon as they click it. It reads what
    they read and posts what they may post.

    ## Example
    ### Flask
    ```python app.py
    from flask import Flask, request

    app = Flask(__name__)

    @app.get("/search")
    def search():
        q = request.args.get("q", "")
        return f"<h1>Results for {q}</h1>"
    ```
    ### Django
    ```python manage.py
    import os
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "settings")
    ```
    ```python settings.py
    INSTALLED_APPS = ["django.contrib.sessions"]
    MIDDLEWARE = ["django.middleware.security.SecurityMiddleware"]
    ROOT_URLCONF = "views"
    ```
    ```python views.py
    from django.http import HttpResponse
    from django.urls import path

    def search(request):
        return HttpResponse("<h1>Nothing found for " + request.GET.get("q", "") + "</h1>")

    urlpatterns = [path("search", search)]
    ```
    ### FastAPI
    ```python main.py
    from fastapi import FastAPI
    from fastapi.responses import HTMLResponse

    app = FastAPI()

    @app.get("/search")
    def search(q: str = ""):
        return HTMLResponse(f"<h1>Results for {q}</h1>")
    ```

    ## Use instead
    ### Flask
    ```python app.py
    from flask import Flask, render_template, request

    app = Flask(__name__)

    @app.get("/search")
    def search():
        return render_template("search.html", q=request.args.get("q", ""))
    ```
    ```html templates/search.html
    <h1>Results for {{ q }}</h1>
    ```
    ### Django
    ```python manage.py
    import os
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "settings")
    ```
    ```python settings.py
    INSTALLED_APPS = ["django.contrib.sessions"]
    MIDDLEWARE = ["django.middleware.security.SecurityMiddleware"]
    ROOT_URLCONF = "views"
    ```
    ```python views.py
    from django.http import HttpResponse
    from django.urls import path
    from django.utils.html import format_html

    def search(request):
        return HttpResponse(format_html("<h1>Nothing found for {}</h1>", request.GET.get("q", "")))

    urlpatterns = [path("search", search)]
    ```
    ### FastAPI
    ```python main.py
    from html import escape
    from fastapi import FastAPI
    from fastapi.responses import HTMLResponse

    app = FastAPI()

    @app.get("/search")
    def search(q: str = ""):
        return HTMLResponse(f"<h1>Results for {escape(q)}</h1>")
    ```

    ## References
    - https://cheatsheetseries.owasp.org/cheatsheets/Cross_Site_Scripting_Prevention_Cheat_Sheet.html
    - https://flask.palletsprojects.com/en/stable/web-security/#cross-site-scripting-xss
    - https://docs.djangoproject.com/en/5.2/topics/security/#cross-site-scripting-xss-protection
    """

    requirement = "xss.escaping"
    severity = "high"

    def judge(self, app: App) -> Iterator[Observation]:
        """Report request data that reaches HTML as it came, or show where it is escaped."""
        places: set[tuple[str, int]] = set()
        for text, spot in raw_spots(app):
            at = (text.place.file, text.place.line)
            if at not in places:
                places.add(at)
                yield self._sure(app, _pasted(app, text, spot), spot)
        unclear: list[RawOutput] = []
        for raw in raw_outputs(app):
            shown, known = shown_raw(app, raw)
            at = (raw.path, raw.output.line)
            if shown is not None and not raw.cleaned and not raw.unclear:
                if at not in places:
                    places.add(at)
                    yield self._sure(app, _raw(app, raw, shown), shown)
            elif not raw.cleaned and raw.output.roots and (not known or (raw.unclear and shown is not None)):
                unclear.append(raw)
        for place, raw, spot in written_raw(app):
            if (place.file, place.line) not in places:
                places.add((place.file, place.line))
                yield self._sure(app, _raw(app, raw, spot, place), spot)
        if not places:
            yield _without(app, unclear)

    def _sure(self, app: App, seen: Observation, spot: Spot) -> Observation:
        return replace(seen, confidence=confidence(app, self, [spot.hole.data]))


def _severity(spot: Spot) -> Severity:
    root = spot.hole.data.root
    if "json" in spot.hole.data.via:
        return "medium"  # scripts read it as JSON; a browser that is led to its address reads it as HTML
    return _SEVERITY.get(root.part, "high") if root is not None else "high"


def _source(spot: Spot) -> str:
    root = spot.hole.data.root
    return _capital(root.label) if root is not None else "Request data"


def _pasted(app: App, text: HtmlText, spot: Spot) -> Observation:
    as_json = "json" in spot.hole.data.via and spot.place.context == "text"
    how = ", as JSON that is sent as HTML" if as_json else lacking(spot)
    return violated(
        text.place,
        f"{_source(spot)} reaches HTML unescaped in {text.what}{how}.",
        "Send JSON as JSON: jsonify(), JsonResponse or JSONResponse." if as_json else _FIX[app.framework],
        severity=_severity(spot), function=text.function,
        path=way(spot.hole.data, text.place, f"stands in {text.what}"),
    )  # fmt: skip


def _raw(app: App, raw: RawOutput, spot: Spot, place: Place | None = None) -> Observation:
    return violated(
        place or raw.place,
        f"{_source(spot)} is shown unescaped as {raw.output.path or raw.output.source[:60]} ({raw.how}).",
        f"Take away {raw.how.partition(',')[0]}, or clean the value with nh3.clean() first."
        if raw.how == "|safe" else _FIX[app.framework],
        severity=_severity(spot), path=way(spot.hole.data, place or raw.place, "is shown as it came"),
    )  # fmt: skip


def _held(app: App, use: HtmlUse) -> bool | None:
    """Whether all data in an expression is escaped or cleaned; None when it holds no data at all."""
    safety = html_safety(app)
    names = app.program.names
    safe = False
    for part in _leaves(app, use.file, use.scope, use.expr, 0):
        if isinstance(part, f.CallRef):
            call = use.file.detail.calls[part.index]
            if safety.of_call(use.file, call):
                safe = True
                continue
            if names.qualify(use.file, use.scope, call.func).startswith(_HARMLESS):
                continue
        return False
    return True if safe else None


_HARMLESS = ("builtins.len", "builtins.int", "builtins.round", "flask.url_for", "django.urls.reverse", "datetime.")


def _leaves(app: App, file: PythonFile, scope: int, expr: f.Expr, depth: int) -> Iterator[f.Expr]:
    """The parts of a text that are data: constants and names of the module are left out."""
    if depth > 8:
        return
    match expr:
        case f.Const() | f.Bytes():
            return
        case f.Format(parts=parts) | f.Op(operands=parts) | f.Sequence(items=parts):
            for part in parts:
                yield from _leaves(app, file, scope, part, depth + 1)
        case f.Field(value=value) | f.Await(value=value):
            yield from _leaves(app, file, scope, value, depth + 1)
        case f.CallRef(index=index):
            call = file.detail.calls[index]
            if isinstance(call.func, f.Attr) and call.func.name in {"format", "join", "replace", "strip", "encode"}:
                yield from _leaves(app, file, scope, call.func.value, depth + 1)
                if call.func.name in {"format", "join"}:
                    for part in (*call.args, *(k.value for k in call.keywords)):
                        yield from _leaves(app, file, scope, part, depth + 1)
            else:
                yield expr
        case f.Item(value=value):
            yield from _leaves(app, file, scope, value, depth + 1)
        case f.Name(id=name):
            bound = app.program.names.of(file.path).scopes[scope].get(name, [])
            values = [b.value for b in bound if isinstance(b, f.Assign) and b.value is not None and b.value != expr]
            if bound and len(values) == len(bound):
                for value in values:
                    yield from _leaves(app, file, scope, value, depth + 1)
            elif bound:
                yield expr
        case _:
            yield expr


def _without(app: App, unclear: list[RawOutput]) -> Observation:
    held = [(use, _held(app, use)) for use in html_uses(app)]
    escaped = [use for use, how in held if how]
    unsure = [use for use, how in held if how is False]
    if unsure and not unclear:
        return unknown(
            f"What {unsure[0].what} is given is not told by the files: send markup through it and look at the page.",
            unsure[0].place, related=[Step(use.place, use.what) for use in unsure[1:10]],
        )  # fmt: skip
    if unclear:
        first = unclear[0]
        more = f" ({len(unclear)} such outputs)" if len(unclear) > 1 else ""
        return unknown(
            f"Where {first.output.source[:60]} comes from is not told by the files{more}: show it with markup in it.",
            first.place, related=[Step(raw.place, raw.how) for raw in unclear[1:10]],
        )  # fmt: skip
    proof: tuple[Place, str] | None = None
    for path, facts in pages(app).items():
        for output in facts.outputs:
            if output.autoescape is False or output.safe or not output.roots:
                continue
            place = Place(path, output.line, output.column)
            root = shown_root(app, path, output)
            if root is not None:
                return met(place, f"{_capital(root.label)} is escaped by the template engine.")
            proof = proof or (place, "Templates escape what they show.")
    if escaped:
        return met(escaped[0].place, "What goes into HTML by hand is escaped.")
    if proof is not None:
        return met(*proof)
    pasted = pastes_unclear(app)
    if pasted is not None:
        return unknown("A script pastes a variable into HTML: show it with markup in what it holds.", pasted)
    text = shown_as_text(app)
    if text is not None:
        return met(text, "The pages get data as JSON, and their scripts show it as text.")
    return not_applicable("No data reaches HTML: no template output, HTML response or marked text was found.")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:] if text.startswith("the ") else text
