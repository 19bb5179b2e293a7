"""Cookies beside the one that logs users in, and cookies that are written without a response's `set_cookie`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tenfold.findings import Persona, Severity
from tenfold.language import facts as f
from tenfold.program.app import App
from tenfold.program.calls import CallSite
from tenfold.rules.base import Observation, Rule, missing, violated
from tenfold.rules.sessions._cookies import argument, auth_cookies, cookie_words, ends, takes_back
from tenfold.rules.sessions._written_cookies import WrittenCookie, written_cookies

_IDENTITY = frozenset({"user", "userid", "uid", "username", "admin", "role", "email", "account", "login", "password"})
_PREFERENCES = frozenset({
    "theme", "lang", "language", "locale", "consent", "timezone", "tz", "sidebar", "layout", "dismissed", "mode",
})  # fmt: skip
_FIX = 'Set `secure=True`, and `httponly=True, samesite="Lax"` where no script reads the cookie.'


class CookieFlags(Rule):
    """A cookie is sent over plain HTTP: Secure is switched off or not asked for.

    ## What it finds
    `set_cookie(..., secure=False)`, with the flag followed through constants, settings and `**options`, for any cookie
    but a preference such as the theme; a cookie that names the user and does not ask for Secure; and cookies that log
    in, written with `http.cookies` or as a Set-Cookie header, without Secure or HttpOnly. Other cookies that do not ask
    for Secure are shown to the pedantic. The cookie that logs users in has a rule of its own (sessions.cookie).

    ## Why it matters
    One request over plain HTTP, to which any page on the same network can lead the browser, shows the cookie to
    everybody on the way and lets them change it.

    ## Example
    ### Flask
    ```python app.py
    from flask import Flask, make_response, request

    app = Flask(__name__)

    @app.get("/cart")
    def cart():
        response = make_response("ok")
        response.set_cookie("cart", request.args["cart"], secure=False, httponly=True)
        return response
    ```
    ## Use instead
    ### Flask
    ```python app.py
    from flask import Flask, make_response, request

    app = Flask(__name__)

    @app.get("/cart")
    def cart():
        response = make_response("ok")
        response.set_cookie("cart", request.args["cart"], secure=True, httponly=True, samesite="Lax")
        return response
    ```

    ## References
    - https://developer.mozilla.org/en-US/docs/Web/HTTP/Reference/Headers/Set-Cookie#secure
    - https://cwe.mitre.org/data/definitions/614.html
    """

    requirement = "sessions.cookie"
    severity = "medium"
    cwe = (614, 1004)

    def judge(self, app: App) -> Iterable[Observation]:
        """Judge each cookie that is set and that sessions.cookie leaves alone."""
        yield from _set(app)
        for cookie in written_cookies(app):
            if cookie.logs_in and cookie.lacking:
                yield _lacking(cookie)


def _set(app: App) -> Iterator[Observation]:
    judged = {site.place for site, _ in auth_cookies(app)}
    for segment in ("set_cookie", "set_signed_cookie"):
        for site in app.program.calls.ending(segment):
            value = site.argument("value", 1)
            if site.file.path not in app.files or site.place in judged or ends(app, site) or takes_back(value):
                continue
            name = site.argument("key", 0)
            known = app.program.values.of(site.file, site.call.scope, name) if name is not None else None
            what = f"the cookie {known}" if isinstance(known, str) else "a cookie"
            said = cookie_words(app, site, name)
            preference = not _PREFERENCES.isdisjoint(said)
            constant = isinstance(value, f.Const)
            secure = argument(app, site, "Secure", "secure", "absent", "secure=True")
            if secure.state == "off" and not preference:
                chosen = _secure_elsewhere(app, site, name)
                severity: Severity = "low" if constant or chosen else "medium"
                yield violated(
                    site.place, f"{what} is sent over plain HTTP, too: secure is False", _FIX,
                    function=site.function, severity=severity, confidence="medium" if chosen else None,
                )  # fmt: skip
            elif secure.state in {"off", "absent"}:
                persona: Persona = "regular" if not _IDENTITY.isdisjoint(said) and not constant else "pedantic"
                yield missing(
                    site.place, f"{what} does not ask for Secure, and may be sent over plain HTTP", _FIX,
                    function=site.function, severity="low", confidence="medium", persona=persona,
                )  # fmt: skip


def _secure_elsewhere(app: App, site: CallSite, name: f.Expr | None) -> bool:
    """Whether another branch of the function sets the same cookie with Secure, so that somebody chooses."""
    return any(
        other.call.scope == site.call.scope
        and other.argument("key", 0) == name
        and argument(app, other, "Secure", "secure", "absent", "").state == "set"
        for other in app.program.calls.ending("set_cookie")
        if other.file is site.file
    )


def _lacking(cookie: WrittenCookie) -> Observation:
    names = " and ".join(cookie.lacking)
    return violated(
        cookie.place,
        f"the cookie {cookie.name} is written without {names}",
        'Set it with the response\'s `set_cookie(..., secure=True, httponly=True, samesite="Lax")`.',
        function=cookie.function,
    )
