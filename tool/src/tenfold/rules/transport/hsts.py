"""transport.hsts."""

from __future__ import annotations

from collections.abc import Iterator

from tenfold.findings import Step
from tenfold.program.app import App
from tenfold.rules.base import Observation, Rule, met, missing, unknown, violated
from tenfold.rules.transport._hsts import YEAR, Policy, policies
from tenfold.rules.transport._scheme import sight, tls_proxy
from tenfold.rules.transport._settings import effective, has_security_middleware, settings_place, silenced

_FIX = {
    "flask": 'Send "Strict-Transport-Security: max-age=31536000; includeSubDomains" from the server in front or with '
    "Flask-Talisman; begin with a day.",
    "django": "Set SECURE_HSTS_SECONDS = 31_536_000 and SECURE_HSTS_INCLUDE_SUBDOMAINS = True for production; "
    "begin with a day.",
    "fastapi": 'Send "Strict-Transport-Security: max-age=31536000; includeSubDomains" from the server in front or in '
    "one middleware; begin with a day.",
}


class Hsts(Rule):
    """Strict-Transport-Security is absent or weaker than a year with subdomains.

    ## What it finds

    Whether anything sends `Strict-Transport-Security` with the app's answers, and how long it binds: Django's
    `SECURE_HSTS_SECONDS`, Flask-Talisman, a middleware of your own, nginx, Caddy, Traefik, Apache, an ingress or the
    platform's file. A `max-age` under a year, subdomains left out, a header that reaches only some answers, and a
    header that Django never sends because it cannot see HTTPS behind the proxy are said, each with its line.
    Whether the policy could go on the browsers' preload list is told and never asked for.

    ## Why it matters

    The redirect to HTTPS protects only after the first plain request, and an attacker in between answers that one.
    With this header the browser uses HTTPS by itself and lets nobody click through a false certificate. A subdomain
    left out can still set cookies for the whole domain.

    ## Example

    ### Flask

    ```python app.py
    from flask import Flask

    app = Flask(__name__)

    @app.after_request
    def add_headers(response):
        response.headers["Strict-Transport-Security"] = "max-age=3600; includeSubDomains"
        return response
    ```

    ### Django

    ```python shop/settings.py
    INSTALLED_APPS = ["shop"]
    MIDDLEWARE = ["django.middleware.security.SecurityMiddleware"]
    ROOT_URLCONF = "shop.urls"
    SECURE_HSTS_SECONDS = 3600
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
    Talisman(app, strict_transport_security_max_age=31_536_000)
    ```

    ### Django

    ```python shop/settings.py
    INSTALLED_APPS = ["shop"]
    MIDDLEWARE = ["django.middleware.security.SecurityMiddleware"]
    ROOT_URLCONF = "shop.urls"
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    ```

    ### FastAPI

    ```python main.py
    from fastapi import FastAPI

    app = FastAPI()

    @app.middleware("http")
    async def strict_transport(request, call_next):
        response = await call_next(request)
        response.headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
        return response
    ```

    ## References

    - https://www.rfc-editor.org/rfc/rfc6797
    - https://cheatsheetseries.owasp.org/cheatsheets/HTTP_Strict_Transport_Security_Cheat_Sheet.html
    - https://hstspreload.org/
    """

    requirement = "transport.hsts"
    severity = "medium"

    def judge(self, app: App) -> Iterator[Observation]:
        """Judge the strongest sender; weaker ones do not matter where it reaches every answer."""
        found = policies(app)
        if not found:
            yield from _absent(app)
            return
        best = max(found, key=lambda p: (p.whole, _rank(p)))
        yield from _judged(app, best)


def _rank(policy: Policy) -> tuple[int, bool]:
    return (YEAR if policy.seconds is None else min(policy.seconds, YEAR), policy.subdomains is not False)


def _judged(app: App, policy: Policy) -> Iterator[Observation]:
    fix = _FIX[app.framework]
    if policy.by == "SecurityMiddleware":
        seen = sight(app)
        proxy = tls_proxy(app)
        if seen.sees is False and proxy is not None:
            yield violated(
                policy.place,
                "SECURE_HSTS_SECONDS is set, but Django sends the header only on requests that it sees as HTTPS, and "
                "behind the proxy it sees none.",
                'Set SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https").',
                related=[Step(proxy.tls_place or proxy.place, "TLS ends here")],
            )
            return
    if not policy.whole:
        yield violated(
            policy.place,
            f"{policy.by} sends Strict-Transport-Security, but not with every answer of the app.",
            "Send it for the whole site: in nginx repeat add_header in each location that adds headers of its own.",
            severity="low",
        )
    elif policy.seconds == 0:
        yield violated(policy.place, f"{policy.by} sends max-age=0, which makes browsers forget the policy.", fix)
    elif policy.seconds is not None and policy.seconds < YEAR:
        yield violated(
            policy.place,
            f"{policy.by} sends max-age={policy.seconds} ({_days(policy.seconds)}), less than a year.",
            "Raise it in steps to 31536000 once everything works over HTTPS.",
            severity="low",
        )
    elif policy.subdomains is False:
        yield violated(
            policy.place,
            f"{policy.by} sends Strict-Transport-Security without includeSubDomains.",
            "Add includeSubDomains once every subdomain is served over HTTPS.",
            severity="low",
        )
    elif policy.seconds is None or policy.subdomains is None:
        yield met(policy.place, f"{policy.by} sends Strict-Transport-Security.", confidence="medium")
    else:
        said = "eligible for the preload list" if policy.eligible else "not meant for the preload list"
        yield met(policy.place, f"{policy.by} sends max-age={policy.seconds}; includeSubDomains ({said}).")


def _days(seconds: int) -> str:
    return f"{seconds // 86_400} days" if seconds >= 172_800 else f"{max(seconds // 3600, 1)} hours"


def _absent(app: App) -> Iterator[Observation]:
    fix = _FIX[app.framework]
    for guard in app.protections.in_force("transport.hsts"):
        yield unknown("Whether Flask-Talisman sends the header is decided by the configuration.", guard.place)
        return
    for proxy in app.deployment.proxies:
        if proxy.kind == "ingress" and proxy.tls:
            yield unknown(
                "ingress-nginx sends Strict-Transport-Security by default, other controllers do not: run tenfold probe "
                "on the live address.",
                proxy.place,
            )
            return
    setting = effective(app, "SECURE_HSTS_SECONDS")
    if setting.place is not None and setting.variable:
        yield unknown(
            f"The environment variable {setting.variable} decides on SECURE_HSTS_SECONDS, and no file here sets it.",
            setting.place,
        )
        return
    if setting.place is not None and setting.value not in (0, None) and not has_security_middleware(app):
        yield violated(
            setting.place,
            "SECURE_HSTS_SECONDS is set, but SecurityMiddleware, which would send it, is not in MIDDLEWARE.",
            'Put "django.middleware.security.SecurityMiddleware" first in MIDDLEWARE.',
        )
        return
    silent = silenced(app, "security.W004")
    if silent is not None:
        yield unknown(
            "The project silences Django's check for the header (security.W004), so another server is meant to send "
            "it: run tenfold probe on the live address.",
            silent,
        )
        return
    place = setting.place or settings_place(app)
    yield missing(place, "Nothing sends Strict-Transport-Security: neither the app nor a server in front.", fix)
