"""Where users are put into a session and taken out of it."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from functools import lru_cache

import msgspec

from tenfold.frameworks.accounts import BY_NAME
from tenfold.language import facts as f
from tenfold.place import Place
from tenfold.program.accounts import account_routes, sites, view_bases, view_scopes, words
from tenfold.program.app import App
from tenfold.program.bodies import expressions
from tenfold.project.read import PythonFile
from tenfold.rules.sessions._mechanism import is_session

_USERS = frozenset({
    "user", "uid", "userid", "username", "account", "logged", "login", "email", "admin", "authenticated",
    "member", "id",
})  # fmt: skip
_BEFORE = frozenset(
    {
        "2fa",
        "mfa",
        "otp",
        "totp",
        "pending",
        "next",
        "temp",
        "tmp",
        "state",
        "last",
        "failed",
        "pre",
        "request",
        "nonce",
    }
)
"""Words of what is noted before a user is logged in."""
_RENEWS = frozenset({
    "clear", "regenerate", "regenerate_id", "cycle_key", "flush", "invalidate", "rotate", "renew", "new", "cycle",
    "regenerate_session_id",
})  # fmt: skip
_LEAVES = frozenset({"logout", "signout", "logoff"})


class LogIn(msgspec.Struct, frozen=True):
    """A place where a user is put into the session; `renewed` is where the session gets a new id there, if it does."""

    place: Place
    how: str
    renewed: Place | None


@lru_cache(maxsize=8)
def log_ins(app: App) -> tuple[LogIn, ...]:
    """Where an app puts users into a session: in the views of its log-in routes, and by calls elsewhere."""
    found: dict[Place, LogIn] = {}
    for account in account_routes(app):
        act = next((BY_NAME[b] for b in view_bases(app, account.route) if b in BY_NAME), None)
        if act is not None and act.renews:
            found.setdefault(account.route.place, LogIn(account.route.place, act.name, account.route.place))
        scopes = tuple(view_scopes(app, account.route))
        _views(app, scopes, found)
    for site in sites(app, "logs in"):
        _views(app, ((site.file, site.call.scope),), found)
    for file in app.files.values() if not found and not account_routes(app) else ():
        # Where no route is a log-in by its name: a callback of a provider, a class of the project's own.
        for scope in range(1, len(file.outline.scopes)):
            _views(app, ((file, scope),), found)
    return tuple(found.values())


def _views(app: App, scopes: tuple[tuple[PythonFile, int], ...], found: dict[Place, LogIn]) -> None:
    renewed = next(_renewals(app, scopes), None)
    for file, scope in scopes:
        for expr in expressions(file, scope):
            if isinstance(expr, f.CallRef):
                call = file.detail.calls[expr.index]
                act = BY_NAME.get(app.program.calls.called(file, call))
                if act is not None and act.does == "logs in":
                    place = _at(file, call.at)
                    found.setdefault(place, LogIn(place, act.name, place if act.renews else renewed))
    entered = any(one.how in BY_NAME for one in found.values())
    for file, scope in scopes if not entered else ():
        for place, key in stored(app, file, scope):
            if not _awaited(app).get(key, frozenset()) - {(file.path, scope)}:
                found.setdefault(place, LogIn(place, f'session["{key}"]', renewed))


def stored(app: App, file: PythonFile, scope: int) -> Iterator[tuple[Place, str]]:
    """The assignments of a user to the session in one function."""
    if "session[]" not in file.outline.stored:
        return
    for assign in file.detail.assigns:
        target = assign.target
        if assign.scope != scope or not isinstance(target, f.Item) or not isinstance(target.index, f.Const):
            continue
        key = target.index.value
        said = words(key) if isinstance(key, str) else []
        speaks = not _USERS.isdisjoint(said) and _BEFORE.isdisjoint(said)
        empty = assign.value in {f.Const(None), f.Const(False)}
        if speaks and not empty and _means_session(app, file, scope, target.value):
            yield _at(file, assign.at), str(key)


@lru_cache(maxsize=8)
def _awaited(app: App) -> dict[str, frozenset[tuple[str, int]]]:
    """The session keys that functions which log in and renew the session read, with those functions.

    What another function stores under such a key only says who has passed the first step (a password before a second
    factor, or before a new password): the user is not logged in by it.
    """
    found: dict[str, set[tuple[str, int]]] = {}
    for site in sites(app, "logs in"):
        if not BY_NAME[site.name].renews:
            continue
        file, scope = site.file, site.call.scope
        for expr in expressions(file, scope):
            key = _read_key(app, file, scope, expr)
            if key:
                found.setdefault(key, set()).add((file.path, scope))
    return {key: frozenset(scopes) for key, scopes in found.items()}


def _read_key(app: App, file: PythonFile, scope: int, expr: f.Expr) -> str:
    """The key of `session[key]`, `session.get(key)` or `session.pop(key)`; "" for other expressions."""
    owner: f.Expr | None = None
    key: f.Expr | None = None
    if isinstance(expr, f.Item):
        owner, key = expr.value, expr.index
    elif isinstance(expr, f.CallRef):
        call = file.detail.calls[expr.index]
        if isinstance(call.func, f.Attr) and call.func.name in {"get", "pop"} and call.args:
            owner, key = call.func.value, call.args[0]
    if owner is None or not isinstance(key, f.Const) or not isinstance(key.value, str):
        return ""
    return key.value if _means_session(app, file, scope, owner) else ""


def _means_session(app: App, file: PythonFile, scope: int, expr: f.Expr) -> bool:
    name = app.program.names.qualify(file, scope, expr)
    return is_session(name) or (isinstance(expr, f.Attr) and expr.name == "session")


def _renewals(app: App, scopes: tuple[tuple[PythonFile, int], ...]) -> Iterator[Place]:
    for file, scope in scopes:
        for expr in expressions(file, scope):
            if not isinstance(expr, f.CallRef):
                continue
            call = file.detail.calls[expr.index]
            if not isinstance(call.func, f.Attr) or call.func.name not in _RENEWS:
                continue
            owner = call.func.value
            about = (owner, *call.args)
            if any(_means_session(app, file, scope, part) for part in about) or (
                isinstance(owner, (f.Name, f.Attr))
                and "session" in (owner.id if isinstance(owner, f.Name) else owner.name)
            ):
                yield _at(file, call.at)


class LogOut(msgspec.Struct, frozen=True):
    """A place where a user is taken out of a session; `scopes` are the functions that do it."""

    place: Place
    how: str
    scopes: tuple[tuple[PythonFile, int], ...] = ()


@lru_cache(maxsize=8)
def log_outs(app: App) -> tuple[LogOut, ...]:
    """Where an app logs users out: its log-out routes, and calls that do so."""
    found: dict[Place, LogOut] = {}
    for route in app.routes:
        act = next((BY_NAME[b] for b in view_bases(app, route) if b in BY_NAME and BY_NAME[b].does == "logs out"), None)
        if act is not None:
            found.setdefault(route.place, LogOut(route.place, act.name))
            continue
        said = [*words(route.path), *words(route.view.rpartition(":")[2])]
        joined = {a + b for a, b in itertools.pairwise(said)} | set(said)
        if joined & _LEAVES and route.kind == "http":
            scopes = tuple(view_scopes(app, route))
            place = next(_ends(app, scopes), None) or route.view_place or route.place
            found.setdefault(place, LogOut(place, "its log-out route", scopes))
    for site in sites(app, "logs out"):
        found.setdefault(site.place, LogOut(site.place, site.name, ((site.file, site.call.scope),)))
    for route in app.routes:
        if route.kind == "admin":
            found.setdefault(route.place, LogOut(route.place, "the admin's log-out"))
    return tuple(found.values())


def _ends(app: App, scopes: tuple[tuple[PythonFile, int], ...]) -> Iterator[Place]:
    for file, scope in scopes:
        for expr in expressions(file, scope):
            if isinstance(expr, f.CallRef):
                call = file.detail.calls[expr.index]
                act = BY_NAME.get(app.program.calls.called(file, call))
                ends = isinstance(call.func, f.Attr) and call.func.name in {"clear", "pop", "flush"}
                if (act is not None and act.does == "logs out") or (
                    ends and isinstance(call.func, f.Attr) and _means_session(app, file, scope, call.func.value)
                ):
                    yield _at(file, call.at)


def _at(file: PythonFile, at: int) -> Place:
    return Place(file.path, f.line_of(at), f.column_of(at))
