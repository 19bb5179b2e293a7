"""Where a limiter counts: in the memory of one process, or where all processes see it."""

from __future__ import annotations

from typing import Literal

import msgspec

from tenfold.frameworks.limiters import DJANGO_AXES, FASTAPI_LIMITER
from tenfold.language import facts as f
from tenfold.place import Place
from tenfold.program.app import App
from tenfold.program.bodies import nested, parts
from tenfold.program.setting import Setting
from tenfold.program.stored_data import stored_data
from tenfold.program.values import REQUIRED, Env, Made, Value
from tenfold.rules.rate._limiters import InUse, in_memory_library

Kind = Literal["memory", "shared", "none", "unknown"]

_LOCAL = ("django.core.cache.backends.locmem.LocMemCache",)
_DUMMY = ("django.core.cache.backends.dummy.DummyCache",)
_CONTAINERS = frozenset({"dict", "defaultdict", "collections.defaultdict", "OrderedDict", "collections.OrderedDict",
                         "cachetools.TTLCache", "TTLCache", "Counter", "collections.Counter", "deque"})  # fmt: skip


class Counted(msgspec.Struct, frozen=True):
    """Where a limiter counts, the place that says so, and what it is called there."""

    kind: Kind
    place: Place
    what: str


def counted(app: App, one: InUse) -> Counted:
    """Where a limiter in force counts."""
    limiter = one.limiter
    if limiter is None:
        return _home_made(app, one)
    if limiter is DJANGO_AXES:
        handler = app.settings.explicit("AXES_HANDLER")
        if handler is not None and isinstance(handler.fallback, str) and "cache" in handler.fallback.lower():
            return _cache(app, one)
        return Counted("shared", handler.place if handler is not None and handler.place else one.place, "the database")
    if limiter is FASTAPI_LIMITER:
        return _fastapi_limiter(app, one)
    if limiter.store == "shared":
        return _by_backend(app, one)
    if limiter.store == "cache":
        return _cache(app, one)
    return _by_uri(app, one)


def _by_uri(app: App, one: InUse) -> Counted:
    assert one.limiter is not None
    if one.site is not None:
        for name in one.limiter.store_arguments:
            given = one.site.argument(name)
            if given is not None:
                value = app.program.values.of(one.site.file, one.site.call.scope, given)
                return _uri(app, value, one.site.place, given)
        if one.site.spreads:
            return Counted("unknown", one.place, "its arguments")
    for name in one.limiter.store_settings:
        # `if STORE: config[...] = STORE` counts as a store that each deployment names, like a variable without default.
        written = (s for s in app.settings.values(name) if s.environment in {"", "production", "staging"})
        setting = app.settings.explicit(name) or next(written, None)
        if setting is not None and setting.place is not None:
            return _uri(app, setting.value, setting.place, None)
    return Counted("memory", one.place, "memory, the default")


def _uri(app: App, value: Value, place: Place, given: f.Expr | None) -> Counted:
    if isinstance(value, Env):
        if value.default == REQUIRED or value.default in {None, ""}:
            return Counted("shared", place, f"what {value.variable} names")
        value = value.default
    if isinstance(value, str):
        scheme = value.partition(":")[0].lower()
        if scheme in {"memory", "async+memory"} or not value:
            return Counted("memory", place, value or "memory")
        return Counted("shared", place, scheme)
    field = _demanded(app, value, given)
    if field is not None and field.place is not None:
        return Counted("shared", place, f"what {field.name} names, which production demands")
    return Counted("unknown", place, "a store that the files do not tell")


def _demanded(app: App, value: Value, given: f.Expr | None) -> Setting | None:
    """A setting that the app does not start without, and that a property of its settings makes the store of."""
    names: list[str] = []
    made = value.name.removesuffix("()") if isinstance(value, Made) else ""
    defined = app.program.names.definition(made)
    if defined is not None:
        file, scope = defined
        for statement in file.detail.bodies[scope]:
            if isinstance(statement, f.Return) and statement.value is not None:
                names.extend(part.name for part in parts(file, statement.value) if isinstance(part, f.Attr))
    if isinstance(given, f.Attr):
        names.extend(_property(app, given.name))
    for name in names:
        setting = app.settings.explicit(name)
        if setting is not None and setting.required:
            return setting
    return None


