"""input.sanitized."""

from __future__ import annotations

from collections.abc import Iterable

from tenfold.findings import Step
from tenfold.program.app import App
from tenfold.rules.base import Observation, Rule, met, missing, not_applicable, violated
from tenfold.rules.input._rich_text import sanitizing, shown_raw


class Sanitized(Rule):
    """Rich text of users is shown as HTML without an allow-list sanitizer.

    ## What it finds
    Text out of the database that is shown unescaped (`|safe`, `mark_safe`, `Markup`, HTML built by hand,
    `innerHTML`) and passes no sanitizer on the way in or out: nh3, Bleach (no longer maintained, which is
    said), lxml_html_clean. Text that only staff write in the admin site is silent, and escaped text needs
    none.

    ## Why it matters
    An editor in the browser sends HTML; anyone else can send any HTML, with scripts that then run for every reader.

    ## Example
    ### Flask
    ```python app.py
    import sqlite3

    from flask import Flask, render_template

    app = Flask(__name__)

    @app.get("/notes/<int:note_id>")
    def note(note_id):
        row = sqlite3.connect("notes.db").execute("SELECT * FROM notes WHERE id = ?", (note_id,)).fetchone()
        return render_template("note.html", note=row)
    ```
    ```python templates/note.html
    <div>{{ note.body|safe }}</div>
    ```

    ## Use instead
    ### Flask
    ```python app.py
    import sqlite3

    import nh3
    from flask import Flask, render_template
    from markupsafe import Markup

    app = Flask(__name__)

    @app.template_filter("rich")
    def rich(text):
        return Markup(nh3.clean(text, tags={"p", "b", "i"}))

    @app.get("/notes/<int:note_id>")
    def note(note_id):
        row = sqlite3.connect("notes.db").execute("SELECT * FROM notes WHERE id = ?", (note_id,)).fetchone()
        return render_template("note.html", note=row)
    ```
    ```python templates/note.html
    <div>{{ note.body|rich }}</div>
    ```

    ## References
    - https://nh3.readthedocs.io/
    - https://cheatsheetseries.owasp.org/cheatsheets/Cross_Site_Scripting_Prevention_Cheat_Sheet.html#html-sanitization
    - https://cwe.mitre.org/data/definitions/79.html
    """

    requirement = "input.sanitized"
    severity = "high"

    def judge(self, app: App) -> Iterable[Observation]:
        """Find rich text that is shown as it came, and what cleans."""
        raw = list(dict.fromkeys(shown_raw(app)))
        cleaners = sanitizing(app)
        if raw:
            place, what = raw[0]
            steps = tuple(Step(other, text) for other, text in raw[1:9])
            fix = "Clean it with nh3.clean(text, tags={...}) before it is stored, and show only what was cleaned."
            if cleaners:
                reason = f"{what}, while other text is cleaned ({cleaners[0][1]})"
                yield violated(place, reason, fix, related=steps)
            else:
                yield missing(place, f"{what}, and no sanitizer is used", fix, related=steps)
        for place, what in cleaners:
            yield met(place, what)
        if not raw and not cleaners:
            yield not_applicable(
                "no stored text is shown as HTML (looked for |safe, mark_safe, Markup, innerHTML, sanitizers)"
            )
