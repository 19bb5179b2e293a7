"""Signed tokens that stand for a user: where they are made, how long they last, whether a cookie carries them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from tenfold.frameworks.accounts import BY_NAME, Act
from tenfold.language import facts as f
from tenfold.place import Place
from tenfold.program.accounts import account_routes, sites, view_scopes, words
from tenfold.program.app import App
from tenfold.program.bodies import expressions, parts
from tenfold.program.calls import CallSite
from tenfold.project.read import PythonFile
from tenfold.rules.sessions._durations import seconds

_NAMED = (("access", "token"), ("auth", "token"), ("session", "token"), ("login", "token"), ("refresh", "token"),
          ("create", "jwt"), ("create", "token"), ("encode", "auth"))  # fmt: skip
_OTHER = frozenset(
    {"reset", "confirm", "verify", "verification", "invite", "email", "download", "share", "unsubscribe"}
)
_IDS = frozenset({"jti", "sid", "session_id", "sess", "token_id"})
_NUMBERS = 60


@dataclass(frozen=True, slots=True)
class Issue:
    """A call that makes a token.

    Attributes:
        act: what the library's call does.
        site: the call.
        cookie: the call that puts it into a cookie; None when it goes into the answer's body.
    """

    act: Act
    site: CallSite
    cookie: CallSite | None

    @property
    def place(self) -> Place:
        """Where it is made."""
        return self.site.place


@lru_cache(maxsize=8)
def issues(app: App) -> tuple[Issue, ...]:
    """The calls that make a token for a user who logs in: those that a log-in route reaches, or that are named so."""
    found: dict[Place, Issue] = {}
    for account in account_routes(app):
        if account.purpose in {"log-in", "one-time code"}:
            carried = _cookie(app, tuple(view_scopes(app, account.route)))
            for act, site in account.acts:
                if act.does == "issues":
                    found.setdefault(site.place, Issue(act, site, carried))
    for site in sites(app, "issues"):
        spoken = words(site.function)
        pairs = set(zip(spoken, spoken[1:], strict=False))
        if not pairs.isdisjoint(_NAMED) and _OTHER.isdisjoint(spoken):
            found.setdefault(site.place, Issue(BY_NAME[site.name], site, None))
    return tuple(found.values())


def _cookie(app: App, scopes: tuple[tuple[PythonFile, int], ...]) -> CallSite | None:
    """The call of `set_cookie` in the functions of a view that is given what may be a token."""
    for file, scope in scopes:
        for expr in expressions(file, scope):
            if isinstance(expr, f.CallRef):
                call = file.detail.calls[expr.index]
                if call.name.rpartition(".")[2] == "set_cookie":
                    return CallSite(file, call, app.program.calls.called(file, call))
    return None


# -- claims


def claims(app: App, issue: Issue) -> dict[str, f.Expr] | None:
    """The claims that the function which makes a token gives it, by name; None when they cannot be seen."""
    file, scope = issue.site.file, issue.site.call.scope
    payload = issue.site.argument(*issue.act.payload)
    if payload is None:
        return None
    found: dict[str, f.Expr] = {}
    seen = _display(file, payload, found)
    for index in (a for a in file.detail.assigns if a.scope == scope):
        if isinstance(payload, f.Name) and index.target == payload and index.value is not None:
            seen = _display(file, index.value, found) or seen
        target = index.target
        if isinstance(target, f.Item) and isinstance(target.index, f.Const) and isinstance(target.index.value, str):
            if index.value is not None and target.value == payload:
                found[target.index.value] = index.value
    for call in file.detail.calls:
        if call.scope == scope and isinstance(call.func, f.Attr) and call.func.name == "update":
            if call.func.value == payload:
                for arg in call.args[:1]:
                    _display(file, arg, found)
                found.update((k.name, k.value) for k in call.keywords if k.name)
    return found if seen or found else None


def _display(file: PythonFile, expr: f.Expr, found: dict[str, f.Expr]) -> bool:
    """Take the constant keys of a dict display or a `dict(...)` call; whether it is seen whole."""
    if isinstance(expr, f.Mapping):
        for key, value in zip(expr.keys, expr.values, strict=True):
            if isinstance(key, f.Const) and isinstance(key.value, str):
                found[key.value] = value
        return None not in expr.keys
    if isinstance(expr, f.CallRef):
        call = file.detail.calls[expr.index]
        if call.name == "dict" and call.keywords:
            found.update((k.name, k.value) for k in call.keywords if k.name)
            return not call.args and all(k.name for k in call.keywords)
    return False


def named_row(app: App, issue: Issue) -> Place | None:
    """Where a token's id is looked up on the server; None when it names no row, or nothing looks it up."""
    given = claims(app, issue) or {}
    ids = _IDS & given.keys()
    if not ids:
        return None
    for path, file in app.files.items():
        for call in file.detail.calls:
            for arg in (*call.args, *(k.value for k in call.keywords)):
                if call.name.rpartition(".")[2] not in {"encode", "get", "pop"} or isinstance(arg, f.Item):
                    for part in parts(file, arg):
                        if _reads(file, part, ids):
                            return Place(path, f.line_of(call.at))
    return None