def _property(app: App, name: str) -> list[str]:
    """The attributes that a property of the project's settings class reads."""
    for file in app.files.values():
        for index, scope in enumerate(file.outline.scopes):
            if scope.name == name and scope.kind == "function" and file.outline.scopes[scope.parent].kind == "class":
                return [
                    part.name
                    for statement in file.detail.bodies[index]
                    if isinstance(statement, f.Return) and statement.value is not None
                    for part in parts(file, statement.value)
                    if isinstance(part, f.Attr)
                ]
    return []


def _cache(app: App, one: InUse) -> Counted:
    """Where Django's cache keeps things; the default of Django is the memory of each process."""
    alias = "default"
    for name in one.limiter.cache_settings if one.limiter is not None else ():
        setting = app.settings.explicit(name)
        if setting is not None and isinstance(setting.fallback, str):
            alias = setting.fallback
    whole = app.settings.explicit("CACHES")
    if whole is None or whole.place is None:
        return Counted("memory", one.place, "Django's default cache, the memory of each process")
    backend = app.settings.nested("CACHES", alias, "BACKEND")
    if backend is None or not isinstance(backend.fallback, str):
        return Counted("unknown", whole.place, "a cache that the files do not tell")
    place = backend.place or whole.place
    if backend.fallback in _LOCAL:
        return Counted("memory", place, "LocMemCache, the memory of each process")
    if backend.fallback in _DUMMY:
        return Counted("none", place, "DummyCache, which keeps nothing")
    return Counted("shared", place, backend.fallback.rpartition(".")[2])


def _by_backend(app: App, one: InUse) -> Counted:
    """asgi-ratelimit counts in the backend object that it is given."""
    for segment, kind in (("RedisBackend", "shared"), ("SlidingRedisBackend", "shared"), ("MemoryBackend", "memory")):
        site = next(iter(app.ending(segment)), None)
        if site is not None:
            return Counted("shared" if kind == "shared" else "memory", site.place, segment)
    return Counted("unknown", one.place, "a backend that the files do not tell")


def _fastapi_limiter(app: App, one: InUse) -> Counted:
    if not in_memory_library(app):
        site = next(iter(app.calls("fastapi_limiter.FastAPILimiter.init")), None)
        return Counted("shared", site.place if site is not None else one.place, "Redis")
    for site in app.ending("init"):
        if site.name.startswith("pyrate_limiter") and "Redis" in site.name:
            return Counted("shared", site.place, "Redis")
    return Counted("memory", one.place, "the memory of each process, as fastapi-limiter does since 0.2")


def _home_made(app: App, one: InUse) -> Counted:
    """The project's own: a dict of its module or class that it counts in."""
    defined = app.program.names.definition(one.name)
    if defined is None:
        return Counted("unknown", one.place, "a store that the files do not tell")
    file, scope = defined
    if stored_data(app).model_of(file, scope):
        return Counted("shared", Place(file.path, f.line_of(file.outline.scopes[scope].at)), "the database")
    local = {
        assign.stem.rpartition(".")[2]: assign
        for assign in file.detail.assigns
        if isinstance(assign.value, f.Mapping)
        or (isinstance(assign.value, f.CallRef) and file.detail.calls[assign.value.index].name in _CONTAINERS)
        if assign.scope == 0 or assign.stem.startswith("self.")
    }
    for index in nested(file, scope):
        for assign in file.detail.assigns:
            if assign.scope == index and isinstance(assign.target, f.Item):
                name = assign.target.value
                said = name.id if isinstance(name, f.Name) else name.name if isinstance(name, f.Attr) else ""
                if said in local:
                    return Counted("memory", Place(file.path, f.line_of(local[said].at)), f"the dict {said}")
        for call in file.detail.calls:
            if call.scope == index and "redis" in call.name.lower():
                return Counted("shared", Place(file.path, f.line_of(call.at)), "Redis")
    return Counted("unknown", one.place, "a store that the files do not tell")
