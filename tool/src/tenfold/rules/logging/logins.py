"""Records of log-ins."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from tenfold.findings import Step
from tenfold.program.app import App
from tenfold.rules.base import Kind, Observation, Rule, met, missing, not_applicable, unknown, violated
from tenfold.rules.framework._accounts import NO_ROUTES, serves_nothing
from tenfold.rules.logging._declared import in_force
from tenfold.rules.logging._logins import Login, Receiver, logins, receivers

_SIGNALS = {
    "django.contrib.auth.signals.user_logged_in": "success", "django.contrib.auth.user_logged_in": "success",
    "django.contrib.auth.signals.user_login_failed": "failure", "django.contrib.auth.user_login_failed": "failure",
    "allauth.account.signals.user_logged_in": "success", "allauth.account.signals.authentication_failed": "failure",
    "flask_login.user_logged_in": "success", "flask_login.signals.user_logged_in": "success",
    "flask_security.user_authenticated": "success", "flask_security.signals.user_authenticated": "success",
    "flask_security.user_unauthenticated": "failure", "flask_security.signals.user_unauthenticated": "failure",
    "flask_principal.identity_changed": "success",
}  # fmt: skip
_LIBRARY_LOGINS = (
    "django.contrib.auth.views.LoginView", "allauth.", "rest_framework_simplejwt.views.Token",
    "rest_framework.authtoken.views.", "two_factor.", "dj_rest_auth.", "djoser.", "knox.views.LoginView",
    "fastapi_users.", "flask_security.", "oauth2_provider.",
)  # fmt: skip
_BOTH = "Log both outcomes where the password is checked, with account and address: {0}.info(...) and {0}.warning(...)."
_FIX = {
    "flask": _BOTH.format("app.logger"),
    "django": "Connect receivers to user_logged_in and user_login_failed that log account and address.",
    "fastapi": _BOTH.format("logger"),
}


class Logins(Rule):
    """Log-ins or their failures are not recorded.

    ## What it finds
    An app that logs users in and records neither success nor failure, or only one of them: by a logger call in the
    log-in view (or a function that it calls), a receiver of the log-in signals, or an app such as django-axes.

    ## Why it matters
    A thousand failures followed by one success is what a broken-into account looks like, and the only place to see it
    is this log.

    ## Example
    ### Flask
    ```python app.py
    from flask import Flask, request, session
    from werkzeug.security import check_password_hash

    app = Flask(__name__)

    @app.post("/login")
    def log_in():
        user = find(request.form["email"])
        if user is None or not check_password_hash(user.password, request.form["password"]):
            return "Wrong name or password", 401
        session["user"] = user.id
        return "", 204
    ```
    ### Django
    ```python settings.py
    INSTALLED_APPS = ["django.contrib.auth"]
    ROOT_URLCONF = "urls"
    MIDDLEWARE = []
    ```
    ```python urls.py
    from django.contrib.auth.views import LoginView
    from django.urls import path

    urlpatterns = [path("login/", LoginView.as_view())]
    ```
    ### FastAPI
    ```python main.py
    import jwt
    from fastapi import Depends, FastAPI, HTTPException
    from fastapi.security import OAuth2PasswordRequestForm

    app = FastAPI()

    @app.post("/token")
    def log_in(form: OAuth2PasswordRequestForm = Depends()):
        user = find(form.username)
        if user is None or not verify_password(form.password, user.password):
            raise HTTPException(401)
        return {"access_token": jwt.encode({"sub": user.id}, KEY, algorithm="HS256")}
    ```

    ## Use instead
    ### Flask
    ```python app.py
    from flask import Flask, request, session
    from werkzeug.security import check_password_hash

    app = Flask(__name__)

    @app.post("/login")
    def log_in():
        user = find(request.form["email"])
        if user is None or not check_password_hash(user.password, request.form["password"]):
            app.logger.warning("login failed for %r from %s", request.form["email"][:254], request.remote_addr)
            return "Wrong name or password", 401
        app.logger.info("login succeeded for %s from %s", user.id, request.remote_addr)
        session["user"] = user.id
        return "", 204
    ```
    ### Django
    ```python settings.py
    INSTALLED_APPS = ["django.contrib.auth", "axes"]
    ROOT_URLCONF = "urls"
    MIDDLEWARE = []
    ```
    ```python urls.py
    from django.contrib.auth.views import LoginView
    from django.urls import path

    urlpatterns = [path("login/", LoginView.as_view())]
    ```
    ### FastAPI
    ```python main.py
    import logging

    import jwt
    from fastapi import Depends, FastAPI, HTTPException
    from fastapi.security import OAuth2PasswordRequestForm

    app = FastAPI()
    logger = logging.getLogger(__name__)

    @app.post("/token")
    def log_in(form: OAuth2PasswordRequestForm = Depends()):
        user = find(form.username)
        if user is None or not verify_password(form.password, user.password):
            logger.warning("login failed for %r", form.username[:254])
            raise HTTPException(401)
        logger.info("login succeeded for %s", user.id)
        return {"access_token": jwt.encode({"sub": user.id}, KEY, algorithm="HS256")}
    ```

    ## References
    - https://cheatsheetseries.owasp.org/cheatsheets/Logging_Vocabulary_Cheat_Sheet.html
    - https://docs.djangoproject.com/en/stable/ref/contrib/auth/#module-django.contrib.auth.signals
    - https://flask-login.readthedocs.io/en/latest/#signals
    """

    requirement = "logging.logins"
    severity = "medium"

    def judge(self, app: App) -> Iterable[Observation]:
        """Look for log-in views and for what records them."""
        installed = in_force(app, "logging.logins")
        connected = [one for one in receivers(app, _SIGNALS) if one.keeps]
        views = list(logins(app))
        library = [route for route in app.routes if route.kind == "admin" or route.view.startswith(_LIBRARY_LOGINS)]
        for one in installed:
            yield met(one.place, f"{one.name} {one.protection.what}")
        if installed:
            return
        if not views and not library:
            nothing = not_applicable("no view that logs users in was found")
            yield unknown(NO_ROUTES) if serves_nothing(app) else nothing
            return
        heard = {one.signal: one for one in reversed(connected)}
        if {"success", "failure"} <= heard.keys():
            for kind in ("success", "failure"):
                yield met(heard[kind].place, f"a receiver records log-in {kind} here")
            return
        if views:
            yield from _views(app, views, heard)
        elif heard:
            yield _half(next(iter(heard.values())))
        else:
            place = library[0].place
            yield missing(place, "users log in here, and nothing records success or failure", _FIX[app.framework])


def _views(app: App, views: list[Login], heard: dict[str, Receiver]) -> Iterator[Observation]:
    """What the log-in views record: those that check a password stand for all when there are such."""
    checking = [view for view in views if view.checks is not None]
    chosen = sorted(checking or views, key=lambda view: "login" not in view.path)
    seen = [_view(app, view, heard) for view in chosen]
    yield from (one for one in seen if one.kind == "met")
    broken = [one for one in seen if one.kind != "met"]
    if broken:
        first = min(broken, key=lambda one: (one.kind != "violated", one.severity == "low"))
        related = tuple(Step(one.place, one.reason) for one in broken if one is not first and one.place is not None)
        # Recorded in one view and not in another breaks the requirement; recorded nowhere, it is missing.
        kind: Kind = "violated" if len(broken) < len(seen) or first.kind == "violated" else "missing"
        yield replace(first, kind=kind, related=related)


def _view(app: App, view: Login, heard: dict[str, Receiver]) -> Observation:
    success = [*view.success, *(heard[k].place for k in ("success",) if k in heard)]
    failure = [*view.failure, *(heard[k].place for k in ("failure",) if k in heard)]
    if view.checks is None and success:
        return met(success[0], f"log-ins at {view.path} are recorded")
    if success and failure:
        return met(
            failure[0], f"log-ins at {view.path} are recorded, failures here", related=[Step(success[0], "successes")]
        )
    if failure or success:
        done, absent = ("failures", "successes") if failure else ("successes", "failures")
        return violated(
            view.place,
            f"log-ins at {view.path} record {done} but not {absent}",
            _FIX[app.framework],
            severity="low" if failure else None,
        )
    return missing(
        view.place,
        f"log-ins at {view.path} are recorded neither when they succeed nor when they fail",
        _FIX[app.framework],
    )


def _half(heard: Receiver) -> Observation:
    other = "failure" if heard.signal == "success" else "success"
    signal = "user_login_failed" if other == "failure" else "user_logged_in"
    return violated(
        heard.place,
        f"log-in {heard.signal} is recorded here, {other} nowhere",
        f"Connect a receiver to {signal} that logs account and address.",
        severity="low" if other == "success" else None,
    )
