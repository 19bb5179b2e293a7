from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from tenfold.language import facts as f
from tenfold.place import Place
from tenfold.program.calls import CallSite
from tenfold.program.mentions import is_mentioned
from tenfold.program.names import qualname
from tenfold.program.route import Guarding
from tenfold.rules.base import Observation, Rule, met, missing, not_applicable, unknown, violated
from tenfold.rules.framework._accounts import NO_ROUTES, has_accounts, login_routes, serves_nothing
from tenfold.rules.framework._purpose import label, short_name

if TYPE_CHECKING:
    from tenfold.program.app import App

_ID = "framework.auth"
_LOG_IN_CALLS = {
    "flask": ("flask_login.login_user", "flask_login.utils.login_user", "flask_security.login_user",
              "flask_security.utils.login_user", "flask_jwt_extended.create_access_token"),
    "django": ("django.contrib.auth.login", "django.contrib.auth.authenticate"),
    "fastapi": ("fastapi_users.FastAPIUsers",),
}  # fmt: skip
_SCHEMES = (
    *(f"fastapi.security.{name}" for name in (
        "OAuth2PasswordBearer", "OAuth2AuthorizationCodeBearer", "OAuth2", "HTTPBearer", "HTTPBasic", "HTTPDigest",
        "APIKeyHeader", "APIKeyQuery", "APIKeyCookie", "OpenIdConnect",
    )),
    "fastapi_users.FastAPIUsers", "fastapi_users.fastapi_users.FastAPIUsers",
)  # fmt: skip
_OTHER = (
    "authlib.integrations.flask_client.OAuth",
    "authlib.integrations.starlette_client.OAuth",
    "authlib.integrations.django_client.OAuth",
    "flask_httpauth.HTTPBasicAuth",
    "flask_httpauth.HTTPTokenAuth",
    "flask_httpauth.MultiAuth",
    "flask_httpauth.HTTPDigestAuth",
    "flask_dance.contrib.github.make_github_blueprint",
    "flask_dance.contrib.google.make_google_blueprint",
    "flask_oidc.OpenIDConnect",
    "starlette.middleware.authentication.AuthenticationMiddleware",
    "flask_jwt.JWT",
    "flask_praetorian.Praetorian",
    "flask_appbuilder.AppBuilder",
    "flask_user.UserManager",
)
_IDENTITY = frozenset({
    "user", "user_id", "userid", "uid", "id", "username", "user_name", "email", "user_email", "logged_in", "loggedin",
    "logged", "authenticated", "is_authenticated", "account", "account_id", "is_admin", "admin", "current_user",
})  # fmt: skip
_FIX = {
    "flask": "Use Flask-Login: LoginManager(app), a user_loader, and login_user(user) after the password was checked.",
    "django": "Call authenticate(request, ...) and login(request, user) of django.contrib.auth, or use its LoginView.",
    "fastapi": "Take the credential with fastapi.security (OAuth2PasswordBearer, APIKeyCookie) in one dependency "
    "that returns the user, or use FastAPI Users.",
}


