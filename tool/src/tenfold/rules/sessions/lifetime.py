"""Whether sessions and tokens end soon enough."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tenfold.findings import Severity, Step
from tenfold.language import facts as f
from tenfold.place import Place
from tenfold.program.app import App
from tenfold.program.setting import Setting
from tenfold.program.values import UNKNOWN, Made
from tenfold.rules.base import Observation, Rule, met, missing, not_applicable, unknown, violated
from tenfold.rules.sessions._durations import seconds, spoken
from tenfold.rules.sessions._mechanism import STARSESSIONS, Seen, mechanism, nothing_of, starlette_sessions
from tenfold.rules.sessions._tokens import Issue, lifetime
from tenfold_guard import Policy

_WEEK = 7 * 86400
_TOKEN_SETTINGS = {
    "flask_jwt_extended.create_access_token": ("JWT_ACCESS_TOKEN_EXPIRES", 900),
    "flask_jwt_extended.create_refresh_token": ("JWT_REFRESH_TOKEN_EXPIRES", 30 * 86400),
}
"""Settings of libraries that see to the end of their tokens, with their defaults in seconds."""
_STRATEGIES = ("fastapi_users.authentication.JWTStrategy",)
_NEVER = ("rest_framework.authtoken.views.ObtainAuthToken", "rest_framework.authtoken.views.obtain_auth_token")


class SessionLifetime(Rule):
    """A session or a log-in token lasts too long, or for ever.

    ## What it finds

    How long a session may last in production: `PERMANENT_SESSION_LIFETIME`, `SESSION_COOKIE_AGE`, `max_age` of
    Starlette's sessions, `exp` of the tokens that log-in issues. More than 12 hours (the policy's absolute limit)
    without a request or with an idle limit that long is too much; the defaults of Flask (31 days), Django and
    Starlette (two weeks) are reported as missing while nobody sets them.

    ## Why it matters

    A stolen cookie, a shared computer or a copied token opens the account as long as the session lives. A limit of
    hours turns a theft into a short one.

    ## Example

    ### Flask
    ```python app.py
    from flask import Flask, session

    app = Flask(__name__)

    @app.post("/login")
    def login():
        session["user_id"] = 1
        session.permanent = True
        return "ok"
    ```
    ### Django
    ```python settings.py
    INSTALLED_APPS = ["django.contrib.sessions"]
    MIDDLEWARE = ["django.contrib.sessions.middleware.SessionMiddleware"]
    ROOT_URLCONF = "urls"
    SESSION_COOKIE_AGE = 60 * 60 * 24 * 365
    ```
    ### FastAPI
    ```python main.py
    import os

    import jwt
    from fastapi import FastAPI

    app = FastAPI()

    def create_access_token(user_id: int) -> str:
        return jwt.encode({"sub": str(user_id)}, os.environ["JWT_KEY"], algorithm="HS256")
    ```

    ## Use instead

    ### Flask
    ```python app.py
    from datetime import timedelta

    from flask import Flask, session

    app = Flask(__name__)
    app.config["PERMANENT_SESSION_LIFETIME"] = timedelta(minutes=30)

    @app.post("/login")
    def login():
        session["user_id"] = 1
        session.permanent = True
        return "ok"
    ```
    ### Django
    ```python settings.py
    INSTALLED_APPS = ["django.contrib.sessions"]
    MIDDLEWARE = ["django.contrib.sessions.middleware.SessionMiddleware"]
    ROOT_URLCONF = "urls"
    SESSION_COOKIE_AGE = 60 * 30
    SESSION_SAVE_EVERY_REQUEST = True
    ```
    ### FastAPI
    ```python main.py
    import os
    from datetime import UTC, datetime, timedelta

    import jwt
    from fastapi import FastAPI

    app = FastAPI()

    def create_access_token(user_id: int) -> str:
        end = datetime.now(UTC) + timedelta(minutes=15)
        return jwt.encode({"sub": str(user_id), "exp": end}, os.environ["JWT_KEY"], algorithm="HS256")
    ```

    ## References

    - https://cheatsheetseries.owasp.org/cheatsheets/Session_Management_Cheat_Sheet.html#session-expiration
    - https://flask.palletsprojects.com/en/stable/config/#PERMANENT_SESSION_LIFETIME
    - https://docs.djangoproject.com/en/stable/ref/settings/#session-cookie-age
    """

    requirement = "sessions.lifetime"
    severity = "medium"
    cwe = (613,)

    def judge(self, app: App) -> Iterable[Observation]:
        """Judge the session, then each token."""
        used = mechanism(app)
        if not used.any:
            yield not_applicable(nothing_of(app))
            return
        kept = used.cookie or used.store
        if kept is not None:
            yield from {"flask": _flask, "django": _django, "fastapi": _starlette}[app.framework](app, kept)
        for issue in used.tokens:
            yield from _token(app, issue)
        if used.own is not None:
            yield from _own(app, used.own)


def _limited(duration: int, place: Place, what: str, fix: str, related: Iterable[Step] = ()) -> Iterator[Observation]:
    policy = Policy.web().sessions
    if duration <= policy.absolute:
        yield met(place, f"{what} ends after {spoken(duration)}", related=related)
        return
    severity: Severity = "medium" if duration >= _WEEK else "low"
    reason = f"{what} lasts {spoken(duration)}; {spoken(policy.absolute)} are enough"
    yield violated(place, reason, fix, related=related, severity=severity)


def _set(setting: Setting | None, what: str, fix: str) -> Iterator[Observation] | None:
    """What a setting that the project makes says; None when it makes none."""
    if setting is None or setting.place is None:
        return None
    duration = seconds(setting.value)
    if duration is None:
        return iter([unknown(f"the files do not tell how long {what} lasts ({setting.name})", setting.place)])
    return _limited(duration, setting.place, what, fix)


# -- the frameworks' sessions


def _flask(app: App, kept: Seen) -> Iterator[Observation]:
    fix = 'Set `app.config["PERMANENT_SESSION_LIFETIME"] = timedelta(minutes=30)`.'
    said = _set(app.settings.explicit("PERMANENT_SESSION_LIFETIME"), "a session", fix)
    if said is not None:
        yield from said
        return
    permanent = _permanent(app)
    if permanent is not None:
        yield violated(permanent, "a permanent session lasts 31 days, Flask's default, and nothing shortens it", fix)
        return
    reason = "nothing limits how long a session lasts: what its cookie holds is accepted for 31 days, Flask's default"
    yield missing(kept.place, reason, fix, severity="low")


def _permanent(app: App) -> Place | None:
    """Where the app makes sessions permanent."""
    for path, file in app.files.items():
        if "permanent" in file.outline.stored:
            for assign in file.detail.assigns:
                if assign.stem.endswith("session.permanent") and assign.value == f.Const(True):
                    return Place(path, f.line_of(assign.at), f.column_of(assign.at))
    return None


def _django(app: App, kept: Seen) -> Iterator[Observation]:
    fix = "Set `SESSION_COOKIE_AGE = 60 * 30` and `SESSION_SAVE_EVERY_REQUEST = True`."
    said = _set(app.settings.explicit("SESSION_COOKIE_AGE"), "a session", fix)
    if said is not None:
        yield from said
        return
    for site in app.ending("set_expiry"):
        if site.call.args:
            duration = seconds(app.program.values.of(site.file, site.call.scope, site.call.args[0]))
            if duration and duration <= Policy.web().sessions.absolute:
                yield met(site.place, f"a session ends after {spoken(duration)}")
                return
    browser = app.settings.explicit("SESSION_EXPIRE_AT_BROWSER_CLOSE")
    related = []
    if browser is not None and browser.place is not None and browser.fallback is True:
        related = [Step(browser.place, "the browser forgets the cookie, but the server accepts a copy of it")]
    reason = "nothing limits how long a session lasts: Django accepts it for two weeks, its default"
    yield missing(kept.place, reason, fix, related=related, severity="low")


def _starlette(app: App, kept: Seen) -> Iterator[Observation]:
    fix = "Give it `max_age=60 * 30`."
    if kept.site is None:
        site = starlette_sessions(app, STARSESSIONS)
        if site is not None:
            given = site.argument("lifetime")
            duration = seconds(app.program.values.of(site.file, site.call.scope, given)) if given else None
            if duration:
                yield from _limited(duration, site.place, "a session", "Give it `lifetime=60 * 30`.")
                return
        yield unknown("the files do not tell how long a session lasts", kept.place)
        return
    given = kept.site.argument("max_age")
    if given is None:
        reason = "nothing limits how long a session lasts: SessionMiddleware accepts it for two weeks, its default"
        yield missing(kept.place, reason, fix, severity="low")
        return
    value = app.program.values.of(kept.site.file, kept.site.call.scope, given)
    duration = seconds(value)
    if value is None:
        yield violated(kept.place, "max_age=None lets a session's cookie be accepted for ever", fix)
    elif duration is None:
        yield unknown("the files do not tell how long a session lasts (max_age)", kept.place)
    else:
        yield from _limited(duration, kept.place, "a session", fix)


def _own(app: App, own: Seen) -> Iterator[Observation]:
    """A cookie of the app's own making: only its max_age is seen, and the server need not hold to it."""
    assert own.site is not None
    given = own.site.argument("max_age")
    duration = seconds(app.program.values.of(own.site.file, own.site.call.scope, given)) if given is not None else None
    if duration is not None and duration > Policy.web().sessions.absolute:
        fix = "Give it `max_age=60 * 60 * 8`, and end it on the server too."
        yield from _limited(duration, own.place, "the log-in cookie", fix)
    else:
        yield unknown("the files do not tell when the server stops to accept the log-in cookie", own.place)


