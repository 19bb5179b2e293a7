"""input.deserialize."""

from __future__ import annotations

from collections.abc import Iterable

from tenfold.program.app import App
from tenfold.rules.base import Observation, violated
from tenfold.rules.input._sink_rule import SinkRule


class Deserialize(SinkRule):
    """Request data is unpickled or loaded by a loader that makes any object.

    ## What it finds
    `pickle`, `marshal`, `shelve`, `dill`, `jsonpickle`, `joblib`, `torch.load`, `yaml.load` without a safe
    loader, and their like, on request data; and Django sessions that pickle a cookie. Loads of files that
    the app itself names are silent.

    ## Why it matters
    Such a loader calls whatever function the data names. A pickled cookie whose key leaks runs commands.

    ## Example
    ### Flask
    ```python app.py
    import base64
    import pickle

    from flask import Flask, request

    app = Flask(__name__)

    @app.post("/cart")
    def cart():
        return {"items": len(pickle.loads(base64.b64decode(request.form["cart"])))}
    ```

    ## Use instead
    ### Flask
    ```python app.py
    import json

    from flask import Flask, request

    app = Flask(__name__)

    @app.post("/cart")
    def cart():
        return {"items": len(json.loads(request.form["cart"]))}
    ```

    ## References
    - https://cheatsheetseries.owasp.org/cheatsheets/Deserialization_Cheat_Sheet.html
    - https://docs.python.org/3/library/pickle.html
    - https://cwe.mitre.org/data/definitions/502.html
    """

    requirement = "input.deserialize"
    severity = "critical"
    nothing = (
        "nothing is unpickled (looked for pickle, marshal, shelve, yaml, dill, jsonpickle, joblib, torch and peers)"
    )
    sound = "it does not read request data"
    fix = {
        "": "Exchange JSON and read it with json.loads and a schema; for YAML use yaml.safe_load.",
    }

    def judge(self, app: App) -> Iterable[Observation]:
        """Sessions that pickle a cookie first, then each load."""
        cookie = _pickled_cookie(app) if app.framework == "django" else None
        if cookie is None:
            yield from super().judge(app)
            return
        yield cookie
        yield from (seen for seen in super().judge(app) if seen.kind == "violated")


def _pickled_cookie(app: App) -> Observation | None:
    """A session serializer that pickles, together with sessions that live in a cookie."""
    serializer, engine = app.settings.get("SESSION_SERIALIZER"), app.settings.get("SESSION_ENGINE")
    if serializer is None or not isinstance(serializer.value, str):
        return None
    in_cookie = engine is not None and engine.value == "django.contrib.sessions.backends.signed_cookies"
    if not in_cookie or serializer.place is None or not _pickles(app, serializer.value):
        return None
    return violated(
        serializer.place,
        f"{serializer.value} unpickles the session cookie, so that whoever learns the key runs code",
        'Set SESSION_SERIALIZER = "django.contrib.sessions.serializers.JSONSerializer".',
    )


def _pickles(app: App, dotted: str) -> bool:
    """Whether a serializer class unpickles: Django's old one, or one of the project that calls pickle."""
    module, _, name = dotted.rpartition(".")
    if dotted.startswith("django."):
        return name == "PickleSerializer"
    for site in app.calls("pickle.loads", "pickle.load"):
        path = site.file.path.removesuffix(".py").replace("/", ".")
        if (path == module or path.endswith("." + module)) and site.function.startswith(name + "."):
            return True
    return False
