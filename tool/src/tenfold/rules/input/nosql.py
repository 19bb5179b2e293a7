"""input.nosql."""

from __future__ import annotations

from tenfold.language import facts as f
from tenfold.program.request_origin import RequestOrigin
from tenfold.rules.input._sink_rule import SinkRule
from tenfold.rules.input._trace import Trace
from tenfold.rules.input._uses import Use


class Nosql(SinkRule):
    """Request data can bring operators into a MongoDB query.

    ## What it finds
    Filters of MongoDB queries that hold a JSON body, or a value of one, that no schema has made text:
    `{"$ne": ""}` is then taken for an operator. `$where` and raw queries built from any request data count
    too. Form and query values are always text, and silent.

    ## Why it matters
    A log-in that looks for `{"user": body["user"], "password": body["password"]}` is passed by sending
    `{"$ne": null}` for both.

    ## Example
    ### Flask
    ```python app.py
    from flask import Flask, request
    from pymongo import MongoClient

    app = Flask(__name__)
    users = MongoClient().shop.users

    @app.post("/login")
    def login():
        body = request.get_json()
        user = users.find_one({"name": body["name"], "pin": body["pin"]})
        return {"found": user is not None}
    ```

    ## Use instead
    ### Flask
    ```python app.py
    from flask import Flask, request
    from pymongo import MongoClient

    app = Flask(__name__)
    users = MongoClient().shop.users

    @app.post("/login")
    def login():
        body = request.get_json()
        user = users.find_one({"name": str(body["name"]), "pin": str(body["pin"])})
        return {"found": user is not None}
    ```

    ## References
    - https://owasp.org/www-project-web-security-testing-guide/stable/4-Web_Application_Security_Testing/07-Input_Validation_Testing/05.6-Testing_for_NoSQL_Injection
    - https://cwe.mitre.org/data/definitions/943.html
    """

    requirement = "input.nosql"
    severity = "high"
    nothing = "no MongoDB client is called (looked for pymongo, motor, flask-pymongo, mongoengine)"
    sound = "no filter takes a value that could be an operator"
    fix = {
        "": "Make the value text with str(...), compare with {'$eq': value}, or pass the body through a schema first."
    }

    def harmful(self, trace: Trace, use: Use, origin: RequestOrigin) -> bool:  # noqa: ARG002
        """Only a JSON value can be a mapping; what a schema has passed has the type that it says."""
        return origin.part in {"body", "any"} and not origin.validated

    def dangerous(self, trace: Trace, use: Use) -> f.Expr | None:  # noqa: ARG002
        """The values of the filter that may be mappings; text is none."""
        if not isinstance(use.expr, f.Mapping):
            return use.expr
        kept = tuple(value for value in use.expr.values if not _is_text(use, value))
        return f.Sequence("tuple", kept) if kept else None


def _is_text(use: Use, value: f.Expr) -> bool:
    """Whether a value is made text, or an identifier, on the spot."""
    if isinstance(value, f.CallRef):
        return use.file.detail.calls[value.index].name.rpartition(".")[2] in {"str", "ObjectId", "int", "escape"}
    if isinstance(value, f.Mapping):
        return set(value.keys) == {f.Const("$eq")}
    return isinstance(value, (f.Format, f.Const))
