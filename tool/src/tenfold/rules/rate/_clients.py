"""Whom a limit counts: the address that the server sees, or one that the client writes itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import msgspec
from packaging.version import Version

from tenfold.frameworks.limiters import ALLAUTH, DJANGO_AXES, DJANGO_RATELIMIT, DRF, FASTAPI_LIMITER
from tenfold.language import facts as f
from tenfold.place import Place
from tenfold.program.app import App
from tenfold.program.bodies import expressions, nested
from tenfold.program.calls import CallSite
from tenfold.program.setting import Setting
from tenfold.program.values import Env, Value
from tenfold.project.read import PythonFile
from tenfold.rules.rate._limiters import InUse, in_memory_library

Whom = Literal["peer", "first", "whole", "last", "account", "header", "unknown"]
"""Whom a limit counts: "peer" is the address that the server sees; "first", "whole" and "last" are of X-Forwarded-For;
"account" is something that is no address; "header" another header."""

_PEER = frozenset({
    "flask_limiter.util.get_remote_address", "slowapi.util.get_remote_address", "flask_limiter.get_remote_address",
    "slowapi.get_remote_address",
})  # fmt: skip
_BELIEVING = frozenset({"slowapi.util.get_ipaddr", "flask_limiter.util.get_ipaddr"})
_FORWARDED = frozenset({"x-forwarded-for", "http_x_forwarded_for", "x_forwarded_for"})
_PROXY_HEADERS = frozenset({"x-real-ip", "http_x_real_ip", "cf-connecting-ip", "http_cf_connecting_ip", "fly-client-ip",
                            "true-client-ip", "http_true_client_ip"})  # fmt: skip
_ADDRESSES = frozenset({"remote_addr", "host", "client", "REMOTE_ADDR"})


class Counts(msgspec.Struct, frozen=True):
    """Whom a limiter counts, where that is said, and what says it."""

    whom: Whom
    place: Place
    what: str


def whom(app: App, one: InUse) -> Counts:
    """Whom a limiter in force counts."""
    limiter = one.limiter
    if limiter is None:
        defined = app.program.names.definition(one.name)
        seen = _read(app, *defined) if defined is not None else None
        return seen or Counts("unknown", one.place, one.called)
    if limiter is DRF:
        return _drf(app, one)
    if limiter is DJANGO_AXES:
        return _axes(app, one)
    if limiter is ALLAUTH:
        return _allauth(app, one)
    if limiter is DJANGO_RATELIMIT:
        return _ratelimit(app, one)
    given = one.site.argument(*limiter.key_argument) if one.site is not None else None
    if one.site is not None and given is not None:
        return of_function(app, one.site.file, one.site.call.scope, given, one.site.place)
    if limiter is FASTAPI_LIMITER:
        return _fastapi_limiter(app, one)
    return Counts("unknown", one.place, "its key function")


def of_function(app: App, file: PythonFile, scope: int, expr: f.Expr, place: Place) -> Counts:
    """Whom a key function counts: a library's, or one of the project's by what it reads."""
    if isinstance(expr, f.Function):
        return _read(app, file, expr.scope) or Counts("unknown", place, "its key function")
    name = app.program.names.qualify(file, scope, expr).replace("()", "")
    if name in _PEER:
        return Counts("peer", place, name.rpartition(".")[2])
    if name in _BELIEVING:
        return Counts("whole", place, name.rpartition(".")[2])
    defined = app.program.names.definition(name)
    if defined is None:
        return Counts("unknown", place, "its key function")
    return _read(app, *defined) or Counts("account", place, name.rpartition(":")[2])


def _read(app: App, file: PythonFile, scope: int, depth: int = 0) -> Counts | None:
    """Whom a function of the project counts: which header it reads and which part of it, else the peer."""
    forwarded: Place | None = None
    parts: set[str] = set()
    peer: Place | None = None
    other: Place | None = None
    whole = scope
    at = Place(file.path, f.line_of(file.outline.scopes[scope].at))
    short = file.outline.scopes[scope].name or "its key function"
    for index in nested(file, whole):
        for expr in expressions(file, index):
            match expr:
                case f.Const(value=str() as text) if text.lower() in _FORWARDED:
                    forwarded = forwarded or at
                case f.Const(value=str() as text) if text.lower() in _PROXY_HEADERS:
                    other = other or at
                case f.Item(index=f.Const(value=0)):
                    parts.add("first")
                case f.Item(index=f.Op(op="u-")) | f.Item(index=f.Const(value=-1)):
                    parts.add("last")
                case f.Attr(name=name) if name in _ADDRESSES:
                    peer = peer or at
                case f.Const(value="REMOTE_ADDR"):
                    peer = peer or at
                case f.CallRef(index=call):
                    called = app.program.calls.called(file, file.detail.calls[call])
                    if called in _PEER:
                        peer = peer or at
                    defined = app.program.names.definition(called) if depth < 2 else None
                    if defined is not None and (inner := _read(app, *defined, depth + 1)) is not None:
                        return inner
    if forwarded is not None:
        kind: Whom = "last" if "last" in parts else "first" if "first" in parts else "whole"
        return Counts(kind, forwarded, short)
    if other is not None:
        return Counts("header", other, short)
    return Counts("peer", peer, short) if peer is not None else None


# -- the libraries' own ways


def _drf(app: App, one: InUse) -> Counts:
    setting = app.settings.nested("REST_FRAMEWORK", "NUM_PROXIES")
    if setting is None or setting.place is None:
        return Counts("whole", one.place, "NUM_PROXIES, which is not set")
    value = setting.fallback
    return Counts("peer" if value == 0 else "last" if isinstance(value, int) else "whole", setting.place, "NUM_PROXIES")


def _header(setting: Setting) -> Counts | None:
    """Whom a header of META that a setting names stands for."""
    assert setting.place is not None
    value: Value = setting.fallback
    first = value[0] if isinstance(value, list) and value else value
    if not isinstance(first, str):
        return None
    if first == "REMOTE_ADDR":
        return Counts("peer", setting.place, setting.name)
    return Counts("first" if first.lower() in _FORWARDED else "header", setting.place, setting.name)


def _axes(app: App, one: InUse) -> Counts:
    parameters = app.settings.explicit("AXES_LOCKOUT_PARAMETERS")
    value = parameters.fallback if parameters is not None else None
    if parameters is not None and parameters.place is not None and isinstance(value, list):
        flat = [item for part in value for item in (part if isinstance(part, list) else [part])]
        if flat and "ip_address" not in flat:
            return Counts("account", parameters.place, "AXES_LOCKOUT_PARAMETERS")
    count = app.settings.explicit("AXES_IPWARE_PROXY_COUNT") or app.settings.explicit("AXES_PROXY_COUNT")
    if count is not None and count.place is not None and isinstance(count.fallback, int) and count.fallback > 0:
        return Counts("last", count.place, count.name)
    custom = app.settings.explicit("AXES_CLIENT_IP_CALLABLE")
    if custom is not None and custom.place is not None:
        return _dotted(app, custom) or Counts("unknown", custom.place, custom.name)
    for name in ("AXES_IPWARE_META_PRECEDENCE_ORDER", "AXES_META_PRECEDENCE_ORDER", "IPWARE_META_PRECEDENCE_ORDER"):
        order = app.settings.explicit(name)
        if order is not None and order.place is not None:
            return _header(order) or Counts("unknown", order.place, name)
    return Counts("peer", one.place, "django-axes")


def _dotted(app: App, setting: Setting) -> Counts | None:
    """The function of the project that a setting names by its dotted path."""
    text = setting.fallback
    if not isinstance(text, str) or "." not in text:
        return None
    module, _, name = text.rpartition(".")
    path = app.program.modules.find(module, app.place.file)
    defined = app.program.names.definition(f"{path}:{name}") if path is not None else None
    return _read(app, *defined) if defined is not None else None


def _allauth(app: App, one: InUse) -> Counts:
    for name in ("ALLAUTH_TRUSTED_CLIENT_IP_HEADER", "ALLAUTH_TRUSTED_PROXY_COUNT"):
        setting = app.settings.explicit(name)
        if setting is not None and setting.place is not None and setting.fallback:
            return Counts("header" if "HEADER" in name else "last", setting.place, name)
    version = app.version(ALLAUTH.package)
    believing = version is not None and version < Version("65.14.2")
    return Counts("first" if believing else "peer", one.place, "allauth")


def _ratelimit(app: App, one: InUse) -> Counts:
    given = one.site.argument("key", 2 if one.site.name.endswith("is_ratelimited") else 1) if one.site else None
    if one.site is None or given is None:
        return Counts("unknown", one.place, "its key")
    value = app.program.values.of(one.site.file, one.site.call.scope, given)
    if not isinstance(value, str):
        return of_function(app, one.site.file, one.site.call.scope, given, one.site.place)
    if value.startswith("header:"):
        kind: Whom = "whole" if value[7:].lower() in _FORWARDED else "header"
        return Counts(kind, one.site.place, f'key="{value}"')
    if value not in {"ip", "user_or_ip"}:
        return Counts("account", one.site.place, f'key="{value}"')
    setting = app.settings.explicit("RATELIMIT_IP_META_KEY")
    if setting is not None and setting.place is not None:
        return _dotted(app, setting) or _header(setting) or Counts("unknown", setting.place, setting.name)
    return Counts("peer", one.site.place, f'key="{value}"')


def _fastapi_limiter(app: App, one: InUse) -> Counts:
    for site in app.calls("fastapi_limiter.FastAPILimiter.init") if not in_memory_library(app) else []:
        given = site.argument("identifier")
        if given is not None:
            return of_function(app, site.file, site.call.scope, given, site.place)
    return Counts("first", one.place, "fastapi-limiter's default identifier")


# -- does the server know the client?


class Sight(msgspec.Struct, frozen=True):
    """Whether the address that the app sees is the client's (None: not told), where that is said, and why."""

    true: bool | None
    place: Place | None
    why: str


