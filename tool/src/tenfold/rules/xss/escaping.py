"""Request data reaches HTML only escaped."""

from __future__ import annotations

from collections.abc import Iterator

from tenfold.findings import Severity, Step
from tenfold.language import facts as f
from tenfold.place import Place
from tenfold.program.app import App
from tenfold.program.html_safety import html_safety
from tenfold.program.request_data import request_data
from tenfold.program.request_origin import RequestOrigin
from tenfold.program.template_values import template_values
from tenfold.project.read import PythonFile
from tenfold.rules.base import Observation, Rule, met, not_applicable, unknown, violated
from tenfold.rules.xss._pages import pages
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
    escape. Data is followed through local variables, text building and the variables that a view gives its template.

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
        found = False
        escaped: list[HtmlUse] = []
        unsure: list[HtmlUse] = []
        for use in html_uses(app):
            origin = request_data(app).origin(use.file, use.scope, use.expr)
            if origin is not None and not origin.typed:
                found = True
                yield _pasted(app, use, origin)
            elif origin is None:
                held = _held(app, use)
                if held is not None:
                    (escaped if held else unsure).append(use)
        unclear: list[RawOutput] = []
        for raw in raw_outputs(app):
            shown = template_values(app).of(raw.path, raw.output)
            if shown is not None and shown.request is not None and shown.text and not raw.cleaned and not raw.unclear:
                found = True
                yield _raw(app, raw, shown.request)
            elif (
                not raw.cleaned and raw.output.roots and (shown is None or (raw.unclear and shown.request is not None))
            ):
                unclear.append(raw)
        if not found:
            yield _without(app, escaped, unclear, unsure)


def _pasted(app: App, use: HtmlUse, origin: RequestOrigin) -> Observation:
    return violated(
        use.place, f"{_capital(origin.source)} reaches HTML unescaped in {use.what}.", _FIX[app.framework],
        severity=_SEVERITY.get(origin.part, "high"), function=use.function,
        related=[Step(origin.place, f"{origin.source} is read here")] if origin.place.line != use.place.line else [],
    )  # fmt: skip


def _raw(app: App, raw: RawOutput, origin: RequestOrigin) -> Observation:
    return violated(
        raw.place,
        f"{_capital(origin.source)} is shown unescaped as {raw.output.path or raw.output.source[:60]} ({raw.how}).",
        f"Take away {raw.how.partition(',')[0]}, or clean the value with nh3.clean() first."
        if raw.how == "|safe" else _FIX[app.framework],
        severity=_SEVERITY.get(origin.part, "high"), related=[Step(origin.place, f"{origin.source} is read here")],
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


def _without(app: App, escaped: list[HtmlUse], unclear: list[RawOutput], unsure: list[HtmlUse]) -> Observation:
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
            shown = template_values(app).of(path, output)
            if shown is not None and shown.request is not None:
                return met(place, f"{_capital(shown.request.source)} is escaped by the template engine.")
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
