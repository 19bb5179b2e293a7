"""transport.proxy."""

from __future__ import annotations

from collections.abc import Iterator

from tenfold.findings import Severity, Step
from tenfold.place import Place
from tenfold.program.app import App
from tenfold.program.deployment import ProxyUse
from tenfold.rules.base import Observation, Rule, met, missing, not_applicable, unknown, violated
from tenfold.rules.transport._forwarded import leftmost
from tenfold.rules.transport._names import named
from tenfold.rules.transport._redirects import home_made
from tenfold.rules.transport._scheme import Sight, sight, tls_proxy
from tenfold.rules.transport._settings import effective, has_security_middleware, settings_place
from tenfold.rules.transport._trust import trusted

_FIX = {
    "flask": "Wrap the app: app.wsgi_app = ProxyFix(app.wsgi_app, x_for=1, x_proto=1), with the number of proxies.",
    "django": 'Set SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https"), and have the proxy set the header.',
    "fastapi": "Start uvicorn with --proxy-headers --forwarded-allow-ips <address or network of the proxy>.",
}


_OWN = frozenset({"nginx", "caddy", "traefik", "ingress", "load balancer"})
"""Proxies that reach the app over a connection of their own."""


class Proxy(Rule):
    """Forwarded headers are believed too far, or not at all.

    ## What it finds

    How far the app believes `X-Forwarded-*` headers, held against the proxies in the repository: Werkzeug's
    `ProxyFix` with more proxies than there are, headers that nginx hands on as the client wrote them,
    `SECURE_PROXY_SSL_HEADER` with a value that never matches, `USE_X_FORWARDED_HOST`, `--forwarded-allow-ips '*'` with
    an open port; and the other way round, a proxy that ends TLS in front of an app that does not learn it, with the
    endless redirect that follows.

    ## Why it matters

    Behind a proxy the app learns the client's address, scheme and host from headers, and any client can send such
    headers. Believe too many and an attacker picks their own address, which defeats rate limits and falsifies logs;
    believe none and all users share one address, and HTTPS looks like HTTP.

    ## Example

    ### Flask

    ```python app.py
    from flask import Flask
    from werkzeug.middleware.proxy_fix import ProxyFix

    app = Flask(__name__)
    app.wsgi_app = ProxyFix(app.wsgi_app, x_for=2)
    ```
    ```nginx nginx.conf
    server {
        listen 443 ssl;
        location / {
            proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
            proxy_set_header X-Forwarded-Proto $scheme;
            proxy_pass http://127.0.0.1:8000;
        }
    }
    ```

    ### Django

    ```python shop/settings.py
    INSTALLED_APPS = ["shop"]
    MIDDLEWARE = ["django.middleware.security.SecurityMiddleware"]
    ROOT_URLCONF = "shop.urls"
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "HTTPS")
    ```

    ### FastAPI

    ```python main.py
    from fastapi import FastAPI

    app = FastAPI()
    ```
    ```dockerfile Dockerfile
    FROM python:3.13
    CMD ["uvicorn", "main:app", "--host", "0.0.0.0", "--forwarded-allow-ips", "*"]
    ```
    ```yaml compose.yaml
    services:
      api:
        build: .
        ports:
          - "8000:8000"
    ```

    ## Use instead

    ### Flask

    ```python app.py
    from flask import Flask
    from werkzeug.middleware.proxy_fix import ProxyFix

    app = Flask(__name__)
    app.wsgi_app = ProxyFix(app.wsgi_app, x_for=1, x_proto=1)
    ```
    ```nginx nginx.conf
    server {
        listen 443 ssl;
        location / {
            proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
            proxy_set_header X-Forwarded-Proto $scheme;
            proxy_pass http://127.0.0.1:8000;
        }
    }
    ```

    ### Django

    ```python shop/settings.py
    INSTALLED_APPS = ["shop"]
    MIDDLEWARE = ["django.middleware.security.SecurityMiddleware"]
    ROOT_URLCONF = "shop.urls"
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    ```

    ### FastAPI

    ```python main.py
    from fastapi import FastAPI

    app = FastAPI()
    ```
    ```dockerfile Dockerfile
    FROM python:3.13
    CMD ["uvicorn", "main:app", "--host", "0.0.0.0", "--forwarded-allow-ips", "10.0.0.5"]
    ```

    ## References

    - https://www.rfc-editor.org/rfc/rfc7239#section-8
    - https://flask.palletsprojects.com/en/stable/deploying/proxy_fix/
    - https://docs.djangoproject.com/en/stable/ref/settings/#secure-proxy-ssl-header
    - https://uvicorn.dev/settings/
    """

    requirement = "transport.proxy"
    severity = "medium"

    def judge(self, app: App) -> Iterator[Observation]:
        """Hold what the app believes against what stands in front of it."""
        found = list(trusted(app))
        yield from found
        proxy = tls_proxy(app)
        seen = sight(app)
        if proxy is not None and seen.sees is False:
            yield _unseen(app, proxy, seen)
        elif not found:
            yield _unread(app, seen) or _silent(app, proxy, seen)