def sight(app: App) -> Sight:
    """Whether the peer's address that the app sees is the client's."""
    by_app = next(_corrected(app), None)
    proxies = app.deployment.proxies
    if by_app is not None:
        if by_app.true and not proxies and app.deployment.servers and app.framework == "flask":
            return Sight(None, by_app.place, "ProxyFix believes one proxy, and none stands in the repository")
        return by_app
    if app.framework == "fastapi" or _asgi(app):
        return _by_server(app)
    if proxies:
        return Sight(
            False, proxies[0].place, f"{proxies[0].kind} stands in front, and its address is what the app sees"
        )
    if app.deployment.servers:
        return Sight(True, app.deployment.servers[0].place, "no proxy stands in front of the app")
    return Sight(None, None, "no file says what stands in front of the app")


def _asgi(app: App) -> bool:
    return any(use.server.kind in {"uvicorn", "hypercorn", "daphne"} for use in app.deployment.servers)


def _corrected(app: App) -> Iterator[Sight]:
    """What in the app puts the client's address in the place of the proxy's."""
    for site in app.calls("werkzeug.middleware.proxy_fix.ProxyFix", "werkzeug.contrib.fixers.ProxyFix"):
        count = _count(app, site, "x_for", 1)
        hops = app.deployment.hops
        if count == 0:
            continue
        if count is not None and hops and count > hops:
            yield Sight(False, site.place, f"ProxyFix believes {count} proxies where {hops} stands: the client "
                        "writes what it takes")  # fmt: skip
        else:
            yield Sight(True, site.place, "ProxyFix takes it from the proxy's header")
    for site in app.ending("add_middleware"):
        first = site.argument("middleware_class", 0)
        if first is not None:
            named = app.program.names.qualify(site.file, site.call.scope, first)
            if named.endswith("ProxyHeadersMiddleware"):
                hosts = site.argument("trusted_hosts", 1)
                value = app.program.values.of(site.file, site.call.scope, hosts) if hosts is not None else "127.0.0.1"
                wide = value in ("*", ["*"])
                yield Sight(not wide, site.place, "ProxyHeadersMiddleware believes every sender" if wide else
                            "ProxyHeadersMiddleware believes the proxy only")  # fmt: skip
    if app.framework == "django":
        yield from _remote_addr(app)


