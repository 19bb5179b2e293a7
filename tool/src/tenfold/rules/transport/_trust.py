"""How far the app believes forwarded headers: ProxyFix, Django's settings, the server's options."""

from __future__ import annotations

from collections.abc import Iterator

from tenfold.findings import Step
from tenfold.place import Place
from tenfold.program.app import App
from tenfold.program.calls import CallSite
from tenfold.program.deployment import ServerUse
from tenfold.program.values import UNKNOWN, Env, Value
from tenfold.rules.base import Observation, met, unknown, violated
from tenfold.rules.transport._forwarded import handed_on
from tenfold.rules.transport._scheme import PROXY_FIX
from tenfold.rules.transport._settings import effective

_ARGUMENTS = (
    ("x_for", 1, 1, "X-Forwarded-For", "any address"),
    ("x_proto", 2, 1, "X-Forwarded-Proto", "a secure request"),
    ("x_host", 3, 0, "X-Forwarded-Host", "any host"),
    ("x_prefix", 5, 0, "X-Forwarded-Prefix", "any path prefix"),
)
"""ProxyFix's arguments: name, position, default, header, and what a client can claim with it."""

_HTTPS_VALUES = {"HTTP_X_FORWARDED_PROTO": "https", "HTTP_X_FORWARDED_PROTOCOL": "https", "HTTP_X_SCHEME": "https"}


def trusted(app: App) -> Iterator[Observation]:
    """Each thing that makes the app believe forwarded headers, judged against what stands in front."""
    for site in app.calls(*PROXY_FIX):
        yield _proxy_fix(app, site)
    if app.framework == "django":
        yield from _ssl_header(app)
        yield from _forwarded_host(app)
    for use in app.deployment.servers:
        yield from _allowed(app, use)


def _count(app: App, site: CallSite, name: str, position: int, default: int) -> int | None:
    given = site.argument(name, position)
    if given is None:
        given = site.argument("num_proxies", 1) if name == "x_for" and "contrib" in site.name else None
    if given is None:
        return None if site.spreads else default
    value: Value = app.program.values.of(site.file, site.call.scope, given)
    value = value.default if isinstance(value, Env) else value
    return int(value) if isinstance(value, (int, bool)) else None


def _proxy_fix(app: App, site: CallSite) -> Observation:
    deployment = app.deployment
    hops = deployment.hops
    counts = {name: _count(app, site, name, at, default) for name, at, default, _, _ in _ARGUMENTS}
    trusts = max((count for count in counts.values() if count is not None), default=0)
    if hops and trusts > hops:
        name = next(name for name, count in counts.items() if count == trusts)
        proxy = deployment.proxies[0]
        return violated(
            site.place,
            f"ProxyFix trusts {trusts} proxies ({name}={trusts}), but the repository has {hops} ({proxy.place}): "
            "a client can write the value that is taken.",
            f"Write {name}={hops}, or the true number of proxies.",
            related=[Step(proxy.place, "the proxy in front")],
            severity="high" if name == "x_for" else "medium",
        )
    for name, _, _, header, claim in _ARGUMENTS:
        open_at = handed_on(app, header) if counts[name] else None
        if open_at is not None and not any(proxy.kind != "nginx" for proxy in deployment.proxies):
            return violated(
                site.place,
                f"ProxyFix believes {header} ({name}={counts[name]}), but nginx ({open_at}) does not set it, so a "
                f"client can claim {claim}.",
                f"Set {header} in nginx with proxy_set_header, or write {name}=0.",
                related=[Step(open_at, "the client's own header is handed on here")],
                severity="high" if name == "x_for" else "medium",
            )
    if deployment.proxies:
        reason = (
            f"ProxyFix trusts {trusts} {'proxy' if trusts == 1 else 'proxies'}, and one stands in front of the app."
        )
        return met(site.place, reason, confidence="high" if hops else "medium")
    if deployment.exposed is not None:
        return violated(
            site.place,
            "ProxyFix believes X-Forwarded-* headers, but no proxy is in the repository and the port is open to "
            f"everyone ({deployment.exposed}).",
            "Leave ProxyFix out without a proxy, or publish the port to the proxy only.",
            related=[Step(deployment.exposed, "the app's port is published here")],
            confidence="medium",
        )
    return unknown(
        f"ProxyFix trusts {trusts} {'proxy' if trusts == 1 else 'proxies'}, and nothing in the repository says what "
        "stands in front: run tenfold probe on the live address.",
        site.place,
    )


