"""Data is encoded for the place where it stands in a page."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from tenfold.findings import Severity, Step
from tenfold.language import template_facts as t
from tenfold.place import Place
from tenfold.program.app import App
from tenfold.program.template_values import Shown, template_values
from tenfold.rules.base import Observation, Rule, met, not_applicable, violated
from tenfold.rules.way import confidence, way
from tenfold.rules.xss import _scripts
from tenfold.rules.xss._answers import HtmlText
from tenfold.rules.xss._links import checked_link
from tenfold.rules.xss._markup import LINKS, Spot
from tenfold.rules.xss._pages import pages
from tenfold.rules.xss._reached import misplaced_spots, shown_misplaced

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
    web addresses, and numbers stay silent. HTML that is written in Python is looked at in the same way.

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
        found = False
        proof: tuple[Place, str] | None = None
        for path, facts in pages(app).items():
            for output in facts.outputs:
                if output.context in {"text", "comment", "rcdata"}:
                    continue
                place = Place(path, output.line, output.column)
                fault = _fault(output)
                seen = _seen(app, path, output) if fault is not None else None
                if fault is None or seen is None:
                    proof = proof or _proof(output, place)
                elif isinstance(seen, Place):
                    proof = (seen, "Only web addresses get into the link.")
                else:
                    found = True
                    told = _finding(output, place, seen, fault)
                    yield self._sure(app, told, seen) if isinstance(seen, Spot) else told
        for text, spot in misplaced_spots(app):
            found = True
            yield self._sure(app, _in_code(text, spot), spot)
        if found:
            return
        if proof is not None:
            yield met(*proof)
        elif (checked := _scripts.checked_link(app)) is not None:
            yield met(checked, "A script sets a link only after a test of its scheme.")
        else:
            yield not_applicable("No template puts data into an attribute, a link, a script or a handler.")

    def _sure(self, app: App, seen: Observation, spot: Spot) -> Observation:
        return replace(seen, confidence=confidence(app, self, [spot.hole.data]))


def _seen(app: App, path: str, output: t.Output) -> Spot | Shown | Place | None:
    """What an output shows that does harm there: request data or stored text; a place: where it was checked."""
    spot = shown_misplaced(app, path, output)
    if spot is not None:
        return spot
    shown = template_values(app).of(path, output)
    if shown is None or not shown.text or shown.stored is None:
        return None
    checked = checked_link(app, shown) if output.context == "url" else None
    return checked or shown


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
    if output.context == "url" and output.url_start and output.element in LINKS and _FOR_LINK.isdisjoint(names):
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


def _finding(output: t.Output, place: Place, seen: Spot | Shown, fault: tuple[str, str, Severity]) -> Observation:
    reason, fix, severity = fault
    path: tuple[Step, ...] = ()
    related: tuple[Step, ...] = ()
    if isinstance(seen, Spot):
        root = seen.hole.data.root
        what = root.label if root is not None else "request data"
        path = way(seen.hole.data, place, "is shown")
        if root is not None and root.part in {"header", "cookie"}:
            severity = "low"
    else:
        what = f"{output.path or output.source[:60]}, stored text,"
        related = (Step(seen.rendering.place, "the template is filled here"),) if seen.rendering is not None else ()
    sentence = f"{what[:1].upper() + what[1:]} {reason}."
    return violated(place, sentence, fix, severity=severity, path=path, related=related)


def _in_code(text: HtmlText, spot: Spot) -> Observation:
    """Data that is escaped in a text of the code, and stands where that is not enough."""
    root, place = spot.hole.data.root, spot.place
    source = root.label if root is not None else "request data"
    where = f"{place.attribute}" if place.attribute else "a script"
    low = place.context == "script-string" or (root is not None and root.part in {"header", "cookie"})
    reasons = {
        "event": f"in the handler {where}, where the browser undoes HTML escaping",
        "script": "in a script as code, where HTML escaping does not help",
        "script-string": "in a text of a script, where HTML escaping does not help",
        "url": f"as the whole link of {where}, so it may be a javascript: link",
    }
    reason = reasons.get(place.context, "") if place.context != "url" or place.quoted else ""
    return violated(
        text.place,
        f"{source[:1].upper() + source[1:]} is escaped, and stands "
        + (reason or f"in {where} without quotes, where a space ends it") + f" ({text.what}).",
        "Put it into a quoted attribute or between tags, write it as JSON in a script, and let a link begin with http.",
        severity="low" if low else "medium", function=text.function,
        path=way(spot.hole.data, text.place, f"stands in {where}"),
    )  # fmt: skip
