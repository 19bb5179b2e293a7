"""input.nosql."""

from __future__ import annotations

from collections.abc import Iterator

from tenfold.dataflow.holes import Hole
from tenfold.dataflow.records import Record
from tenfold.dataflow.values import Data, Map
from tenfold.program.app import App
from tenfold.rules.input._sink_rule import SinkRule, argument
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

    def sealed(self, app: App, use: Use, hole: Hole) -> bool:  # noqa: ARG002
        """Only a JSON value can be a mapping; what a schema has passed has the type that it says."""
        root = hole.data.root
        return root is None or root.part not in {"body", "any"} or root.validated

    def holes(self, use: Use, record: Record) -> Iterator[Hole]:
        """The values of the filter that may be mappings; text is none, and `$eq` takes one for a value."""
        for atom in argument(use, record) or ():
            if isinstance(atom, Map):
                for value in (*atom.items.values(), atom.rest):
                    yield from (Hole(one) for one in value if isinstance(one, Data) and _may_be_mapping(one))
            elif isinstance(atom, Data):
                yield Hole(atom)


def _may_be_mapping(data: Data) -> bool:
    """Whether a value may be a mapping: an entry of a body that nothing has made text."""
    return data.kind in {"json", "map"} or (data.root is not None and data.root.part == "any")
