"""input.validated-session."""

from __future__ import annotations

from collections.abc import Iterable

from tenfold.dataflow.flows import flows_of, request_data
from tenfold.dataflow.holes import settled
from tenfold.dataflow.values import Data, Value
from tenfold.program.app import App
from tenfold.rules.base import Observation, Rule, violated
from tenfold.rules.way import confidence, way

_SESSIONS = frozenset({
    "flask.session[]", "quart.session[]", "django.http.HttpRequest.session[]", "starlette.requests.Request.session[]",
    "fastapi.Request.session[]", "fastapi.requests.Request.session[]", "starlette.requests.HTTPConnection.session[]",
    "rest_framework.request.Request.session[]",
})  # fmt: skip


class ValidatedSession(Rule):
    """Request data is put into the session unchecked.

    ## What it finds
    `session[key] = value` where the request chooses the key, or where its text becomes the value without a check:
    no comparison, no conversion, no form or schema. Numbers, members of a list, checked and looked-up values are
    silent.

    ## Why it matters
    Code believes its session, because only the server writes it. A key or a value that the client chose is then
    believed like the server's own: a role, an id, an address to return to (CWE-501, trust boundary violation).

    ## Example
    ### Flask
    ```python app.py
    from flask import Flask, request, session

    app = Flask(__name__)

    @app.post("/choose")
    def choose():
        session[request.form["name"]] = "1"
        return ""
    ```

    ## Use instead
    ### Flask
    ```python app.py
    from flask import Flask, abort, request, session

    app = Flask(__name__)
    CHOICES = {"light", "dark"}

    @app.post("/choose")
    def choose():
        theme = request.form["theme"]
        if theme not in CHOICES:
            abort(400)
        session["theme"] = theme
        return ""
    ```

    ## References
    - https://cwe.mitre.org/data/definitions/501.html
    - https://cheatsheetseries.owasp.org/cheatsheets/Input_Validation_Cheat_Sheet.html
    """

    requirement = "input.validated"
    severity = "medium"
    confidence = "medium"
    cwe = (501,)

    def judge(self, app: App) -> Iterable[Observation]:
        """Each store whose key or value is the client's."""
        for records in flows_of(app).records.stores.values():
            for record in records:
                if _SESSIONS.isdisjoint(record.names):
                    continue
                key, value = record.args
                chosen, believed = _unchecked(key), _unchecked(value)
                data = next(iter(chosen or believed), None)
                if data is None or data.root is None:
                    continue
                what = "chooses the key of" if chosen else "is put unchecked into"
                yield violated(
                    record.place,
                    f"{data.root.label} {what} the session, which later code believes",
                    "Compare it with a list, convert it, or pass it through a form or schema before it is kept.",
                    path=way(data, record.place, "is kept in the session"),
                    severity="medium" if chosen else "low",
                    confidence=confidence(app, self, [data]),
                )
                break


def _unchecked(value: Value) -> list[Data]:
    """The text of the client's in a value of which nothing was shown."""
    return [
        data
        for data in request_data(value)
        if not settled(data, "input.validated")
        and data.root is not None
        and not data.root.validated
        and data.root.part not in {"url", "file"}
        and not (
            (data.has("word") and "part" not in data.via)
            or data.has("asked")
            or data.has("host.fixed")
            or data.has("host.empty")
        )
    ]