def _ssl_header(app: App) -> Iterator[Observation]:
    setting = effective(app, "SECURE_PROXY_SSL_HEADER")
    if setting.place is None or setting.value is None or setting.value == UNKNOWN:
        return
    value = setting.value
    if not isinstance(value, list) or not all(isinstance(part, str) for part in value):
        return
    mistake = _mistake([str(part) for part in value])
    fix = 'Write SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https").'
    if mistake:
        yield violated(setting.place, mistake, fix)
        return
    name, _ = (str(part) for part in value)
    header = name.removeprefix("HTTP_").replace("_", "-").title()
    open_at = handed_on(app, header)
    if open_at is not None and not any(proxy.kind != "nginx" for proxy in app.deployment.proxies):
        yield violated(
            setting.place,
            f"Django believes {header}, but nginx ({open_at}) does not set it: a client can pass plain HTTP off as "
            "HTTPS, and real HTTPS is not seen.",
            f"Add proxy_set_header {header} $scheme; to that location.",
            related=[Step(open_at, "the client's own header is handed on here")],
        )
    elif app.deployment.proxies:
        yield met(setting.place, f"Django takes the scheme from {header}, and a proxy stands in front.")
    elif app.deployment.exposed is not None:
        yield violated(
            setting.place,
            f"Django believes {header}, but no proxy is in the repository and the port is open to everyone "
            f"({app.deployment.exposed}).",
            "Leave SECURE_PROXY_SSL_HEADER out without a proxy, or publish the port to the proxy only.",
            related=[Step(app.deployment.exposed, "the app's port is published here")],
            severity="low",
            confidence="medium",
        )
    else:
        yield unknown(
            f"Django believes {header}, which is right only behind a proxy that always sets it, and none is in the "
            "repository.",
            setting.place,
        )


def _mistake(value: list[str]) -> str:
    """What is wrong with SECURE_PROXY_SSL_HEADER; "" when nothing is."""
    if len(value) != 2:
        return f"SECURE_PROXY_SSL_HEADER needs a header and a value, and has {len(value)} parts."
    name, expected = value
    spelt = "HTTP_" + name.upper().replace("-", "_").removeprefix("HTTP_")
    if name != spelt and spelt in _HTTPS_VALUES:
        return f"SECURE_PROXY_SSL_HEADER names {name!r}, which never matches: Django knows the header as {spelt}."
    right = _HTTPS_VALUES.get(name, "")
    if right and expected != right:
        what = "counts plain requests as secure" if expected == "http" else "never matches"
        return f"SECURE_PROXY_SSL_HEADER compares with {expected!r}, which {what}: proxies send {right!r}."
    return ""


def _forwarded_host(app: App) -> Iterator[Observation]:
    setting = effective(app, "USE_X_FORWARDED_HOST")
    if setting.place is None or not setting.on:
        return
    fix = "Take USE_X_FORWARDED_HOST out and let the proxy pass Host, or have it set X-Forwarded-Host."
    open_at = handed_on(app, "X-Forwarded-Host")
    wide = any(item.value == "*" for item in app.settings.list("ALLOWED_HOSTS"))
    if open_at is not None and not any(proxy.kind != "nginx" for proxy in app.deployment.proxies):
        yield violated(
            setting.place,
            f"USE_X_FORWARDED_HOST believes a header that nginx ({open_at}) hands on as the client wrote it.",
            fix,
            related=[Step(open_at, "the client's own header is handed on here")],
            severity="medium" if wide else "low",
        )
    elif app.deployment.proxies:
        yield met(setting.place, "USE_X_FORWARDED_HOST is on, and a proxy that sets the header stands in front.")
    elif wide:
        yield violated(
            setting.place,
            "USE_X_FORWARDED_HOST is on and ALLOWED_HOSTS holds '*', so a client chooses the host of links in mails.",
            fix,
        )


def _allowed(app: App, use: ServerUse) -> Iterator[Observation]:
    """`--forwarded-allow-ips '*'` is right only where nobody but the proxy reaches the port."""
    server = use.server
    given = server.forwarded_allow_ips
    if given is None or server.kind not in {"gunicorn", "uvicorn", "fastapi", "waitress"}:
        return
    place = use.forwarded_place or use.place
    everyone = "*" in [part.strip() for part in given.split(",")]
    if not everyone:
        yield met(place, f"{server.kind} believes forwarded headers only of {given}.")
        return
    local = bool(server.bind) and all(b.startswith(("127.0.0.1", "localhost", "unix:", "/")) for b in server.bind)
    exposed: Place | None = app.deployment.exposed
    if exposed is not None and not local:
        yield violated(
            place,
            f"{server.kind} believes the forwarded headers of everyone ('*'), and its port is open to everyone "
            f"({exposed}).",
            "Name the proxy's address or network in --forwarded-allow-ips, or do not publish the port.",
            related=[Step(exposed, "the app's port is published here")],
        )
    elif app.deployment.proxies or local:
        yield met(place, f"{server.kind} believes every peer, and only the proxy can reach it.", confidence="medium")
    else:
        yield unknown(
            f"{server.kind} believes the forwarded headers of everyone ('*'), which is right only where none but the "
            "proxy reaches its port, and no proxy is in the repository.",
            place,
        )
