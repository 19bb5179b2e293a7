"""Data is encoded for the place where it stands in a page."""

from __future__ import annotations

from collections.abc import Iterator

from tenfold.findings import Severity, Step
from tenfold.language import template_facts as t
from tenfold.place import Place
from tenfold.program.app import App
from tenfold.program.template_values import Shown, template_values
from tenfold.rules.base import Observation, Rule, met, not_applicable, violated
from tenfold.rules.xss import _scripts
from tenfold.rules.xss._links import checked_link
from tenfold.rules.xss._pages import pages

_LINKS = frozenset({"a", "area", "iframe", "form", "button", "input", "embed", "object", "base", "script"})
_FOR_SCRIPT = frozenset({
    "tojson", "json", "escapejs", "escape_js", "json_script", "int", "float", "length", "urlencode", "safe_json",
    "jsonify", "floatformat", "date", "yesno", "pluralize", "slugify",
})  # fmt: skip
_FOR_LINK = frozenset({"urlencode", "url", "static", "iriencode", "int"})


class Context(Rule):
    """Data is encoded for the place where it stands in a page.

    ## What it finds
    Request data or stored text in a place where HTML escaping is not enough: at the start of a link (`javascript:`
    links), in a script without `|tojson`, `json_script` or `escapejs`, in an `on...` handler, and in an attribute
    without quotes. Links that the framework makes (`url_for`, `{% url %}`, `get_absolute_url`), fields that only take
    web addresses, and numbers stay silent.

    ## Why it matters
    A template engine escapes for text between tags. `javascript:alert(1)` holds nothing to escape, a space ends an
    attribute without quotes, and a browser undoes the escaping before it runs a handler.

    ## Example
    ### Flask
    ```python app.py
    from flask import Flask, render_template, request

    app = Flask(__name__)

    @app.get("/leave")
    def leave():
        return render_template("leave.html", target=request.args.get("to", "/"))
    ```
    ```html templates/leave.html
    <a href="{{ target }}">Go on</a>
    <button onclick="go('{{ target }}')">Go</button>
    ```

    ## Use instead
    ### Flask
    ```python app.py
    from flask import Flask, render_template, request

    app = Flask(__name__)

    @app.get("/leave")
    def leave():
        return render_template("leave.html", target=request.args.get("to", ""))
    ```
    ```html templates/leave.html
    <a href="{{ url_for('leave') }}?to={{ target|urlencode }}">Go on</a>
    <button data-target="{{ target }}">Go</button>
    <script nonce="{{ csp_nonce() }}">const target = {{ target|tojson }};</script>
    ```

    ## References
    - https://cheatsheetseries.owasp.org/cheatsheets/Cross_Site_Scripting_Prevention_Cheat_Sheet.html#output-encoding
    - https://docs.djangoproject.com/en/5.2/ref/templates/builtins/#json-script
    - https://jinja.palletsprojects.com/en/stable/templates/#jinja-filters.tojson
    """

    requirement = "xss.context"
    severity = "medium"

    def judge(self, app: App) -> Iterator[Observation]:
        """Report data in places where HTML escaping is not enough, or show a place that is right."""
        values = template_values(app)
        found = False
        proof: tuple[Place, str] | None = None
        for path, facts in pages(app).items():
            for output in facts.outputs:
                if output.context in {"text", "comment", "rcdata"}:
                    continue
                shown = values.of(path, output)
                place = Place(path, output.line, output.column)
                fault = _fault(output) if shown is not None and shown.text else None
                if fault is None or shown is None:
                    proof = proof or _proof(output, place)
                elif output.context == "url" and (check := checked_link(app, shown)) is not None:
                    proof = (check, "Only web addresses get into the link.")
                else:
                    found = True
                    yield _finding(output, place, shown, fault)
        if found:
            return
        if proof is not None:
            yield met(*proof)
        elif (checked := _scripts.checked_link(app)) is not None:
            yield met(checked, "A script sets a link only after a test of its scheme.")
        else:
            yield not_applicable("No template puts data into an attribute, a link, a script or a handler.")


def _fault(output: t.Output) -> tuple[str, str, Severity] | None:
    """What is wrong with where an output stands: the words, the fix, the severity."""
    names = {applied.name for applied in output.filters}
    if output.context in {"script", "script-string", "event"} and not _FOR_SCRIPT.isdisjoint(names):
        return None
    if output.context == "event":
        return (
            f"stands in the handler {output.attribute}, where the browser undoes HTML escaping",
            "Put it into a data-... attribute and read it from a script file.", "high",
        )  # fmt: skip
    if output.context == "script":
        return "stands in a script as code", "Write it with |tojson (Jinja) or json_script (Django).", "high"
    if output.context == "script-string":
        grave: Severity = "high" if output.safe or output.autoescape is False else "low"
        return (
            "stands in a text of a script",
            "Write it with |tojson and without quotes (Jinja), or json_script (Django).",
            grave,
        )  # fmt: skip
    if output.context == "url" and output.url_start and output.element in _LINKS and _FOR_LINK.isdisjoint(names):
        return (
            f"is the whole link of {output.attribute}, so it may be a javascript: link",
            "Let only http and https in where it is stored or read, or build the link with url_for or {% url %}.",
            "medium",
        )  # fmt: skip
    if output.context in {"attribute-unquoted", "url"} and not output.quoted and output.attribute:
        return f"stands in {output.attribute} without quotes", f'Write {output.attribute}="..." with quotes.', "medium"
    return None


def _proof(output: t.Output, place: Place) -> tuple[Place, str] | None:
    if output.context in {"attribute", "url"} and output.quoted:
        return place, f"Data stands in quotes in {output.attribute}, and no link begins with it unchecked."
    if output.context in {"script", "script-string", "json-script"}:
        return place, "Data in a script is written as JSON."
    return None


def _finding(output: t.Output, place: Place, shown: Shown, fault: tuple[str, str, Severity]) -> Observation:
    if shown.request is not None:
        what, related = shown.request.source, [Step(shown.request.place, "it is read here")]
    else:
        what = f"{output.path or output.source[:60]}, stored text,"
        related = [Step(shown.rendering.place, "the template is filled here")] if shown.rendering is not None else []
    reason, fix, severity = fault
    if shown.request is not None and shown.request.part in {"header", "cookie"}:
        severity = "low"
    return violated(place, f"{what[:1].upper() + what[1:]} {reason}.", fix, severity=severity, related=related)
