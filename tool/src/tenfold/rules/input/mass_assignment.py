"""input.mass-assignment."""

from __future__ import annotations

from collections.abc import Iterable

from tenfold.program.app import App
from tenfold.rules.base import Observation, Rule, met, not_applicable, violated
from tenfold.rules.input._binding import Binding, bindings
from tenfold.rules.way import confidence, further, way


class MassAssignment(Rule):
    """A request sets whatever fields it names.

    ## What it finds
    Models that are made or changed with everything a request holds (`Model(**request.json)`,
    `create(**data)`, a `setattr` loop), Django forms with `fields = "__all__"`, and writable serializers
    with it, also through functions and files in between. What a schema has passed has only the fields that the schema
    names, and is silent; so are keys that were compared with a list, and those of `{key: data[key] for key in FIELDS}`.

    ## Why it matters
    Add `"is_admin": true` to the body of the profile form, and the visitor is an administrator.

    ## Example
    ### Flask
    ```python app.py
    from flask import Flask, request
    from flask_sqlalchemy import SQLAlchemy

    app = Flask(__name__)
    db = SQLAlchemy(app)

    class User(db.Model):
        id = db.Column(db.Integer, primary_key=True)
        name = db.Column(db.String)
        is_admin = db.Column(db.Boolean)

    @app.post("/signup")
    def signup():
        db.session.add(User(**request.get_json()))
        db.session.commit()
        return "", 201
    ```

    ## Use instead
    ### Flask
    ```python app.py
    from flask import Flask, request
    from flask_sqlalchemy import SQLAlchemy

    app = Flask(__name__)
    db = SQLAlchemy(app)

    class User(db.Model):
        id = db.Column(db.Integer, primary_key=True)
        name = db.Column(db.String)
        is_admin = db.Column(db.Boolean)

    @app.post("/signup")
    def signup():
        db.session.add(User(name=request.get_json()["name"]))
        db.session.commit()
        return "", 201
    ```

    ## References
    - https://cheatsheetseries.owasp.org/cheatsheets/Mass_Assignment_Cheat_Sheet.html
    - https://docs.djangoproject.com/en/stable/topics/forms/modelforms/#selecting-the-fields-to-use
    - https://cwe.mitre.org/data/definitions/915.html
    """

    requirement = "input.mass-assignment"
    severity = "high"

    def judge(self, app: App) -> Iterable[Observation]:
        """Name what takes every field; what names its fields is proof."""
        found = False
        bound = bindings(app)
        for binding in bound:
            if binding.open:
                found = True
                yield self._finding(app, binding)
        named = [binding for binding in bound if not binding.open]
        if found:
            return
        if named:
            count = f" ({len(named)} places)" if len(named) > 1 else ""
            yield met(named[0].place, f"{named[0].reason}{count}")
        else:
            yield not_applicable(
                "no model is made or changed from a request's fields (looked for models, forms, serializers)"
            )

    def _finding(self, app: App, binding: Binding) -> Observation:
        data = [hole.data for hole in (binding.data, *binding.others) if hole is not None]
        return violated(
            binding.place,
            binding.reason,
            binding.fix,
            path=way(data[0], binding.place, "chooses the fields that are set") if data else (),
            related=further(data[1:]),
            function=binding.function,
            confidence=confidence(app, self, data) if data else None,
        )
