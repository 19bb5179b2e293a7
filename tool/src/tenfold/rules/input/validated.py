"""input.validated."""

from __future__ import annotations

from collections.abc import Iterable

from tenfold.findings import Step
from tenfold.program.app import App
from tenfold.rules.base import Observation, Rule, met, missing, not_applicable, violated
from tenfold.rules.input._bodies import bodies

_FIX = {
    "flask": "Make a FlaskForm (for JSON a Pydantic model) with a limit for each field, and read only from it.",
    "django": "Read form.cleaned_data of a Form (or validated_data of a serializer) instead of request.POST.",
    "fastapi": "Declare a Pydantic model as the parameter instead of reading the request or taking a dict.",
}


class Validated(Rule):
    """Views take form fields and bodies as they come.

    ## What it finds
    Views that change something and read raw fields of a form or body (`request.form["x"]`,
    `request.POST["x"]`, `await request.json()`, `dict` parameters) without a schema: WTForms, Django forms,
    serializers, Pydantic, marshmallow, Cerberus, webargs, jsonschema, attrs or msgspec. All of them are
    told in one finding. Values that are made numbers at once are silent.

    ## Why it matters
    Code that takes what it gets meets negative amounts, texts of ten megabytes, and lists where a number was meant.

    ## Example
    ### Flask
    ```python app.py
    from flask import Flask, request

    app = Flask(__name__)

    @app.post("/notes")
    def create():
        title = request.form["title"]
        return {"title": title}
    ```

    ## Use instead
    ### Flask
    ```python app.py
    from flask import Flask, request
    from pydantic import BaseModel, Field

    app = Flask(__name__)

    class NewNote(BaseModel):
        title: str = Field(max_length=120)

    @app.post("/notes")
    def create():
        note = NewNote.model_validate(request.form.to_dict())
        return {"title": note.title}
    ```

    ## References
    - https://cheatsheetseries.owasp.org/cheatsheets/Input_Validation_Cheat_Sheet.html
    - https://flask-wtf.readthedocs.io/
    - https://cwe.mitre.org/data/definitions/20.html
    """

    requirement = "input.validated"
    severity = "medium"

    def judge(self, app: App) -> Iterable[Observation]:
        """Sort the views that take a body by whether a schema passes it."""
        raw, checked = bodies(app)
        if raw:
            first = raw[0]
            steps = tuple(Step(place, f"{name}() does so too") for place, name, _ in raw[1:9])
            say = missing if not checked else violated
            total = len(raw) + len(checked)
            yield say(
                first[0],
                f"{first[1]}() takes {first[2]} as it comes; so do {len(raw)} of the {total} views that take input",
                _FIX[app.framework],
                related=steps,
                function=first[1],
                severity="low" if len(raw) * 4 < total else None,
            )
        for place, name, what in checked[:1]:
            yield met(place, f"{name}() passes its input through {what} ({len(checked)} views do)")
        if not raw and not checked:
            yield not_applicable("no view takes a form or a body")
