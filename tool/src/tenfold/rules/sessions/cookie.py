"""Whether the cookie that keeps users logged in has Secure, HttpOnly and SameSite."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tenfold.findings import Severity, Step
from tenfold.place import Place
from tenfold.program.app import App
from tenfold.rules.base import Observation, Rule, met, missing, not_applicable, unknown, violated
from tenfold.rules.sessions._cookies import Attribute, argument, auth_cookies, by_settings
from tenfold.rules.sessions._mechanism import Mechanism, mechanism, nothing_of

_LIKE = {"flask": "app.config.update({})", "django": "{}", "fastapi": "{}"}


class SessionCookie(Rule):
    """The cookie that keeps users logged in lacks Secure, HttpOnly or SameSite.

    ## What it finds

    The effective settings of the session cookie in production (`SESSION_COOKIE_*` with the framework's defaults,
    the arguments of `SessionMiddleware`), and each `set_cookie` that hands out a session id or a token.
    Flask-Talisman's own settings of the cookie count.

    ## Why it matters

    Without `Secure` the cookie travels over any plain HTTP request and can be read on the way. Without `HttpOnly`
    one injected script steals it. Without `SameSite` other sites' forms carry it along.

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
    ```
    ### FastAPI
    ```python main.py
    from fastapi import FastAPI, Response

    app = FastAPI()

    @app.post("/login")
    def login(response: Response, token: str):
        response.set_cookie("access_token", token)
    ```

    ## Use instead

    ### Flask
    ```python app.py
    from flask import Flask, session

    app = Flask(__name__)
    app.config.update(
        SESSION_COOKIE_NAME="__Host-session", SESSION_COOKIE_SECURE=True, SESSION_COOKIE_SAMESITE="Lax"
    )

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
    SESSION_COOKIE_NAME = "__Host-sessionid"
    SESSION_COOKIE_SECURE = True
    ```
    ### FastAPI
    ```python main.py
    from fastapi import FastAPI, Response

    app = FastAPI()

    @app.post("/login")
    def login(response: Response, token: str):
        response.set_cookie("__Host-token", token, secure=True, httponly=True, samesite="lax", max_age=3600)
    ```

    ## References

    - https://cheatsheetseries.owasp.org/cheatsheets/Session_Management_Cheat_Sheet.html#cookies
    - https://developer.mozilla.org/en-US/docs/Web/HTTP/Reference/Headers/Set-Cookie
    """

    requirement = "sessions.cookie"
    severity = "medium"
    cwe = (614, 1004, 1275)

    def judge(self, app: App) -> Iterable[Observation]:
        """Judge the framework's session cookie, and the cookies that views set."""
        used = mechanism(app)
        seen = [*self._framework(app, used), *self._own(app)]
        if not seen:
            yield not_applicable(
                "no cookie logs anybody in (looked for sessions and set_cookie)" if used.any else nothing_of(app)
            )
        yield from seen

    def _framework(self, app: App, used: Mechanism) -> Iterator[Observation]:
        kept = used.cookie or used.store
        if kept is None:
            return
        for guard in app.protections.in_force("sessions.cookie"):
            site = next((s for s in app.program.calls.ending("init_app") if s.place == guard.place), None)
            asked = argument(app, site, "Secure", "session_cookie_secure", "set", "") if site is not None else None
            if asked is None or asked.state == "set":
                yield met(guard.place, f"{guard.name.rpartition('.')[2]} {guard.reason}")
            else:
                yield violated(guard.place, "the session cookie is sent without Secure: session_cookie_secure is off",
                               "Give Talisman `session_cookie_secure=True`, its default.")  # fmt: skip
            return
        if app.framework == "fastapi":
            if kept.site is not None:
                site = kept.site
                yield from _judged("the session cookie", site.place, [
                    argument(app, site, "Secure", "https_only", "absent", "https_only=True"),
                    argument(app, site, "SameSite", "same_site", "set", 'same_site="lax"'),
                ])  # fmt: skip
            return
        if app.framework == "flask" and any(
            scope.name == "get_cookie_secure" for file in app.files.values() for scope in file.outline.scopes
        ):
            return  # a session interface of the project's decides, and its set_cookie is judged
        place = app.place if app.framework == "flask" else kept.place
        yield from _judged("the session cookie", place, by_settings(app, "SESSION_COOKIE"), _LIKE[app.framework])

    def _own(self, app: App) -> Iterator[Observation]:
        lax = "set" if app.framework == "fastapi" else "off"
        for site, name in auth_cookies(app):
            attributes = [
                argument(app, site, "Secure", "secure", "off", "secure=True"),
                argument(app, site, "HttpOnly", "httponly", "off", "httponly=True"),
                argument(app, site, "SameSite", "samesite", lax, 'samesite="Lax"'),  # type: ignore[arg-type]
            ]
            yield from _judged(f"the cookie {name}", site.place, attributes, function=site.function)
        for site in app.calls("fastapi_users.authentication.CookieTransport"):
            yield from _judged("the log-in cookie", site.place, [
                argument(app, site, "Secure", "cookie_secure", "set", "cookie_secure=True"),
                argument(app, site, "HttpOnly", "cookie_httponly", "set", "cookie_httponly=True"),
                argument(app, site, "SameSite", "cookie_samesite", "set", 'cookie_samesite="lax"'),
            ])  # fmt: skip


def _judged(
    cookie: str, place: Place, attributes: list[Attribute], like: str = "{}", function: str = ""
) -> Iterator[Observation]:
    off = [a for a in attributes if a.state == "off"]
    absent = [a for a in attributes if a.state == "absent"]
    lacking = [*off, *absent]
    if lacking:
        names = " and ".join(a.name for a in lacking)
        django = like == "{}" and lacking[0].setting.isupper()
        written = (", " if not django else "; ").join(a.setting for a in lacking)
        if like != "{}":
            written = written.replace(" = ", "=")
        fix = f"Set `{like.format(written)}`."
        severity: Severity = "low" if {a.name for a in lacking} == {"SameSite"} else "medium"
        if off:
            at = off[0].place or place
            related = [Step(a.place, f"{a.name} is off") for a in off[1:] if a.place is not None and a.place != at]
            reason = f"{cookie} is sent without {names}"
            yield violated(at, reason, fix, related=related, severity=severity, function=function)
        else:
            yield missing(place, f"{cookie} has no {names}: nothing sets it, and it is off by default", fix,
                          severity=severity)  # fmt: skip
        return
    doubtful = next((a for a in attributes if a.state == "unknown"), None)
    if doubtful is not None:
        yield unknown(f"the files do not tell whether {cookie} has {doubtful.name}; look at it in the running app",
                      doubtful.place or place)  # fmt: skip
        return
    said = next((a.place for a in attributes if a.place is not None), place)
    yield met(said, f"{cookie} has {', '.join(a.name for a in attributes)}")
