"""Whether the app learns from the proxy that a request came over HTTPS."""

from __future__ import annotations

import msgspec

from tenfold.place import Place
from tenfold.program.app import App
from tenfold.program.deployment import ProxyUse, ServerUse
from tenfold.rules.transport._settings import effective

PROXY_FIX = ("werkzeug.middleware.proxy_fix.ProxyFix", "werkzeug.contrib.fixers.ProxyFix")
PROXY_HEADERS = ("uvicorn.middleware.proxy_headers.ProxyHeadersMiddleware",)
ASGI_PROXY_FIX = ("hypercorn.middleware.ProxyFixMiddleware", "hypercorn.middleware.proxy_fix.ProxyFixMiddleware")
_BELIEVERS = frozenset({"gunicorn", "uvicorn", "fastapi"})
"""Servers that take the scheme from X-Forwarded-Proto of the addresses that they are told to trust."""


class Sight(msgspec.Struct, frozen=True):
    """Whether the app sees HTTPS as HTTPS (None: the repository does not tell), why, and the place that decides."""

    sees: bool | None
    reason: str
    place: Place | None = None


def tls_proxy(app: App) -> ProxyUse | None:
    """The proxy that ends TLS and speaks plain HTTP to the app."""
    return next((proxy for proxy in app.deployment.proxies if proxy.tls), None)


def sight(app: App) -> Sight:
    """How the app learns from the proxy in front what the client's request was."""
    proxy = tls_proxy(app) or next(iter(app.deployment.proxies), None)
    if proxy is None:
        return Sight(None, "nothing in the repository stands in front of the app")
    own = _by_app(app)
    if own is not None:
        return own
    if not app.deployment.servers:
        return Sight(None, "no file says which server runs the app")
    sights = [_by_server(proxy, use) for use in app.deployment.servers]
    return next((s for s in sights if s.sees is False), None) or next((s for s in sights if s.sees is None), sights[0])


def _by_app(app: App) -> Sight | None:
    if app.framework == "django":
        header = effective(app, "SECURE_PROXY_SSL_HEADER")
        if header.value is not None:
            return Sight(True, "SECURE_PROXY_SSL_HEADER names the header", header.place)
    for name in PROXY_FIX:
        for site in app.calls(name):
            count = app.program.values.of(site.file, site.call.scope, site.argument("x_proto", 2))
            if site.argument("x_proto", 2) is None or count != 0:
                return Sight(True, "ProxyFix takes the scheme from X-Forwarded-Proto", site.place)
    for site in app.ending("add_middleware"):
        first = site.argument("middleware_class", 0)
        if first is not None:
            name = app.program.names.qualify(site.file, site.call.scope, first)
            if name in PROXY_HEADERS:
                return Sight(True, "ProxyHeadersMiddleware takes the scheme from X-Forwarded-Proto", site.place)
    for site in app.calls(*PROXY_HEADERS, *ASGI_PROXY_FIX):
        return Sight(True, "the app is wrapped in a middleware that reads X-Forwarded-Proto", site.place)
    return None


def _by_server(proxy: ProxyUse, use: ServerUse) -> Sight:
    server = use.server
    if use.certificate_place is not None:
        return Sight(True, "the app's own server speaks TLS", use.certificate_place)
    if server.kind in {"mod_wsgi", "uwsgi"}:
        told = proxy.kind in {"nginx", "apache"} and proxy.sets_proto is None
        return Sight(True if told else None, f"{server.kind} is told the scheme by {proxy.kind}", use.place)
    if server.url_scheme == "https":
        return Sight(True, f"{server.kind} is told that every request is HTTPS", use.place)
    if server.kind == "python" or server.kind not in _BELIEVERS | {"hypercorn", "daphne", "waitress", "granian"}:
        return Sight(None, f"{server.kind} is no server for production", use.place)
    if server.kind not in _BELIEVERS:
        sees = True if server.kind == "daphne" and server.proxy_headers else None
        return Sight(sees, f"{server.kind} reads no X-Forwarded-Proto by itself", use.place)
    return _believer(proxy, use)


def _believer(proxy: ProxyUse, use: ServerUse) -> Sight:
    """By default gunicorn and uvicorn believe 127.0.0.1 and Unix sockets only."""
    server = use.server
    if server.proxy_headers is False:
        return Sight(False, f"{server.kind} is started with --no-proxy-headers", use.place)
    if server.forwarded_allow_ips:
        place = use.forwarded_place or use.place
        return Sight(True, f"{server.kind} believes X-Forwarded-Proto of {server.forwarded_allow_ips}", place)
    if proxy.beside and use.origin not in {"compose", "kubernetes"}:
        return Sight(True, f"{server.kind} believes {proxy.kind} beside it", use.place)
    if any(bind.startswith(("unix:", "/")) for bind in server.bind):
        return Sight(True, f"{server.kind} believes the proxy at its Unix socket", use.place)
    if use.origin == "procfile":
        return Sight(None, "Heroku's Python buildpack sets FORWARDED_ALLOW_IPS, other platforms do not", use.place)
    if use.origin in {"compose", "kubernetes", "fly"} and proxy.sets_proto is not None:
        reason = f"{server.kind} believes X-Forwarded-Proto only of 127.0.0.1, and {_called(proxy)} has another address"
        return Sight(False, reason, use.place)
    if any(bind.startswith(("127.0.0.1", "localhost")) for bind in server.bind):
        return Sight(True, f"{server.kind} believes the proxy at 127.0.0.1", use.place)
    return Sight(None, f"it depends on the address from which {_called(proxy)} reaches {server.kind}", use.place)


def _called(proxy: ProxyUse) -> str:
    return f"the platform ({proxy.name})" if proxy.kind == "platform" else f"{proxy.kind} ({proxy.place})"
