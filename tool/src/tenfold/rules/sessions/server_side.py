"""Whether sessions live in a store of the server's."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tenfold.program.app import App
from tenfold.rules.base import Observation, Rule, met, missing, not_applicable, unknown, violated
from tenfold.rules.sessions._mechanism import mechanism, nothing_of
from tenfold.rules.sessions._tokens import Issue, named_row

_FIXES = {
    "flask": 'Add Flask-Session: `app.config["SESSION_TYPE"] = "redis"` and `Session(app)`.',
    "django": 'Set `SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"`.',
    "fastapi": "Keep sessions in Redis or the database and put only a random id into the cookie (starsessions does).",
}


class SessionServerSide(Rule):
    """Sessions are kept by the client alone, so that the server cannot end them.

    ## What it finds

    Where a session's data lives: Flask's and Starlette's own sessions are signed cookies, and so is Django's
    `signed_cookies` engine. Flask-Session, Django's other engines, starsessions, and tokens that name a row which
    the server looks up, keep it on the server.

    ## Why it matters

    The client can read what a signed cookie holds, keep a copy, and show it again after log-out. Only a session
    that the server keeps can be ended there: at log-out, at a change of password, after a theft.

    ## Example

    ### Flask
    ```python app.py
    from flask import Flask, session

    app = Flask(__name__)

    @app.post("/login")
    def login():
        session["user_id"] = 1
        return "ok"
    ```
    ### Django
    ```python settings.py
    INSTALLED_APPS = ["django.contrib.sessions"]
    MIDDLEWARE = ["django.contrib.sessions.middleware.SessionMiddleware"]
    ROOT_URLCONF = "urls"
    SESSION_ENGINE = "django.contrib.sessions.backends.signed_cookies"
    ```

    ## Use instead

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
    ### Django
    ```python settings.py
    INSTALLED_APPS = ["django.contrib.sessions"]
    MIDDLEWARE = ["django.contrib.sessions.middleware.SessionMiddleware"]
    ROOT_URLCONF = "urls"
    SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
    ```

    ## References

    - https://cheatsheetseries.owasp.org/cheatsheets/Session_Management_Cheat_Sheet.html
    - https://flask-session.readthedocs.io/
    - https://docs.djangoproject.com/en/stable/topics/http/sessions/#using-cookie-based-sessions
    """

    requirement = "sessions.server-side"
    severity = "low"
    cwe = (565, 613)

    def judge(self, app: App) -> Iterable[Observation]:
        """Judge the session, then the tokens."""
        used = mechanism(app)
        fix = _FIXES[app.framework]
        if used.store is not None:
            yield met(used.store.place, f"sessions live on the server: {used.store.what}")
        elif used.cookie is not None and app.framework == "django":
            yield violated(used.cookie.place, f"{used.cookie.what}: it can be read and shown again after log-out", fix)
        elif used.cookie is not None:
            yield missing(used.cookie.place, f"{used.cookie.what}; no store on the server keeps sessions", fix)
        elif used.tokens:
            yield from _tokens(app, used.tokens, fix)
        elif used.own is not None:
            yield unknown(f"{used.own.what}; whether the server keeps what it names is not told", used.own.place)
        else:
            yield not_applicable(nothing_of(app))


def _tokens(app: App, issued: tuple[Issue, ...], fix: str) -> Iterator[Observation]:
    kept = next((place for issue in issued if (place := named_row(app, issue)) is not None), None)
    if kept is not None:
        yield met(kept, "each token names a session that the server looks up")
        return
    if "authtoken" in issued[0].site.name:
        yield met(issued[0].place, "tokens are rows of the database")
        return
    yield missing(issued[0].place, "all that is known of a session stands in the token; the server keeps nothing", fix)