def _unread(app: App, seen: Sight) -> Observation | None:
    """A proxy of the repository tells the client's address, and the app does not read it: all users share one."""
    front = next((proxy for proxy in app.deployment.proxies if proxy.kind in _OWN), None)
    if front is None or app.framework == "django" or any(True for _ in leftmost(app)):
        return None
    if app.framework == "fastapi" and (seen.sees is not False or seen.place is None):
        return None
    place = seen.place if app.framework == "fastapi" and seen.place is not None else app.place
    return missing(
        place,
        f"{named(front)} stands in front ({front.place}), and the app does not read the client's address from it: "
        "every user has the proxy's.",
        _FIX[app.framework],
        related=[Step(front.place, "the proxy in front")],
        severity="low",
    )


def _unseen(app: App, proxy: ProxyUse, seen: Sight) -> Observation:
    """The proxy ends TLS, and the app takes every request for plain HTTP."""
    at = proxy.tls_place or proxy.place
    related = [Step(at, "TLS ends here"), *([Step(seen.place, seen.reason)] if seen.place is not None else [])]
    loop = _redirect(app)
    if loop is not None:
        reason = (
            f"The app redirects to HTTPS, but behind {at} it takes every request for plain HTTP: the redirect never "
        )
        return violated(loop, f"{reason}ends.", _FIX[app.framework], related=related)
    place = seen.place if app.framework == "fastapi" and seen.place is not None else settings_place(app)
    reason = f"{named(proxy)} ends TLS ({at}), and the app takes every request for plain HTTP: {seen.reason}."
    severity: Severity = "medium" if app.framework == "django" else "low"
    return missing(place, reason, _FIX[app.framework], related=related, severity=severity)


def _redirect(app: App) -> Place | None:
    """The app's own redirect that looks at the scheme alone (Flask-Talisman and Flask-SSLify read the header too)."""
    setting = effective(app, "SECURE_SSL_REDIRECT")
    if app.framework == "django" and setting.on and has_security_middleware(app):
        return setting.place
    for guard in app.protections.in_force("transport.https"):
        if guard.name.endswith("HTTPSRedirectMiddleware"):
            return guard.place
    return next(home_made(app), None) if app.framework == "fastapi" else None


def _silent(app: App, proxy: ProxyUse | None, seen: Sight) -> Observation:
    """Nothing makes the app believe forwarded headers by itself."""
    deployment = app.deployment
    if proxy is not None and seen.sees and seen.place is not None:
        return met(seen.place, f"Behind {named(proxy)}, {seen.reason}.", confidence="medium")
    if proxy is not None:
        return unknown(f"{named(proxy)} ends TLS; whether the app learns it is not told: {seen.reason}.", proxy.place)
    if deployment.proxies:
        front = deployment.proxies[0]
        return unknown(f"{named(front)} stands in front, and where TLS ends is not in the repository.", front.place)
    return not_applicable(
        "No proxy, ProxyFix or forwarded-header setting was found in the repository: the app believes no such header."
    )