def _count(app: App, site: CallSite, name: str, position: int) -> int | None:
    given = site.argument(name, position)
    if given is None:
        return None if site.spreads else 1
    value = app.program.values.of(site.file, site.call.scope, given)
    value = value.default if isinstance(value, Env) else value
    return value if isinstance(value, int) else None


def _remote_addr(app: App) -> Iterator[Sight]:
    """A middleware of the project's, or one known to do so, that sets REMOTE_ADDR."""
    listed = [item.value for item in app.settings.list("MIDDLEWARE")]
    for path, file in app.files.items():
        if "META[]" not in file.outline.stored:
            continue
        for assign in file.detail.assigns:
            target = assign.target
            if isinstance(target, f.Item) and target.index == f.Const("REMOTE_ADDR") and assign.stem.endswith("META[]"):
                module = app.program.modules.dotted(path)
                if any(name.startswith(module + ".") or name.rpartition(".")[0].endswith(module) for name in listed):
                    seen = _read(app, file, assign.scope)
                    place = Place(path, f.line_of(assign.at))
                    if seen is not None and seen.whom == "first" and not _compares(file, assign.scope):
                        yield Sight(False, place, "a middleware takes the first address of X-Forwarded-For")
                    else:
                        yield Sight(True, place, "a middleware takes it from the proxy's header")
    for item in app.settings.list("MIDDLEWARE"):
        if "xforwardedfor" in item.value.lower() or item.value.startswith(("xff.", "django_remote_forwarded_for.")):
            yield Sight(True, item.place, f"{item.value.rpartition('.')[2]} takes it from the proxy's header")


