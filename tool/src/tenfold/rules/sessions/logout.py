"""Whether log-out ends the session on the server."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tenfold.findings import Step
from tenfold.language import facts as f
from tenfold.place import Place
from tenfold.program.accounts import sites
from tenfold.program.app import App
from tenfold.program.bodies import expressions
from tenfold.rules.base import Observation, Rule, met, missing, not_applicable, unknown, violated
from tenfold.rules.sessions._logins import LogOut, log_ins, log_outs
from tenfold.rules.sessions._mechanism import Mechanism, mechanism, nothing_of

_ENDING = (
    "delete", "revoke", "blacklist", "blocklist", "denylist", "invalidate", "remove", "setex", "sadd", "destroy",
    "expire",
    "hdel", "discard", "end_session", "logout_user",
)  # fmt: skip
_NOT_SERVER = frozenset({"delete_cookie", "unset_jwt_cookies", "unset_cookie", "pop"})
_BLOCKLIST = ("token_in_blocklist_loader", "token_in_blacklist_loader")
_FIXES = {
    "flask": "Keep sessions on the server (Flask-Session), so that log-out can delete them.",
    "django": 'Set `SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"`: log-out deletes the session then.',
    "fastapi": "Keep a row (or a Redis key) for each session, name it in the token, and delete it at log-out.",
}


class SessionLogout(Rule):
    """Log-out does not end the session on the server.

    ## What it finds

    What log-out does: Django's `logout` deletes the session in its store; clearing a session that lives in a signed
    cookie, or taking a token's cookie back, only asks the browser to forget it. Also apps that log in but never
    out.

    ## Why it matters

    A copy of the cookie or the token, from a log file, a proxy, a shared computer or a thief, still opens the
    account after the user has logged out and believes to be safe.

    ## Example

    ### Flask
    ```python app.py
    from flask import Flask, session

    app = Flask(__name__)

    @app.post("/login")
    def login():
        password = "checked"
        session["user_id"] = 1
        return "ok"

    @app.post("/logout")
    def logout():
        session.clear()
        return "bye"
    ```
    ### FastAPI
    ```python main.py
    import os
    from datetime import UTC, datetime, timedelta

    import jwt
    from fastapi import FastAPI, Response

    app = FastAPI()

    @app.post("/login")
    def login(response: Response, password: str):
        end = datetime.now(UTC) + timedelta(minutes=15)
        token = jwt.encode({"sub": "1", "exp": end}, os.environ["JWT_KEY"], algorithm="HS256")
        response.set_cookie("token", token, secure=True, httponly=True)

    @app.post("/logout")
    def logout(response: Response):
        response.delete_cookie("token")
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
        password = "checked"
        session["user_id"] = 1
        return "ok"

    @app.post("/logout")
    def logout():
        session.clear()
        return "bye"
    ```
    ### FastAPI
    ```python main.py
    import os
    from datetime import UTC, datetime, timedelta

    import jwt
    from fastapi import FastAPI, Request, Response

    from store import new_session, sessions

    app = FastAPI()

    @app.post("/login")
    def login(response: Response, password: str):
        end = datetime.now(UTC) + timedelta(minutes=15)
        claims = {"sub": "1", "exp": end, "jti": new_session()}
        token = jwt.encode(claims, os.environ["JWT_KEY"], algorithm="HS256")
        response.set_cookie("token", token, secure=True, httponly=True)

    @app.post("/logout")
    def logout(request: Request, response: Response):
        claims = jwt.decode(request.cookies["token"], os.environ["JWT_KEY"], algorithms=["HS256"])
        sessions.delete(claims["jti"])
        response.delete_cookie("token")
    ```

    ## References

    - https://cheatsheetseries.owasp.org/cheatsheets/Session_Management_Cheat_Sheet.html#logout-button
    - https://cheatsheetseries.owasp.org/cheatsheets/JSON_Web_Token_for_Java_Cheat_Sheet.html#no-built-in-token-revocation-by-the-user
    """

    requirement = "sessions.logout"
    severity = "medium"
    cwe = (613,)

    def judge(self, app: App) -> Iterable[Observation]:
        """Judge the session's log-out, then that of tokens."""
        used = mechanism(app)
        if not used.any:
            yield not_applicable(nothing_of(app))
            return
        if used.cookie is not None or used.store is not None:
            yield from _session(app, used)
        if used.tokens or used.own is not None:
            yield from _tokens(app, used)


def _session(app: App, used: Mechanism) -> Iterator[Observation]:
    kept = used.cookie or used.store
    assert kept is not None
    left = log_outs(app)
    if not left:
        entered = log_ins(app)
        if not entered and not used.tokens:
            yield not_applicable("nothing puts a user into a session")
        elif entered:
            yield missing(entered[0].place, "users log in, but nothing logs them out",
                          "Add a log-out that ends the session on the server.")  # fmt: skip
        return
    if used.store is not None:
        yield met(left[0].place, f"log-out deletes the session: {used.store.what}")
        return
    reason = (
        "log-out only tells the browser to forget its cookie: a copy of it still works, since the server keeps nothing"
    )
    place = kept.place if app.framework == "django" else left[0].place
    related = [Step(one.place, "logs out") for one in left[:5] if one.place != place]
    yield violated(place, reason, _FIXES[app.framework], related=related)


def _tokens(app: App, used: Mechanism) -> Iterator[Observation]:
    revoked = _revoked(app)
    if revoked is not None:
        yield met(revoked, "tokens are ended on the server")
        return
    left = [one for one in log_outs(app) if one.scopes]
    ended = next((place for one in left if (place := _on_server(one)) is not None), None)
    if ended is not None:
        yield met(ended, "log-out ends the token on the server")
        return
    fix = _FIXES[app.framework] if app.framework == "fastapi" else _FIXES["fastapi"]
    if left and used.cookie is None and used.store is None:
        reason = "log-out only takes the cookie back: a copy of the token still works"
        yield violated(left[0].place, reason, fix)
    elif used.cookie is None and used.store is None:
        if not used.tokens:
            place = used.own.place if used.own is not None else None
            yield unknown("no log-out was found; log out, and show the old cookie again", place)
            return
        reason = "tokens cannot be ended before they expire: there is no log-out and no list of those that were revoked"
        yield missing(used.tokens[0].place, reason, fix, severity="low")


def _revoked(app: App) -> Place | None:
    """A list of revoked tokens that a library asks, or a call that ends a token."""
    for site in sites(app, "revokes"):
        return site.place
    for path, file in app.files.items():
        for scope in file.outline.scopes:
            for decorator in scope.decorators:
                if isinstance(decorator, f.Attr) and decorator.name in _BLOCKLIST:
                    return Place(path, f.line_of(scope.at))
    return None


def _on_server(left: LogOut) -> Place | None:
    """The call of a log-out that ends something on the server."""
    for file, scope in left.scopes:
        for expr in expressions(file, scope):
            if isinstance(expr, f.CallRef):
                call = file.detail.calls[expr.index]
                name = call.name.rpartition(".")[2].lower()
                if name not in _NOT_SERVER and any(word in name for word in _ENDING) and "cookie" not in name:
                    return Place(file.path, f.line_of(call.at), f.column_of(call.at))
    return None