def _reads(file: PythonFile, expr: f.Expr, ids: frozenset[str] | set[str]) -> bool:
    if isinstance(expr, f.Item) and isinstance(expr.index, f.Const):
        return expr.index.value in ids
    if isinstance(expr, f.CallRef):
        call = file.detail.calls[expr.index]
        first = call.args[0] if call.args else None
        return call.name.endswith(".get") and isinstance(first, f.Const) and first.value in ids
    return False


# -- lifetime


def lifetime(app: App, issue: Issue) -> tuple[int | None, bool]:
    """The seconds that a token lasts (None when that is not told), and whether it ends at all as far as is seen."""
    if not issue.act.expires:
        return None, True
    given = claims(app, issue)
    if given is None:
        return _nearby(app, issue), True
    end = given.get("exp")
    if end is None:
        return None, issue.site.spreads or _given_by_parameter(issue)
    own = [n for part in parts(issue.site.file, end) if (n := _known(app, issue, part)) is not None and n > _NUMBERS]
    return max(own) if own else _nearby(app, issue), True


def _given_by_parameter(issue: Issue) -> bool:
    """Whether the claims come in by a parameter, so that the caller may have set when they end."""
    payload = issue.site.argument(*issue.act.payload)
    scope = issue.site.file.outline.scopes[issue.site.call.scope]
    names = {parameter.name for parameter in scope.parameters}
    roots: list[f.Expr | None] = [payload]
    if isinstance(payload, f.Name):
        roots.extend(a.value for a in issue.site.file.detail.assigns
                     if a.scope == issue.site.call.scope and a.target == payload)  # fmt: skip
    return any(isinstance(part, f.Name) and part.id in names for part in parts(issue.site.file, *roots))


def _known(app: App, issue: Issue, expr: f.Expr) -> int | None:
    return seconds(app.program.values.of(issue.site.file, issue.site.call.scope, expr))


def _nearby(app: App, issue: Issue) -> int | None:
    """The longest `timedelta` of the function that makes the token, or that its callers give it."""
    found = list(_deltas(app, issue.site.file, issue.site.call.scope))
    function = issue.site.function.rpartition(".")[2]
    if not found and function:
        for caller in app.program.calls.ending(function)[:20]:
            if caller.file.path in app.files:
                found.extend(_deltas(app, caller.file, caller.call.scope))
    return max(found, default=None)


def _deltas(app: App, file: PythonFile, scope: int) -> Iterator[int]:
    for call in file.detail.calls:
        if call.scope == scope and call.name.endswith("timedelta"):
            length = seconds(app.program.values.call(file, call))
            if length is not None:
                yield length