def _compares(file: PythonFile, scope: int) -> bool:
    """Whether a function asks first who the peer is."""
    return any(isinstance(e, f.Op) and e.op in {"==", "in"} for e in expressions(file, scope))


def _by_server(app: App) -> Sight:
    """Uvicorn and its like believe forwarded headers of the addresses that they are told, 127.0.0.1 by default."""
    proxies = app.deployment.proxies
    for use in app.deployment.servers:
        server = use.server
        place = use.forwarded_place or use.place
        if server.proxy_headers is False:
            continue
        if server.forwarded_allow_ips and "*" in server.forwarded_allow_ips.split(","):
            if not proxies:
                return Sight(False, place, f"{server.kind} believes any X-Forwarded-For, and no proxy of the "
                             "repository writes it")  # fmt: skip
            if proxies[0].kind == "nginx" and not _overwrites(app):
                return Sight(False, place, f"{server.kind} believes every sender and takes the first address, which "
                             "the client writes")  # fmt: skip
            return Sight(True, place, f"{server.kind} takes it from the proxy's header")
        if server.forwarded_allow_ips:
            return Sight(True, place, f"{server.kind} believes the proxy's header, and only its")
    if not proxies:
        if not app.deployment.servers:
            return Sight(None, None, "no file says what stands in front of the app")
        return Sight(True, app.deployment.servers[0].place, "no proxy stands in front of the app")
    local = any("127.0.0.1" in bind or "localhost" in bind or "unix" in bind
                for use in app.deployment.servers for bind in use.server.bind)  # fmt: skip
    if local:
        return Sight(True, app.deployment.servers[0].place, "the proxy on the same machine is believed by default")
    if not app.deployment.servers:
        return Sight(None, proxies[0].place, "no file says which server runs behind the proxy")
    use = app.deployment.servers[0]
    return Sight(False, use.place, f"{use.server.kind} believes forwarded headers of 127.0.0.1 only, so that the app "
                 f"sees the address of {proxies[0].kind}")  # fmt: skip


def _overwrites(app: App) -> bool:
    """Whether nginx replaces X-Forwarded-For instead of adding to it."""
    from tenfold.project.nginx import NginxFacts

    for facts in app.facts_of(NginxFacts).values():
        for server in facts.servers:
            for setting in (*server.proxy_headers, *(s for one in server.locations for s in one.proxy_headers)):
                if setting.key.lower() == "x-forwarded-for":
                    return "proxy_add" not in setting.value
    return False
