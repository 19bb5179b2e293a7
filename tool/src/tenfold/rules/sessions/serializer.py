"""Whether sessions are read with pickle."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from packaging.version import Version

from tenfold.language import facts as f
from tenfold.place import Place
from tenfold.program.app import App
from tenfold.rules.base import Observation, Rule, met, not_applicable, unknown, violated
from tenfold.rules.sessions._mechanism import STARSESSIONS, Seen, mechanism, nothing_of, starlette_sessions

_MSGPACK = Version("0.7.0")
"""Flask-Session wrote pickle before (its change log)."""
_DJANGO = "django.contrib.sessions.serializers.PickleSerializer"
_LOADS = ("pickle.loads", "pickle.load", "cPickle.loads", "dill.loads", "jsonpickle.decode", "cloudpickle.loads")


class SessionSerializer(Rule):
    """Sessions are read with pickle, which runs whatever is in them.

    ## What it finds

    Django's `SESSION_SERIALIZER` set to a pickle serializer (Django's own or the project's), Flask-Session before
    0.7, and session interfaces of the project that unpickle.

    ## Why it matters

    Unpickling runs code that the data names. Who learns the signing key of a cookie, or writes into the session
    store, runs commands on the server.

    ## Example

    ### Django
    ```python settings.py
    INSTALLED_APPS = ["django.contrib.sessions"]
    MIDDLEWARE = ["django.contrib.sessions.middleware.SessionMiddleware"]
    ROOT_URLCONF = "urls"
    SESSION_SERIALIZER = "django.contrib.sessions.serializers.PickleSerializer"
    ```
    ### Flask
    ```python app.py
    from flask import Flask, session
    from flask_session import Session

    app = Flask(__name__)
    app.config["SESSION_TYPE"] = "redis"
    Session(app)

    @app.post("/login")
    def login():
        session["user_id"] = 1
        return "ok"
    ```
    ```text requirements.txt
    flask-session==0.5.0
    ```

    ## Use instead

    ### Django
    ```python settings.py
    INSTALLED_APPS = ["django.contrib.sessions"]
    MIDDLEWARE = ["django.contrib.sessions.middleware.SessionMiddleware"]
    ROOT_URLCONF = "urls"
    SESSION_SERIALIZER = "django.contrib.sessions.serializers.JSONSerializer"
    ```
    ### Flask
    ```python app.py
    from flask import Flask, session
    from flask_session import Session

    app = Flask(__name__)
    app.config["SESSION_TYPE"] = "redis"
    Session(app)

    @app.post("/login")
    def login():
        session["user_id"] = 1
        return "ok"
    ```
    ```text requirements.txt
    flask-session==0.8.0
    ```

    ## References

    - https://docs.djangoproject.com/en/stable/topics/http/sessions/#session-serialization
    - https://flask-session.readthedocs.io/en/latest/changes.html
    - https://docs.python.org/3/library/pickle.html
    """

    requirement = "sessions.serializer"
    severity = "high"
    cwe = (502,)

    def judge(self, app: App) -> Iterable[Observation]:
        """Judge what reads sessions."""
        used = mechanism(app)
        kept = used.cookie or used.store
        if kept is None:
            reason = "tokens are JSON, and there is no other session" if used.tokens else nothing_of(app)
            yield not_applicable("the app's own cookie has no serializer" if used.own is not None else reason)
        elif app.framework == "django":
            yield from _django(app, kept, signed=used.cookie is not None)
        elif app.framework == "flask":
            yield from _flask(app, kept, signed=used.cookie is not None)
        else:
            yield from _starlette(app, kept)


def _django(app: App, kept: Seen, *, signed: bool) -> Iterator[Observation]:
    setting = app.settings.get("SESSION_SERIALIZER")
    name = setting.fallback if setting is not None else ""
    place = setting.place if setting is not None and setting.place is not None else kept.place
    if not isinstance(name, str):
        yield unknown("the files do not tell which serializer reads sessions", place)
    elif _pickles(app, name):
        with_key = "whoever knows SECRET_KEY" if signed else "whoever can write into the session store"
        yield violated(
            place, f"sessions are read with pickle: {with_key} runs code on the server",
            'Set `SESSION_SERIALIZER = "django.contrib.sessions.serializers.JSONSerializer"`.',
            severity="critical" if signed else "high",
        )  # fmt: skip
    else:
        yield met(place, f"sessions are read by {name.rpartition('.')[2] or 'JSONSerializer'}")


def _pickles(app: App, dotted: str) -> bool:
    """Whether a serializer is Django's pickle one, is named so, or is a class of the project that unpickles."""
    if dotted == _DJANGO or dotted.rpartition(".")[2] == "PickleSerializer":
        return True
    module, _, short = dotted.rpartition(".")
    path = app.program.modules.find(module, app.place.file) if module else None
    if path is None:
        return False
    bases = app.program.names.ancestors(f"{path}:{short}")
    return _DJANGO in bases or any(site.file.path == path for site in app.program.calls.to(*_LOADS))


