"""Whether log-in gives the session a new id."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tenfold.findings import Severity, Step
from tenfold.program.app import App
from tenfold.rules.base import Observation, Rule, met, missing, not_applicable, violated
from tenfold.rules.sessions._cookies import auth_cookies
from tenfold.rules.sessions._logins import LogIn, log_ins
from tenfold.rules.sessions._mechanism import Mechanism, mechanism, nothing_of
from tenfold.rules.sessions._tokens import Issue, claims

_CHANGES = frozenset({"jti", "sid", "iat", "exp", "nbf", "session_id", "nonce"})
_FIXES = {
    "flask": "Call `session.clear()` before the user is put into the session; with Flask-Session also "
    "`app.session_interface.regenerate(session)` first.",
    "django": "Log in with `django.contrib.auth.login(request, user)`, or call `request.session.cycle_key()` first.",
    "fastapi": "Call `request.session.clear()` first, or give each log-in a new random id.",
}


class SessionRotation(Rule):
    """Log-in keeps the session that was there before.

    ## What it finds

    Each place where a user is put into the session, and whether the session is cleared or given a new id there.
    `django.contrib.auth.login` does so by itself; Flask-Login's `login_user` does not. A token in a cookie is new
    at each log-in when its claims hold a time or a random id.

    ## Why it matters

    Who can plant a session id before log-in (from a subdomain, a shared computer, a link) shares the session after
    it. What an anonymous visitor stored also stays in it.

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
    ```
    ### Django
    ```python settings.py
    INSTALLED_APPS = ["django.contrib.sessions"]
    MIDDLEWARE = ["django.contrib.sessions.middleware.SessionMiddleware"]
    ROOT_URLCONF = "urls"
    ```
    ```python urls.py
    from django.urls import path

    from views import login

    urlpatterns = [path("login", login)]
    ```
    ```python views.py
    from django.http import HttpResponse

    def login(request):
        if request.method == "POST":
            password = request.POST["password"]
            request.session["user_id"] = 1
        return HttpResponse("ok")
    ```

    ## Use instead

    ### Flask
    ```python app.py
    from flask import Flask, session

    app = Flask(__name__)

    @app.post("/login")
    def login():
        password = "checked"
        session.clear()
        session["user_id"] = 1
        return "ok"
    ```
    ### Django
    ```python settings.py
    INSTALLED_APPS = ["django.contrib.sessions"]
    MIDDLEWARE = ["django.contrib.sessions.middleware.SessionMiddleware"]
    ROOT_URLCONF = "urls"
    ```
    ```python urls.py
    from django.urls import path

    from views import log_in

    urlpatterns = [path("login", log_in)]
    ```
    ```python views.py
    from django.contrib.auth import authenticate, login
    from django.http import HttpResponse

    def log_in(request):
        if request.method == "POST":
            user = authenticate(request, username=request.POST["username"], password=request.POST["password"])
            login(request, user)
        return HttpResponse("ok")
    ```

    ## References

    - https://cheatsheetseries.owasp.org/cheatsheets/Session_Management_Cheat_Sheet.html#renew-the-session-id-after-any-privilege-level-change
    - https://owasp.org/www-community/attacks/Session_fixation
    """

    requirement = "sessions.rotation"
    severity = "medium"
    cwe = (384,)

    def judge(self, app: App) -> Iterable[Observation]:
        """Judge each place that logs in."""
        used = mechanism(app)
        if not used.any:
            yield not_applicable(nothing_of(app))
        elif used.cookie is not None or used.store is not None:
            yield from _session(app, used)
        else:
            yield from _tokens(app, used)


def _session(app: App, used: Mechanism) -> Iterator[Observation]:
    entered = log_ins(app)
    if not entered and (any(issue.cookie is not None for issue in used.tokens) or next(auth_cookies(app), None)):
        yield from _tokens(app, used)
        return
    if not entered:
        yield not_applicable("nothing puts a user into a session (looked for log-in calls and session keys of users)")
        return
    kept = [log_in for log_in in entered if log_in.renewed is None]
    renewed = [log_in for log_in in entered if log_in.renewed is not None]
    for log_in in renewed:
        assert log_in.renewed is not None
        yield met(log_in.renewed, f"log-in renews the session ({_short(log_in)})")
    if not kept:
        return
    severity: Severity = "medium" if used.store is not None else "low"
    first, fix = kept[0], _FIXES[app.framework]
    reason = f"{_short(first)} keeps the session that was there before log-in"
    if app.framework == "django" or renewed:
        for log_in in kept:
            yield violated(log_in.place, f"{_short(log_in)} keeps the session that was there before log-in", fix,
                           severity=severity)  # fmt: skip
        return
    yield missing(first.place, reason, fix, severity=severity,
                  related=[Step(log_in.place, "so does this") for log_in in kept[1:6]])  # fmt: skip


def _short(log_in: LogIn) -> str:
    return log_in.how if log_in.how.startswith("session") else log_in.how.rpartition(".")[2]


def _tokens(app: App, used: Mechanism) -> Iterator[Observation]:
    carried = [issue for issue in used.tokens if issue.cookie is not None]
    if not carried:
        cookies = list(auth_cookies(app))
        if not cookies:
            yield not_applicable("tokens travel in a header; no session lives in a cookie")
            return
        yield met(cookies[0][0].place, "log-in hands out a new token")
        return
    for issue in carried:
        yield _fresh(issue)


def _fresh(issue: Issue) -> Observation:
    given = claims(issue)
    if given is None or _CHANGES & given.keys() or not issue.act.expires:
        return met(issue.place, "each log-in makes a new token")
    reason = "every log-in of a user gives the same token: its claims hold no time and no random id"
    return missing(issue.place, reason, 'Add `"jti": secrets.token_urlsafe(16)` and `"exp"` to the claims.',
                   severity="low", function=issue.site.function)  # fmt: skip
