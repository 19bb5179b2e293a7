"""transport.https."""

from __future__ import annotations

from collections.abc import Iterator

from tenfold.program.app import App
from tenfold.program.deployment import ProxyUse
from tenfold.program.values import Env, Value, is_known
from tenfold.rules.base import Observation, Rule, met, missing, unknown, violated
from tenfold.rules.transport._extensions import TALISMAN, argument_of
from tenfold.rules.transport._names import named
from tenfold.rules.transport._plainly import behind_another
from tenfold.rules.transport._redirects import home_made
from tenfold.rules.transport._settings import (
    Effective,
    effective,
    has_security_middleware,
    settings_place,
    silenced,
)

_EVERYTHING = frozenset({"", ".", ".*", ".+", "^", "^.*", "^.*$", ".*$", "^/", "/", "^.+$"})
"""Patterns of SECURE_REDIRECT_EXEMPT that leave no path to redirect (Django matches them with `search`)."""

_PROBE = "run tenfold probe on the live address"
_FIX = {
    "flask": "Redirect in the server in front, or add Talisman(app, force_https=True) from Flask-Talisman.",
    "django": "Set SECURE_SSL_REDIRECT = True in the production settings, or redirect in the server in front.",
    "fastapi": "Redirect in the server in front, or add app.add_middleware(HTTPSRedirectMiddleware).",
}


class Https(Rule):
    """Plain HTTP is not redirected to HTTPS.

    ## What it finds

    An app that answers plain HTTP in production. A redirect counts wherever it stands: Django's
    `SECURE_SSL_REDIRECT` with `SecurityMiddleware`, Flask-Talisman, Starlette's `HTTPSRedirectMiddleware`, a function
    of your own before each request, a `return 301 https://...` in nginx, Caddy's automatic HTTPS, Traefik's or an
    ingress's redirect, or a platform that always redirects. A redirect that is declared but not in force does not
    count: a setting whose middleware is missing, an exemption that covers every path.

    ## Why it matters

    On plain HTTP everyone on the way reads passwords and session cookies and can change the page. People type a name
    without `https://`, so the redirect is what brings them to safety.

    ## Example

    ### Flask

    ```python app.py
    from flask import Flask

    app = Flask(__name__)
    ```

    ### Django

    ```python shop/settings.py
    INSTALLED_APPS = ["shop"]
    MIDDLEWARE = ["django.middleware.security.SecurityMiddleware"]
    ROOT_URLCONF = "shop.urls"
    SECURE_SSL_REDIRECT = False
    ```

    ### FastAPI

    ```python main.py
    from fastapi import FastAPI

    app = FastAPI()
    ```

    ## Use instead

    ### Flask

    ```python app.py
    from flask import Flask
    from flask_talisman import Talisman

    app = Flask(__name__)
    Talisman(app, force_https=True)
    ```

    ### Django

    ```python shop/settings.py
    INSTALLED_APPS = ["shop"]
    MIDDLEWARE = ["django.middleware.security.SecurityMiddleware"]
    ROOT_URLCONF = "shop.urls"
    SECURE_SSL_REDIRECT = True
    ```

    ### FastAPI

    ```python main.py
    from fastapi import FastAPI
    from fastapi.middleware.httpsredirect import HTTPSRedirectMiddleware

    app = FastAPI()
    app.add_middleware(HTTPSRedirectMiddleware)
    ```

    ## References

    - https://cheatsheetseries.owasp.org/cheatsheets/Transport_Layer_Security_Cheat_Sheet.html
    - https://docs.djangoproject.com/en/stable/topics/security/#ssl-https
    - https://caddyserver.com/docs/automatic-https
    """

    requirement = "transport.https"
    severity = "medium"

    def judge(self, app: App) -> Iterator[Observation]:
        """Collect every redirect; without one, name the place that leaves plain HTTP open."""
        proofs = [*_by_app(app), *_by_edge(app)]
        yield from proofs
        if any(seen.kind in {"met", "violated"} for seen in proofs):
            return
        if proofs:
            return
        yield _without(app)


def _by_app(app: App) -> Iterator[Observation]:
    for guard in app.protections.in_force("transport.https"):
        forced = argument_of(app, guard.place, "force_https", True) if guard.name in TALISMAN else True
        if not is_known(forced):
            yield unknown(f"Flask-Talisman redirects if {_deciding(forced)} says so: {_PROBE}.", guard.place)
        else:
            yield met(guard.place, f"{guard.name.rpartition('.')[2]} {guard.reason}.")
    for place in home_made(app):
        yield met(place, "A function of the project redirects plain HTTP before the views run.")
    if app.framework == "django":
        yield from _django(app)


