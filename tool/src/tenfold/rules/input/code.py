"""input.code."""

from __future__ import annotations

from tenfold.dataflow.flows import flows_of
from tenfold.dataflow.holes import Hole
from tenfold.dataflow.values import Data
from tenfold.frameworks.flows import RECEIVER, Sink
from tenfold.language import facts as f
from tenfold.program.app import App
from tenfold.rules.input._quotes import is_literal
from tenfold.rules.input._sink_rule import SinkRule
from tenfold.rules.input._uses import Use

_FORMAT = Sink("builtins.str.format", "input.code", ("", RECEIVER), "lets it reach the attributes of its arguments")


class Code(SinkRule):
    """Request data is run as code or compiled as a template.

    ## What it finds
    `eval`, `exec`, `compile`, imports by name, and template source (`render_template_string`, `Template`,
    `from_string`) made with request data; and `str.format` on a text of the client's, which reaches the
    attributes of what it is given. Request data in a template's variables is silent.

    ## Why it matters
    `{{ config }}` in template source shows the secret key, and a little more runs any command; `eval` does so at once.

    ## Example
    ### Flask
    ```python app.py
    from flask import Flask, render_template_string, request

    app = Flask(__name__)

    @app.get("/hello")
    def hello():
        return render_template_string("<h1>Hello " + request.args["name"] + "</h1>")
    ```

    ## Use instead
    ### Flask
    ```python app.py
    from flask import Flask, render_template_string, request

    app = Flask(__name__)

    @app.get("/hello")
    def hello():
        return render_template_string("<h1>Hello {{ name }}</h1>", name=request.args["name"])
    ```

    ## References
    - https://owasp.org/www-project-web-security-testing-guide/stable/4-Web_Application_Security_Testing/07-Input_Validation_Testing/18-Testing_for_Server-side_Template_Injection
    - https://cwe.mitre.org/data/definitions/95.html
    - https://cwe.mitre.org/data/definitions/1336.html
    """

    requirement = "input.code"
    severity = "critical"
    nothing = (
        "no code or template source is made at run time (looked for eval, exec, imports by name, Template, from_string)"
    )
    sound = "what it is given is constant"
    fix = {
        "": "Keep the code or template constant and give the value as a variable; look functions up in a fixed dict."
    }

    def uses(self, app: App) -> list[Use]:
        """The declared calls, and `format` on a text that may be the client's."""
        return [*super().uses(app), *_formats(app)]

    def sealed(self, app: App, use: Use, hole: Hole) -> bool:  # noqa: ARG002
        """A name out of letters is no code where it is evaluated, but it does name a module."""
        return not use.sink.objects and (hole.is_word() or is_literal(hole))


def _formats(app: App) -> list[Use]:
    """`text.format(object)` where the text itself is request data."""
    flows = flows_of(app)
    found: list[Use] = []
    for site in app.program.calls.ending("format"):
        func = site.call.func
        given = site.call.args or site.call.keywords
        if site.file.path not in app.files or not given or not isinstance(func, f.Attr):
            continue
        if not isinstance(func.value, (f.Const, f.Format)) and any(
            isinstance(atom, Data) and atom.root is not None
            for record in flows.at(site.file, site.call)
            for atom in record.receiver
        ):
            found.append(Use(site, _FORMAT, func.value))
    return found
