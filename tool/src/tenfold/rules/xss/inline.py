"""Templates hold no inline script and no event handlers."""

from __future__ import annotations

from collections.abc import Iterator

from tenfold.findings import Step
from tenfold.language.template_facts import Inline as InlineCode
from tenfold.language.template_facts import TemplateFacts
from tenfold.place import Place
from tenfold.program.app import App
from tenfold.rules.base import Observation, Rule, met, not_applicable, violated
from tenfold.rules.xss._pages import pages

_WORDS = {"script": "a script", "event": "a handler", "javascript-url": "a javascript: link"}


class Inline(Rule):
    """Templates hold no inline script and no event handlers.

    ## What it finds
    Script elements with code in the page and without a nonce, `on...` attributes and `javascript:` links, one finding
    for each template. Data blocks (`application/json`), templates for the browser, and mails are left out.

    ## Why it matters
    The browser cannot tell your inline script from an injected one. As long as pages hold any without a nonce, the
    policy needs `'unsafe-inline'`, and with it protects nobody.

    ## Example
    ### Flask
    ```python app.py
    from flask import Flask, render_template

    app = Flask(__name__)

    @app.get("/")
    def index():
        return render_template("index.html")
    ```
    ```html templates/index.html
    <button onclick="save()">Save</button>
    <script>function save() { document.forms[0].submit() }</script>
    ```

    ## Use instead
    ### Flask
    ```python app.py
    from flask import Flask, render_template

    app = Flask(__name__)

    @app.get("/")
    def index():
        return render_template("index.html")
    ```
    ```html templates/index.html
    <button id="save">Save</button>
    <script src="{{ url_for('static', filename='save.js') }}" nonce="{{ csp_nonce() }}"></script>
    ```

    ## References
    - https://web.dev/articles/strict-csp#refactor
    - https://cheatsheetseries.owasp.org/cheatsheets/Content_Security_Policy_Cheat_Sheet.html
    - https://django-csp.readthedocs.io/en/latest/nonce.html
    """

    requirement = "xss.inline"
    severity = "low"

    def judge(self, app: App) -> Iterator[Observation]:
        """Report each template with inline code."""
        shown = pages(app)
        if not shown:
            yield not_applicable("The app has no templates and no pages of its own.")
            return
        clean = True
        for path, facts in shown.items():
            code = [inline for inline in facts.inline if inline.kind in _WORDS and not inline.nonce]
            if code:
                clean = False
                yield _finding(path, code)
        if clean:
            yield _met(shown)


def _finding(path: str, code: list[InlineCode]) -> Observation:
    first = code[0]
    kinds = [_WORDS[kind] for kind in dict.fromkeys(inline.kind for inline in code)]
    count = f" ({len(code)} places)" if len(code) > 1 else ""
    named = f" in {first.attribute}" if first.attribute and len(code) == 1 else ""
    fix = "Move the code to a file under static/ and bind handlers there with addEventListener"
    if any(inline.kind == "script" for inline in code):
        fix += ", or give the script element the nonce of the policy"
    return violated(
        Place(path, first.line, first.column), f"The page holds {' and '.join(kinds)}{named} inline{count}.", f"{fix}.",
        related=[Step(Place(path, i.line, i.column), _WORDS[i.kind]) for i in code[1:20]],
    )  # fmt: skip


def _met(shown: dict[str, TemplateFacts]) -> Observation:
    for path, facts in shown.items():
        for script in facts.scripts:
            return met(Place(path, script.line, script.column), "Scripts stand in files or carry a nonce.")
    return met(Place(next(iter(shown))), f"None of the {len(shown)} templates holds inline script or handlers.")