def _deciding(value: Value) -> str:
    return f"the environment variable {value.variable}" if isinstance(value, Env) else "the configuration"


def _django(app: App) -> Iterator[Observation]:
    setting = effective(app, "SECURE_SSL_REDIRECT")
    if setting.place is None:
        return
    if setting.variable and not _redirecting(app):
        yield unknown(
            f"The environment variable {setting.variable} decides on SECURE_SSL_REDIRECT, and no file here sets it: "
            "run tenfold probe on the live address.",
            setting.place,
        )
    if not setting.on:
        return
    if not has_security_middleware(app):
        if not _redirecting(app):
            yield violated(
                setting.place,
                "SECURE_SSL_REDIRECT is on, but SecurityMiddleware, which would redirect, is not in MIDDLEWARE.",
                'Put "django.middleware.security.SecurityMiddleware" first in MIDDLEWARE.',
            )
        return
    yield from _exemptions(app, setting)


def _exemptions(app: App, setting: Effective) -> Iterator[Observation]:
    assert setting.place is not None
    for item in app.settings.list("SECURE_REDIRECT_EXEMPT"):
        if item.value in _EVERYTHING:
            yield violated(
                item.place,
                f"SECURE_REDIRECT_EXEMPT holds {item.value!r}, which fits every path, so nothing is redirected.",
                'Exempt only the health check, as in SECURE_REDIRECT_EXEMPT = [r"^healthz$"].',
            )
            return
    yield met(setting.place, "SECURE_SSL_REDIRECT redirects every plain request to HTTPS.")


def _redirecting(app: App) -> bool:
    return any(proxy.redirects for proxy in app.deployment.proxies)


def _by_edge(app: App) -> Iterator[Observation]:
    for proxy in app.deployment.proxies:
        if proxy.redirects and proxy.plain_place is not None and proxy.tls:
            yield violated(
                proxy.plain_place,
                f"{named(proxy)} hands plain HTTP on port 80 to the app here, although it redirects elsewhere.",
                "Answer port 80 with return 301 https://$host$request_uri; only.",
            )
        elif proxy.redirects:
            yield met(proxy.redirect_place or proxy.place, f"{named(proxy)} redirects plain HTTP to HTTPS.")
        elif proxy.redirects is None and proxy.tls and proxy.kind == "nginx":
            yield met(proxy.tls_place or proxy.place, f"{named(proxy)} listens with TLS only.")
    if not app.deployment.proxies:
        served = [use for use in app.deployment.servers if use.certificate_place is not None]
        if served and len(served) == len(app.deployment.servers):
            use = served[0]
            yield met(use.certificate_place or use.place, f"{use.server.kind} listens with TLS only.")


def _without(app: App) -> Observation:
    fix = _FIX[app.framework]
    setting = app.settings.explicit("SECURE_SSL_REDIRECT")
    if app.framework == "django" and setting is not None and setting.place is not None:
        return violated(setting.place, "SECURE_SSL_REDIRECT is off and nothing in front redirects plain HTTP.", fix)
    before = behind_another(app)
    if before is not None and not any(proxy.tls for proxy in app.deployment.proxies):
        return unknown(f"nginx stands behind another proxy, which is not in the repository: {_PROBE}.", before)
    for proxy in app.deployment.proxies:
        if proxy.redirects is False:
            return _open(proxy, fix)
    front = app.deployment.proxies[0] if app.deployment.proxies else None
    if front is not None:
        where = f"{named(front)} ends TLS but redirects nothing" if front.tls else f"{named(front)} redirects nothing"
        return missing(settings_place(app), f"{where}, and neither does the app.", fix)
    silent = silenced(app, "security.W008")
    if silent is not None:
        return unknown(
            "The project silences Django's check for the redirect (security.W008), so another server is meant to "
            "redirect: run tenfold probe on the live address.",
            silent,
        )
    looked = "neither the app nor a server in front of it in the repository redirects"
    return missing(settings_place(app), f"Plain HTTP is answered: {looked}.", fix)


def _open(proxy: ProxyUse, fix: str) -> Observation:
    place = proxy.plain_place or proxy.place
    if proxy.kind == "platform":
        what = f"{named(proxy)} answers plain HTTP: force_https is not on, and the app does not redirect."
        return violated(place, what, "Set force_https = true in the platform's file.")
    if proxy.tls:
        what = f"{named(proxy)} ends TLS but hands plain HTTP to the app as well, and nothing redirects it."
        return violated(place, what, "Answer port 80 with return 301 https://$host$request_uri; or its like.")
    what = f"{named(proxy)} serves the app on plain HTTP only: no TLS, and no redirect."
    return missing(place, what, fix)
