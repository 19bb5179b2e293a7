"""Whether session ids and the keys that sign sessions can be guessed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tenfold.findings import Step
from tenfold.program.app import App
from tenfold.rules.base import Observation, Rule, met, not_applicable, unknown, violated
from tenfold.rules.sessions._keys import Key, guessable, keys, refuses
from tenfold.rules.sessions._mechanism import Seen, mechanism, nothing_of
from tenfold_guard import Policy

_SOURCES = ("secrets.", "uuid.uuid4", "os.urandom")
_COMMAND = "python -c 'import secrets; print(secrets.token_hex(32))'"


class SessionId(Rule):
    """The key that signs sessions can be guessed or read in the code.

    ## What it finds

    A session cookie or a token that stands for a user is signed with a key that is written in the code or in a
    committed file, that falls back to a literal when the environment variable is absent, or that each process makes
    anew. Sessions in a store have random ids of their own; there the key does not sign them.

    ## Why it matters

    Whoever knows the key writes a session of any user, the administrator included, without a password. Everybody
    who can read the repository knows a literal key, and short or usual ones are tried in seconds. A key that each
    process makes anew logs everybody out at each restart, and half of the requests with two workers.

    ## Example

    ### Flask
    ```python app.py
    from flask import Flask, session

    app = Flask(__name__)
    app.config["SECRET_KEY"] = "my-secret-key"

    @app.post("/login")
    def login():
        session["user_id"] = 1
        return "ok"
    ```
    ### FastAPI
    ```python main.py
    import os

    from fastapi import FastAPI
    from starlette.middleware.sessions import SessionMiddleware

    app = FastAPI()
    app.add_middleware(SessionMiddleware, secret_key=os.getenv("SESSION_KEY", "changeme"))
    ```

    ## Use instead

    ### Flask
    ```python app.py
    import os

    from flask import Flask, session

    app = Flask(__name__)
    app.config["SECRET_KEY"] = os.environ["SECRET_KEY"]

    @app.post("/login")
    def login():
        session["user_id"] = 1
        return "ok"
    ```
    ### FastAPI
    ```python main.py
    import os

    from fastapi import FastAPI
    from starlette.middleware.sessions import SessionMiddleware

    app = FastAPI()
    app.add_middleware(SessionMiddleware, secret_key=os.environ["SESSION_KEY"])
    ```

    ## References

    - https://cheatsheetseries.owasp.org/cheatsheets/Session_Management_Cheat_Sheet.html#session-id-properties
    - https://flask.palletsprojects.com/en/stable/config/#SECRET_KEY
    - https://docs.djangoproject.com/en/stable/ref/settings/#secret-key
    """

    requirement = "sessions.id"
    severity = "high"
    cwe = (321, 331, 1391)

    def judge(self, app: App) -> Iterable[Observation]:
        """Judge the key of each thing that keeps users logged in."""
        used = mechanism(app)
        if not used.any:
            yield not_applicable(nothing_of(app))
            return
        if used.store is not None:
            yield met(used.store.place, f"session ids are random: {used.store.what}")
        if used.own is not None:
            yield _own(app, used.own)
            return
        found = list(keys(app, used))
        for key in found:
            yield from _judge(app, key)
        if not found and used.store is None:
            place = used.cookie.place if used.cookie is not None else used.tokens[0].place
            yield unknown("no file sets the key that signs sessions; start the app to see which one it uses", place)


def _own(app: App, seen: Seen) -> Observation:
    """A cookie of the app's own making: random when the function that sets it, or the value, uses `secrets`."""
    site = seen.site
    assert site is not None
    value = site.argument("value", 1)
    name = app.program.names.qualify(site.file, site.call.scope, value) if value is not None else ""
    own = {app.program.calls.called(site.file, c) for c in site.file.detail.calls if c.scope == site.call.scope}
    if any(one.startswith(_SOURCES) for one in (name, *own)):
        return met(site.place, f"{seen.what} from a random source")
    return unknown(f"{seen.what}; read how its value comes about, or compare the ones of a few log-ins", site.place)


def _judge(app: App, key: Key) -> Iterator[Observation]:
    weak = guessable(key.text)
    short = len(key.text) < Policy.web().secrets.minimum_length
    fix = f"Read {key.name} from the environment without a default, and make it with `{_COMMAND}`."
    length = (
        f", and with {len(key.text)} characters it can be guessed" if short else ", and is a usual text" if weak else ""
    )
    refused = refuses(app, key) if key.source in {"fallback", "file"} else None
    if refused is not None:
        yield met(refused, f"the app refuses to start in production with the placeholder of {key.name}")
        return
    match key.source:
        case "literal":
            yield violated(
                key.place, f"{key.name} signs {key.signs} and is written in the code{length}", fix,
                severity="critical" if weak else "high",
            )  # fmt: skip
        case "fallback":
            reason = f"{key.name} signs {key.signs} and is a known text when {key.variable or 'its variable'} is absent"
            yield violated(key.place, reason, fix, severity="high")
        case "file":
            given = app.settings.environment_value(key.variable)
            related = [Step(given[1], f"sets {key.variable}")] if given is not None else []
            reason = f"{key.name} signs {key.signs} and a file of the repository holds it{length}"
            yield violated(key.place, reason, fix, related=related, severity="critical" if weak else "high")
        case "process":
            reason = (
                f"each process makes its own {key.name}: a restart logs everybody out, and one worker refuses what "
                "another has signed"
            )
            yield violated(key.place, reason, fix, severity="medium")
        case "environment":
            yield met(key.place, f"{key.name}, which signs {key.signs}, comes from the environment only")
        case _:
            yield unknown(f"the files do not tell where {key.name}, which signs {key.signs}, comes from", key.place)