# -- tokens


def _token(app: App, issue: Issue) -> Iterator[Observation]:
    if issue.site.name in _TOKEN_SETTINGS:
        yield from _by_library(app, issue)
        return
    if issue.site.name in _STRATEGIES:
        yield from _strategy(app, issue)
        return
    if issue.site.name in _NEVER:
        reason = "the tokens of rest_framework.authtoken never end"
        yield violated(issue.place, reason, "Use djangorestframework-simplejwt or django-rest-knox, whose tokens end.")
        return
    if not issue.act.expires:
        yield from _simple_jwt(app, issue)
        return
    fix = 'Put `"exp": datetime.now(UTC) + timedelta(minutes=15)` into the claims, and renew it by a refresh token.'
    duration, ends = lifetime(app, issue)
    if not ends:
        related = _cookie_age(app, issue)
        reason = "the token that log-in hands out has no exp, so that it works for ever"
        yield violated(issue.place, reason, fix, related=related, function=issue.site.function, severity="high")
    elif duration is None:
        yield unknown("the files do not tell how long a log-in token lasts; decode one to see its exp", issue.place)
    else:
        yield from _limited(duration, issue.place, "a log-in token", fix)


def _strategy(app: App, issue: Issue) -> Iterator[Observation]:
    """`JWTStrategy(secret=..., lifetime_seconds=...)` of FastAPI Users; None means for ever."""
    given = issue.site.argument("lifetime_seconds", 1)
    value = app.program.values.of(issue.site.file, issue.site.call.scope, given) if given is not None else UNKNOWN
    duration = seconds(value)
    fix = "Give JWTStrategy lifetime_seconds=3600 or less."
    if value is None:
        yield violated(issue.place, "the token that log-in hands out never ends", fix, severity="high")
    elif duration is None:
        yield unknown("the files do not tell how long a log-in token lasts; decode one to see its exp", issue.place)
    else:
        yield from _limited(duration, issue.place, "a log-in token", fix)