class Auth(Rule):
    """Log-in should rest on the framework's system, not on one written by hand.

    ## What it finds
    A log-in that writes who is logged in into the session itself, or that takes tokens apart by hand, while no known
    authentication system is in force.

    ## Why it matters
    A log-in written by hand tends to miss what the known systems have learnt: a new session after log-in, accounts that
    were switched off, "remember me" that can be revoked, protection of the session against theft.

    ## Example
    ### Flask
    ```python app.py
    from flask import Flask, redirect, request, session

    app = Flask(__name__)

    @app.post("/login")
    def login():
        user = find_user(request.form["name"])
        if user and user.password_matches(request.form["password"]):
            session["user_id"] = user.id
        return redirect("/")
    ```
    ### Django
    ```python site/settings.py
    INSTALLED_APPS = ["django.contrib.sessions"]
    MIDDLEWARE = ["django.contrib.sessions.middleware.SessionMiddleware"]
    ROOT_URLCONF = "site.urls"
    ```
    ```python site/urls.py
    from django.urls import path

    def login(request):
        member = Member.objects.get(name=request.POST["name"])
        request.session["member_id"] = request.session["user_id"] = member.pk

    urlpatterns = [path("login", login)]
    ```
    ### FastAPI
    ```python main.py
    import jwt
    from fastapi import FastAPI, Request

    app = FastAPI()

    @app.post("/login")
    async def login(request: Request):
        form = await request.json()
        return {"token": jwt.encode({"sub": form["name"]}, KEY, algorithm="HS256")}
    ```

    ## Use instead
    ### Flask
    ```python app.py
    from flask import Flask, redirect, request
    from flask_login import LoginManager, login_user

    app = Flask(__name__)
    login_manager = LoginManager(app)

    @app.post("/login")
    def login():
        user = find_user(request.form["name"])
        if user and user.password_matches(request.form["password"]):
            login_user(user)
        return redirect("/")
    ```
    ### Django
    ```python site/settings.py
    INSTALLED_APPS = ["django.contrib.auth", "django.contrib.sessions"]
    MIDDLEWARE = [
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
    ]
    ROOT_URLCONF = "site.urls"
    ```
    ```python site/urls.py
    from django.contrib.auth.views import LoginView
    from django.urls import path

    urlpatterns = [path("login", LoginView.as_view())]
    ```
    ### FastAPI
    ```python main.py
    from fastapi import Depends, FastAPI
    from fastapi.security import OAuth2PasswordBearer, OAuth2PasswordRequestForm

    app = FastAPI()
    scheme = OAuth2PasswordBearer(tokenUrl="login")

    @app.post("/login")
    def login(form: OAuth2PasswordRequestForm = Depends()):
        return {"access_token": token_for(form.username, form.password)}

    @app.get("/me")
    def me(token: str = Depends(scheme)):
        return user_of(token)
    ```

    ## References
    - https://cheatsheetseries.owasp.org/cheatsheets/Authentication_Cheat_Sheet.html
    - https://flask-login.readthedocs.io/en/latest/
    - https://docs.djangoproject.com/en/stable/topics/auth/
    """

    requirement = _ID
    severity = "medium"
    confidence = "medium"

    def judge(self, app: App) -> Iterable[Observation]:
        """Judge how people log in."""
        known = list(self._known(app))
        by_hand = list(_session_writes(app))
        if app.framework == "django" and known:
            by_hand = []  # beside django.contrib.auth such a name in the session logs nobody in
        if known:
            yield known[0]
        elif by_hand:
            place, key, function = by_hand[0]
            yield violated(
                place,
                f'The log-in is written by hand: it stores "{key}" in the session, and no known system is in force.',
                _FIX[app.framework],
                function=function,
            )
        elif serves_nothing(app):
            yield unknown(NO_ROUTES)
        elif not has_accounts(app):
            yield not_applicable(
                f"nobody can log in here: no log-in among {len(app.routes)} routes, no identity in a session"
            )
        else:
            yield self._by_hand(app)

    def _known(self, app: App) -> Iterator[Observation]:
        guards = app.protections.in_force(_ID)
        calls = app.calls(*_LOG_IN_CALLS[app.framework])
        guards = tuple(guard for guard in guards if not _is_idle(app, guard, bool(calls)))
        if calls and (guards or app.framework != "flask"):
            yield met(calls[0].place, f"{calls[0].name} logs people in")
        elif guards:
            yield met(guards[0].place, f"{short_name(guards[0].name)} {guards[0].reason}")
        names = (*_SCHEMES, *_OTHER) if app.framework == "fastapi" else _OTHER
        for site in app.calls(*names):
            bound = _variable(site)
            if not bound or is_mentioned(app, bound):
                yield met(site.place, f"{short_name(site.name)} takes the credential")

    @staticmethod
    def _by_hand(app: App) -> Observation:
        routes = [route for route in login_routes(app) if route.file is not None and route.changes_state]
        unattached = app.protections.unattached(_ID)
        if unattached:
            return violated(
                unattached[0].place,
                f"{unattached[0].name} is made here but never given the app.",
                "Call its init_app(app) where the app is made.",
            )
        if routes:
            return violated(
                routes[0].view_place or routes[0].place,
                f"{label(routes[0])} logs people in by hand: no authentication system is in force.",
                _FIX[app.framework],
                function=routes[0].view.rpartition(":")[2],
            )
        guards = app.protections.in_force("framework.access")
        home_made = [guard for guard in guards if ":" in guard.name]
        if guards and not home_made:
            return met(guards[0].place, f"{guards[0].name} asks for the credential")
        if home_made:
            short = home_made[0].name.rpartition(":")[2]
            return violated(
                home_made[0].place,
                f"{short}() decides by hand who is logged in: no authentication system is in force.",
                _FIX[app.framework],
            )
        return missing(app.place, "There is a log-in, but no authentication system is in force.", _FIX[app.framework])


def _variable(site: CallSite) -> str:
    """The variable or attribute that a call's result is kept in at once; "" when it is used where it is made."""
    for assign in site.file.detail.assigns:
        if isinstance(assign.value, f.CallRef) and site.file.detail.calls[assign.value.index] is site.call:
            return assign.stem.rpartition(".")[2]
    return ""


def _is_idle(app: App, guard: Guarding, called: bool) -> bool:
    """Whether a LoginManager logs nobody in: it alone does nothing without login_user()."""
    return guard.name.startswith("flask_login.") and not called and bool(list(_session_writes(app)))


def _session_writes(app: App) -> Iterator[tuple[Place, str, str]]:
    """`session["user_id"] = ...`: where an identity is written into the session."""
    names = app.program.names
    for path, file in app.files.items():
        if "session[]" not in file.outline.stored:
            continue
        for assign in file.detail.assigns:
            target = assign.target
            if not isinstance(target, f.Item) or not isinstance(target.index, f.Const) or assign.kind != "=":
                continue
            key = target.index.value
            if (
                not isinstance(key, str)
                or key.lower() not in _IDENTITY
                or assign.value in (f.Const(None), f.Const(False))
            ):
                continue
            if _is_session(names.qualify(file, assign.scope, target.value), target.value):
                place = Place(path, f.line_of(assign.at), f.column_of(assign.at), assign.end)
                yield place, key, qualname(file, assign.scope)


def _is_session(name: str, expr: f.Expr) -> bool:
    if name in {"flask.session", "flask.globals.session", "quart.session"}:
        return True
    return (
        isinstance(expr, f.Attr)
        and expr.name == "session"
        and (
            (isinstance(expr.value, f.Name) and expr.value.id == "request")
            or (isinstance(expr.value, f.Attr) and expr.value.name == "request")
        )
    )
