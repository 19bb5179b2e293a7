"""The limiters that an app puts in force, and which requests a limit covers."""

from __future__ import annotations

from functools import lru_cache

import msgspec
from packaging.version import Version

from tenfold.frameworks.limiters import ALLAUTH, DJANGO_AXES, FASTAPI_LIMITER, LIMITERS, SLOWAPI, Limiter
from tenfold.place import Place
from tenfold.program.app import App
from tenfold.program.calls import CallSite
from tenfold.program.deployment import EdgeLimit
from tenfold.program.route import Guarding, Route
from tenfold.rules.rate._lockouts import Asked, own_limits

REQUIREMENTS = ("rate.login", "rate.default")
_AXES_BACKENDS = ("axes.backends.AxesStandaloneBackend", "axes.backends.AxesBackend")
_MIDDLEWARE = ("slowapi.middleware.SlowAPIMiddleware", "slowapi.middleware.SlowAPIASGIMiddleware")
_NESTED = Version("0.165")
"""FastAPI from which on the routes of included routers are no longer in `app.routes`, where SlowApi looks for them."""


class InUse(msgspec.Struct, frozen=True):
    """A limiter in force.

    Attributes:
        limiter: which; None for the project's own.
        place: where it is made, or put in force.
        site: the call that makes it; None where none does.
        name: qualified name of the project's own.
        asked: where the views of account routes ask it; None where it stands around routes.
    """

    limiter: Limiter | None
    place: Place
    site: CallSite | None = None
    name: str = ""
    asked: Asked | None = None

    @property
    def called(self) -> str:
        """What a sentence calls it."""
        return self.limiter.library if self.limiter is not None else self.name.rpartition(":")[2]


@lru_cache(maxsize=8)
def in_use(app: App) -> tuple[InUse, ...]:
    """Every limiter of an app, libraries' first."""
    guards = [guard for requirement in REQUIREMENTS for guard in app.protections.in_force(requirement)]
    found: list[InUse] = []
    for limiter in LIMITERS:
        names = {limiter.name, *limiter.also}
        sites = app.calls(limiter.name) if limiter.key_argument[0] == "key_func" else []
        own = [guard for guard in guards if guard.name in names]
        if sites:
            found.extend(InUse(limiter, site.place, site) for site in sites)
        elif own and (limiter is not DJANGO_AXES or axes_backend(app) is not None):
            site = next(iter(app.calls(*names)), None)
            found.append(InUse(limiter, site.place if site is not None else own[0].place, site))
    backend = axes_backend(app)
    if backend is not None and not any(one.limiter is DJANGO_AXES for one in found):
        found.append(InUse(DJANGO_AXES, backend))
    allauth = allauth_limits(app)
    if allauth is not None:
        found.append(InUse(ALLAUTH, allauth))
    known = {guard.place for guard in guards if ":" not in guard.name}
    for guard in guards:
        if ":" in guard.name and guard.place not in known and not any(o.name == guard.name for o in found):
            found.append(InUse(None, guard.place, name=guard.name))
    for asked in own_limits(app):
        if not any(one.name == asked.name for one in found):
            found.append(InUse(None, asked.place, name=asked.name, asked=asked))
    return tuple(found)


def axes_backend(app: App) -> Place | None:
    """Where AUTHENTICATION_BACKENDS names axes, without which nobody is locked out."""
    if app.framework != "django":
        return None
    return next((i.place for i in app.settings.list("AUTHENTICATION_BACKENDS") if i.value in _AXES_BACKENDS), None)


def allauth_limits(app: App) -> Place | None:
    """Where allauth is put in force with its limits, which are on unless ACCOUNT_RATE_LIMITS is False."""
    if app.framework != "django":
        return None
    setting = app.settings.explicit("ACCOUNT_RATE_LIMITS")
    if setting is not None and setting.fallback is False:
        return None
    guards = app.protections.in_force("framework.auth")
    return next((guard.place for guard in guards if guard.name == ALLAUTH.name), None)


def in_memory_library(app: App) -> bool:
    """Whether the app's fastapi-limiter counts in the process: it does since 0.2, with Redis before."""
    version = app.version(FASTAPI_LIMITER.package)
    return version is None or version >= Version("0.2")


# -- what covers a route


def own_limit(route: Route) -> Guarding | None:
    """The limit that a route, its class or its router has for itself."""
    for guard in route.guards:
        if guard.requirement == "rate.default" and guard.level in {"route", "class", "router"}:
            return guard
    return None


def app_wide(app: App) -> tuple[Guarding, ...]:
    """The limits that reach every route of the app."""
    levels = {"app", "middleware", "settings"}
    guards = tuple(g for g in app.protections.in_force("rate.default") if g.level in levels)
    return tuple(g for g in guards if not (g.name == SLOWAPI.name and slowapi_blind(app) is not None))


def edge_limits(app: App, path: str) -> list[EdgeLimit]:
    """The limits on requests that a proxy surely sets on a path."""
    if not app.deployment.proxies:
        return []
    return [limit for limit in app.deployment.edge_limits(path) if limit.kind == "requests" and limit.certain]


def slowapi_blind(app: App) -> Place | None:
    """Where routers are included whose routes SlowApi's default limits do not see; None when it sees all."""
    version = app.version("fastapi")
    if version is None or version < _NESTED:
        return None
    return next((s.place for s in app.ending("include_router")), None)