def _cookie_age(app: App, issue: Issue) -> list[Step]:
    if issue.cookie is None:
        return []
    given = issue.cookie.argument("max_age")
    age = seconds(app.program.values.of(issue.cookie.file, issue.cookie.call.scope, given)) if given else None
    return [Step(issue.cookie.place, f"the cookie keeps it for {spoken(age)}")] if age else []


def _by_library(app: App, issue: Issue) -> Iterator[Observation]:
    name, default = _TOKEN_SETTINGS[issue.site.name]
    fix = f'Set `app.config["{name}"] = timedelta(minutes=15)`.'
    refresh = "refresh" in issue.site.name
    given = issue.site.argument("expires_delta")
    value = app.program.values.of(issue.site.file, issue.site.call.scope, given) if given is not None else None
    setting = app.settings.explicit(name)
    place = issue.place
    if given is None and setting is not None and setting.place is not None:
        value, place = setting.value, setting.place
    if value is False:
        yield violated(place, "the token that log-in hands out never ends", fix, severity="high")
        return
    duration = seconds(value) if value is not None else default
    if duration is None:
        yield unknown(f"the files do not tell how long a log-in token lasts ({name})", place)
    elif refresh and duration <= 30 * 86400:
        yield met(place, f"a refresh token ends after {spoken(duration)}")
    else:
        yield from _limited(duration, place, "a log-in token", fix)


def _simple_jwt(app: App, issue: Issue) -> Iterator[Observation]:
    setting = app.settings.nested("SIMPLE_JWT", "ACCESS_TOKEN_LIFETIME")
    fix = 'Set `SIMPLE_JWT = {"ACCESS_TOKEN_LIFETIME": timedelta(minutes=5)}`.'
    if setting is None or setting.place is None:
        yield met(issue.place, "an access token ends after 5 minutes, Simple JWT's default")
        return
    duration = seconds(setting.value) if isinstance(setting.value, Made) else None
    if duration is None:
        yield unknown("the files do not tell how long an access token lasts", setting.place)
    else:
        yield from _limited(duration, setting.place, "an access token", fix)