def _flask(app: App, kept: Seen, *, signed: bool) -> Iterator[Observation]:
    if signed:
        yield met(app.place, "Flask's own session is JSON")
        return
    for site in app.program.calls.to(*_LOADS):
        if site.file.path in app.files and _in_interface(app, site.file.path, site.call.scope):
            yield violated(site.place, "the session interface unpickles what its store gives",
                           "Write and read sessions as JSON or msgpack.", function=site.function)  # fmt: skip
            return
    chosen = _chosen(app)
    if chosen is not None:
        yield violated(
            chosen, "the session interface's serializer is pickle", "Write and read sessions as JSON or msgpack."
        )
        return
    if not any(guard.place == kept.place for guard in app.protections.in_force("sessions.server-side")):
        yield met(kept.place, "the session interface does not unpickle")
        return
    setting = app.settings.explicit("SESSION_SERIALIZATION_FORMAT")
    version = app.version("flask-session")
    found = app.dependency("flask-session")
    if version is not None and version < _MSGPACK:
        place: Place = found[1] if found is not None else kept.place
        yield violated(place, f"Flask-Session {version} keeps sessions as pickles: whoever can write into the store "
                       "runs code on the server", "Require `flask-session>=0.8`, which writes msgpack.")  # fmt: skip
    else:
        yield met(setting.place if setting is not None and setting.place is not None else kept.place,
                  "Flask-Session writes msgpack or JSON since 0.7")  # fmt: skip


def _chosen(app: App) -> Place | None:
    """`serializer = pickle` in a session interface."""
    for path, file in app.files.items():
        if "serializer" not in file.outline.stored:
            continue
        for assign in file.detail.assigns:
            if (
                assign.stem.endswith("serializer")
                and assign.value is not None
                and _in_interface(app, path, assign.scope)
            ):
                name = app.program.names.qualify(file, assign.scope, assign.value)
                if name.replace("()", "").partition(".")[0] in {"pickle", "cPickle", "dill"} or "Pickle" in name:
                    return Place(path, f.line_of(assign.at), f.column_of(assign.at))
    return None


def _in_interface(app: App, path: str, scope: int) -> bool:
    file = app.program.facts.python[path]
    scopes = file.outline.scopes
    while scope > 0:
        if scopes[scope].kind == "class":
            bases = [base.rpartition(".")[2] for base in _bases(app, path, scope)]
            return any(base.endswith(("SessionInterface", "SessionMixin")) for base in bases)
        scope = scopes[scope].parent
    return False


def _bases(app: App, path: str, scope: int) -> list[str]:
    return app.program.names.ancestors(f"{path}:{app.program.facts.python[path].outline.scopes[scope].name}")


def _starlette(app: App, kept: Seen) -> Iterator[Observation]:
    site = starlette_sessions(app, STARSESSIONS)
    if site is not None:
        given = site.argument("serializer")
        name = app.program.names.qualify(site.file, site.call.scope, given) if given is not None else ""
        if "Pickle" in name:
            yield violated(site.place, "sessions are read with pickle", "Use starsessions.JsonSerializer.")
            return
    yield met(kept.place, "sessions are JSON")
