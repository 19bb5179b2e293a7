"""Stored text is shown escaped."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from tenfold.findings import Step
from tenfold.place import Place
from tenfold.program.app import App
from tenfold.program.html_safety import html_safety
from tenfold.program.stored_data import StoredOrigin, stored_data
from tenfold.program.template_values import template_values
from tenfold.rules.base import Observation, Rule, met, not_applicable, unknown, violated
from tenfold.rules.xss._pages import pages
from tenfold.rules.xss._reached import shown_raw
from tenfold.rules.xss._scripts import pastes_unclear, shown_as_text
from tenfold.rules.xss._sinks import RawOutput, html_uses, raw_outputs

_FIX = "Show it escaped; if it must hold markup, clean it with nh3.clean() when it is stored or shown."


class Stored(Rule):
    """Stored text is shown escaped.

    ## What it finds
    Text out of the database that becomes HTML as it is: `{{ note.body|safe }}` in a template, `mark_safe(self.text)` in
    a model, an f-string of a row in a response. Fields that a sanitizer cleans when they are stored, filters that
    clean, and numbers, dates and keys stay silent.

    ## Why it matters
    What one user stored runs in the browser of everyone who looks at it, administrators first. No link has to be
    clicked, and one entry is enough.

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
    ```html templates/note.html
    <div>{{ note.body|safe }}</div>
    ```
    ### Django
    ```python manage.py
    import os
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "settings")
    ```
    ```python settings.py
    INSTALLED_APPS = ["shop"]
    MIDDLEWARE = ["django.middleware.security.SecurityMiddleware"]
    ROOT_URLCONF = "shop.urls"
    ```
    ```python shop/models.py
    from django.db import models
    from django.utils.safestring import mark_safe

    class Review(models.Model):
        text = models.TextField()

        def html(self):
            return mark_safe(self.text)
    ```
    ### FastAPI
    ```python main.py
    from fastapi import FastAPI
    from fastapi.responses import HTMLResponse
    from sqlmodel import Field, Session, SQLModel, select

    app = FastAPI()

    class User(SQLModel, table=True):
        id: int = Field(primary_key=True)
        name: str

    @app.get("/users", response_class=HTMLResponse)
    def users(session: Session):
        rows = "".join(f"<li>{user.name}</li>" for user in session.exec(select(User)).all())
        return f"<ul>{rows}</ul>"
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
    ```html templates/note.html
    <div>{{ note.body|rich }}</div>
    ```
    ### Django
    ```python manage.py
    import os
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "settings")
    ```
    ```python settings.py
    INSTALLED_APPS = ["shop"]
    MIDDLEWARE = ["django.middleware.security.SecurityMiddleware"]
    ROOT_URLCONF = "shop.urls"
    ```
    ```python shop/models.py
    import nh3
    from django.db import models
    from django.utils.safestring import mark_safe

    class Review(models.Model):
        text = models.TextField()

        def html(self):
            return mark_safe(nh3.clean(self.text, tags={"p", "b", "i"}))
    ```
    ### FastAPI
    ```python main.py
    from html import escape
    from fastapi import FastAPI
    from fastapi.responses import HTMLResponse
    from sqlmodel import Field, Session, SQLModel, select

    app = FastAPI()

    class User(SQLModel, table=True):
        id: int = Field(primary_key=True)
        name: str

    @app.get("/users", response_class=HTMLResponse)
    def users(session: Session):
        names = [escape(user.name) for user in session.exec(select(User)).all()]
        return HTMLResponse("<br>".join(names))
    ```

    ## References
    - https://cheatsheetseries.owasp.org/cheatsheets/Cross_Site_Scripting_Prevention_Cheat_Sheet.html
    - https://nh3.readthedocs.io/
    - https://owasp.org/www-community/attacks/xss/#stored-xss-attacks
    """

    requirement = "xss.stored"
    severity = "high"

    def judge(self, app: App) -> Iterator[Observation]:
        """Report stored text that reaches HTML as it is, or show where it is cleaned or escaped."""
        found = False
        proofs: list[tuple[Place, str]] = []
        for use in html_uses(app):
            origin = stored_data(app).origin(use.file, use.scope, use.expr)
            if origin is None or not origin.field or not stored_data(app).is_text(origin, origin.field):
                continue
            if (cleaned := html_safety(app).cleaned.get(origin.field)) is not None:
                proofs.append((cleaned, f"{_named(origin)} is cleaned before it is stored."))
                continue
            found = True
            yield violated(
                use.place, f"{_named(origin)} out of the database reaches HTML unescaped in {use.what}.", _FIX,
                function=use.function,
            )  # fmt: skip
        unclear: list[RawOutput] = []
        for raw in raw_outputs(app):
            shown = template_values(app).of(raw.path, raw.output)
            if shown is None:
                request, known = shown_raw(app, raw)
                if request is None and not known and not raw.cleaned and raw.output.roots:
                    unclear.append(raw)
                continue
            origin = shown.stored
            if origin is None or not shown.text:
                continue
            if raw.cleaned:
                proofs.append((raw.place, f"{_named(origin)} is cleaned by {raw.how}."))
            elif (cleaned := html_safety(app).cleaned.get(origin.field)) is not None:
                proofs.append((cleaned, f"{_named(origin)} is cleaned before it is stored."))
            elif raw.unclear or not (origin.field or origin.model):
                unclear.append(raw)
            else:
                found = True
                yield _raw(app, raw, origin, shown.rendering.place if shown.rendering is not None else None)
        if found:
            return
        yield _without(app, proofs, unclear)


def _raw(app: App, raw: RawOutput, origin: StoredOrigin, rendered: Place | None) -> Observation:
    staff = stored_data(app).staff_only(origin.model)
    who = ", which only staff write in the admin site," if staff else ""
    return violated(
        raw.place, f"{_named(origin)} out of the database{who} is shown unescaped ({raw.how}).", _FIX,
        severity="low" if staff else "high", persona="pedantic" if staff else "regular",
        related=[Step(rendered, "the template is filled here")] if rendered is not None else [],
    )  # fmt: skip


def _named(origin: StoredOrigin) -> str:
    what = replace(origin).what
    if not origin.field:
        return what
    return f"{origin.field} of {what}" if not origin.model else f"{what}.{origin.field}"


def _without(app: App, proofs: list[tuple[Place, str]], unclear: list[RawOutput]) -> Observation:
    if unclear:
        first = unclear[0]
        more = f" ({len(unclear)} such outputs)" if len(unclear) > 1 else ""
        return unknown(
            f"Whether {first.output.source[:60]} shows stored text is not told by the files{more}: "
            "store markup and look at the page.",
            first.place,
            related=[Step(raw.place, raw.how) for raw in unclear[1:10]],
        )
    if proofs:
        return met(proofs[0][0], proofs[0][1], related=[Step(place, note) for place, note in proofs[1:5]])
    for path, facts in pages(app).items():
        for output in facts.outputs:
            shown = (
                template_values(app).of(path, output) if not output.safe and output.autoescape is not False else None
            )
            if shown is not None and shown.stored is not None and shown.text:
                return met(
                    Place(path, output.line, output.column), f"{_named(shown.stored)} is escaped by the template."
                )
    pasted = pastes_unclear(app)
    if pasted is not None:
        return unknown("A script pastes a variable into HTML: show it with markup in what it holds.", pasted)
    place = shown_as_text(app)
    if place is not None:
        return met(place, "The pages get stored text as JSON, and their scripts show it as text.")
    return not_applicable("No stored text was found in HTML: no template shows a field of a model or a row.")
