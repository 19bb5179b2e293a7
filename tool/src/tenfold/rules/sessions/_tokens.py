"""Signed tokens that stand for a user: where they are made, how long they last, whether a cookie carries them."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from functools import lru_cache

import msgspec

from tenfold.frameworks.accounts import BY_NAME, Act
from tenfold.language import facts as f
from tenfold.place import Place
from tenfold.program.accounts import account_routes, sites, view_scopes, words
from tenfold.program.app import App
from tenfold.program.bodies import expressions, parts
from tenfold.program.calls import CallSite
from tenfold.project.read import PythonFile
from tenfold.rules.sessions._cookies import auth_cookies
from tenfold.rules.sessions._durations import seconds

_NAMED = (("access", "token"), ("auth", "token"), ("session", "token"), ("login", "token"), ("refresh", "token"),
          ("create", "jwt"), ("create", "token"), ("encode", "auth"), ("user", "token"), ("generate", "token"),
          ("generate", "jwt"), ("make", "token"), ("encode", "token"), ("get", "token"), ("jwt", "token"),
          ("jwt", "strategy"), ("get", "strategy"), ("auth", "backend"))  # fmt: skip
_OTHER = frozenset(
    {"reset", "confirm", "verify", "verification", "invite", "email", "download", "share", "unsubscribe"}
)
_IDS = frozenset({"jti", "sid", "session_id", "sess", "token_id"})
_NUMBERS = 60


class Issue(msgspec.Struct, frozen=True):
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
    """The calls that make a token for a user who logs in: those that a log-in route reaches, else those named so."""
    found: dict[Place, Issue] = {}
    for account in account_routes(app):
        if account.purpose in {"log-in", "one-time code"}:
            carried = _cookie(app, tuple(view_scopes(app, account.route)))
            for act, site in account.acts:
                if act.does == "issues":
                    found.setdefault(site.place, Issue(act, site, carried))
    kept = app.framework == "django" and app.protections.in_force("sessions.server-side")
    for site in sites(app, "issues") if not found and not kept else ():
        spoken = words(site.function)
        pairs = set(itertools.pairwise(spoken))
        if not pairs.isdisjoint(_NAMED) and _OTHER.isdisjoint(spoken):
            issue = Issue(BY_NAME[site.name], site, None)
            if not _for_others(claims(issue)):
                found.setdefault(site.place, issue)
    return tuple(found.values())


def _for_others(given: dict[str, f.Expr] | None) -> bool:
    """Whether claims name who issues a token but nobody whom it stands for: an app's own token at another service."""
    said = {word for name in given or () for word in words(name)}
    return "iss" in said and not said & {"sub", "user", "email", "username", "uid", "id"}


def _cookie(app: App, scopes: tuple[tuple[PythonFile, int], ...]) -> CallSite | None:
    """The call of `set_cookie` in the functions of a view that hands out what logs a user in."""
    known = {site.place for site, _ in auth_cookies(app)}
    for file, scope in scopes:
        for expr in expressions(file, scope):
            if isinstance(expr, f.CallRef):
                call = file.detail.calls[expr.index]
                site = CallSite(file, call, call.name)
                if call.name.endswith("set_cookie") and site.place in known:
                    return site
    return None


# -- claims


def claims(issue: Issue) -> dict[str, f.Expr] | None:
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
        if isinstance(target, f.Item) and target.value == payload and isinstance(target.index, f.Const):
            key = target.index.value
            if isinstance(key, str) and index.value is not None:
                found[key] = index.value
    for call in file.detail.calls:
        if call.scope == scope and call.func == f.Attr(payload, "update"):
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
    given = claims(issue) or {}
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
    given = claims(issue)
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
    file = issue.site.file
    names = {parameter.name for parameter in file.outline.scopes[issue.site.call.scope].parameters}
    roots: list[f.Expr | None] = [payload]
    if isinstance(payload, f.Name):
        roots.extend(a.value for a in issue.site.file.detail.assigns
                     if a.scope == issue.site.call.scope and a.target == payload)  # fmt: skip
    return any(isinstance(one, f.Name) and one.id in names for root in roots for one in _spread(file, root))


def _spread(file: PythonFile, expr: f.Expr | None) -> Iterator[f.Expr]:
    """What a payload takes whole: itself, the object of `.copy()`, what `**` spreads, the sides of `|`."""
    match expr:
        case f.Name():
            yield expr
        case f.CallRef(index=index):
            call = file.detail.calls[index]
            yield from call.args
            yield from (k.value for k in call.keywords if not k.name)
            if isinstance(call.func, f.Attr):
                yield call.func.value
        case f.Mapping(keys=keys, values=values):
            yield from (value for key, value in zip(keys, values, strict=True) if key is None)
        case f.Op(operands=operands):
            yield from operands


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
