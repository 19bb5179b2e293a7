"""Limits of log-in that a project makes itself: a counter that is asked before a password or a code is."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

import msgspec

from tenfold.language import facts as f
from tenfold.place import Place
from tenfold.program.accounts import AccountRoute, account_routes, view_scopes, words
from tenfold.program.app import App
from tenfold.program.bodies import parts, statements
from tenfold.program.names import blocks
from tenfold.project.read import PythonFile

_WHOLE = frozenset({"ratelimit", "ratelimited", "throttle", "throttled", "limiter", "lockout", "bruteforce"})
_PAIRS = frozenset({
    ("rate", "limit"), ("rate", "limited"), ("rate", "limiter"), ("token", "bucket"), ("too", "many"),
    ("brute", "force"),
    ("login", "attempts"), ("failed", "attempts"), ("failed", "logins"), ("locked", "out"), ("is", "locked"),
    ("login", "attemps"), ("login", "failures"), ("login", "blocked"),
})  # fmt: skip
_COUNTERS = frozenset({"attempts", "attemps", "failures", "tries"})
_ABOUT = frozenset({"login", "auth", "password", "failed", "signin", "logon"})
_PLACES = frozenset({"login", "auth", "authenticate", "signin", "credentials", "security", "password"})
"""Words of the files or functions in which a lock-out is looked for."""
_COMPARES = frozenset({"<", "<=", ">", ">="})


class Asked(msgspec.Struct, frozen=True):
    """Where a view asks a limit of the project's own.

    Attributes:
        place: the test that refuses.
        name: qualified name of the function that is asked; "" where a number of failures is compared.
        file: where the test stands.
        scope: the function that it stands in.
    """

    place: Place
    name: str
    file: PythonFile
    scope: int


def home_made(app: App, account: AccountRoute) -> Place | None:
    """Where the view of an account route, or what it calls, asks a limit of the project's own and refuses."""
    first = next(_asked(app, account), None)
    if first is not None:
        return first.place
    return _lock(app) if account.purpose == "log-in" and account.route.kind != "admin" else None


@lru_cache(maxsize=8)
def own_limits(app: App) -> tuple[Asked, ...]:
    """The limits of the project's own that the views of account routes ask, each once."""
    found: dict[str, Asked] = {}
    for account in account_routes(app):
        for asked in _asked(app, account):
            if asked.name:
                found.setdefault(asked.name, asked)
    return tuple(found.values())


def _asked(app: App, account: AccountRoute) -> Iterator[Asked]:
    for file, scope in view_scopes(app, account.route):
        for statement in statements(file, scope):
            if isinstance(statement, f.If) and _refuses(statement):
                name = _asks(app, file, scope, statement.test)
                if name or _counts(file, statement.test):
                    place = Place(file.path, f.line_of(statement.at), f.column_of(statement.at))
                    yield Asked(place, name, file, scope)


def _asks(app: App, file: PythonFile, scope: int, test: f.Expr) -> str:
    """The function of the project, named as a limit, that a test calls; "" when it calls none."""
    for part in parts(file, test):
        if isinstance(part, f.CallRef):
            call = file.detail.calls[part.index]
            name = app.program.names.qualify(file, scope, call.func).replace("()", "")
            if _limits(call.name) and app.program.names.definition(name) is not None:
                return name
    return ""


def _limits(name: str) -> bool:
    said = words(name.rpartition("?")[2])
    return not _WHOLE.isdisjoint(said) or not _PAIRS.isdisjoint(pairwise(said))


@lru_cache(maxsize=8)
def _lock(app: App) -> Place | None:
    """Where the app refuses an account whose failed log-ins have reached a number."""
    for path, file in app.files.items():
        said = {*words(path), *(word for scope in file.outline.scopes for word in words(scope.name))}
        if said.isdisjoint(_PLACES):
            continue
        for index in range(1, len(file.outline.scopes)):
            for statement in statements(file, index):
                if isinstance(statement, f.If) and _counts(file, statement.test) and _refuses(statement):
                    return Place(file.path, f.line_of(statement.at), f.column_of(statement.at))
    return None


def _counts(file: PythonFile, test: f.Expr) -> bool:
    """Whether a test compares a number of failed log-ins."""
    for part in parts(file, test):
        if isinstance(part, f.Op) and part.op in _COMPARES:
            sides = [side for side in part.operands if isinstance(side, (f.Attr, f.Name))]
            said = [set(words(side.name if isinstance(side, f.Attr) else side.id)) for side in sides]
            if any(one & _COUNTERS and one & _ABOUT for one in said):
                return True
    return False


def _refuses(statement: f.If) -> bool:
    return any(isinstance(inner, (f.Raise, f.Return)) for inner in _within(statement.then))


def _within(block: tuple[f.Stmt, ...]) -> Iterator[f.Stmt]:
    pending = list(block)
    while pending:
        statement = pending.pop(0)
        yield statement
        pending = [*blocks(statement), *pending]
