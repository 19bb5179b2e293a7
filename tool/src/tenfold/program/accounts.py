"""Which routes log in, sign up, reset a password or check a one-time code, and which calls they make to do so."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

import msgspec

from tenfold.frameworks.accounts import BY_NAME, Act, Deed
from tenfold.language import facts as f
from tenfold.place import Place
from tenfold.program.bodies import expressions, nested
from tenfold.program.calls import CallSite
from tenfold.program.route import Route
from tenfold.project.read import PythonFile

if TYPE_CHECKING:
    from tenfold.program.app import App

Purpose = Literal["log-in", "sign-up", "password reset", "one-time code"]

_MAX_DEPTH = 4
_MAX_SCOPES = 60
_CHECKING = ("clean", "validate", "is_valid", "full_clean")
_SPLIT = re.compile(r"[^a-z0-9]+")
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_PARAMETER = re.compile(r"<[^<>]*>|\{[^{}]*\}")
_LINK = frozenset({"token", "key", "data", "uidb64", "uidb36", "code", "signature"})
"""Words of path parameters that hold what was mailed: too long to be guessed."""
_TOKEN_PATHS = frozenset({"token", "access-token", "access_token", "auth-token", "api-token-auth"})
_LOST = frozenset({"reset", "forgot", "forgotten", "recover", "recovery", "lost"})
_PURPOSE_OF: dict[Deed, Purpose] = {
    "logs in": "log-in", "signs up": "sign-up", "resets": "password reset", "checks a code": "one-time code",
}  # fmt: skip
_PASSWORDS = frozenset({
    "password", "passwd", "pwd", "passphrase", "password1", "pass", "passw", "pw", "psw", "pword", "user_password",
    "passwort", "senha", "contrasena", "contraseña", "clave", "mot_de_passe", "mdp", "sifre", "parola", "parol",
})  # fmt: skip
"""What a field for a password is called, in the languages that people write their forms in."""
_CREDENTIALS = _PASSWORDS | {"email", "username", "uname", "otp", "totp", "otp_code", "otp_token"}


class AccountRoute(msgspec.Struct, frozen=True):
    """A route that guessing or flooding would hurt.

    Attributes:
        route: the route; it answers POST.
        purpose: what it is for.
        acts: the calls in its view, and in the project's functions that it calls, that do something to an account.
    """

    route: Route
    purpose: Purpose
    acts: tuple[tuple[Act, CallSite], ...]

    @property
    def place(self) -> Place:
        """Where its view stands, or the route."""
        return self.route.view_place or self.route.place


@lru_cache(maxsize=8)
def account_routes(app: App) -> tuple[AccountRoute, ...]:
    """The routes of an app that log in, sign up, reset a password or check a one-time code, in the order of the app."""
    found: dict[tuple[str, str, Purpose], AccountRoute] = {}
    paths = {route.path.strip("/") for route in app.routes if route.kind == "http"}
    for route in app.routes:
        if route.kind not in {"http", "admin"} or not route.changes_state:
            continue
        if route.kind == "admin" and f"{route.path.strip('/')}/login" in paths:
            continue  # a view of the project's answers in place of the admin's log-in
        done = tuple(_acts(app, route))
        purpose = _purpose(app, route, done)
        if purpose is not None:
            found.setdefault((route.path, route.view, purpose), AccountRoute(route, purpose, done))
    return tuple(found.values())


def sites(app: App, *does: Deed) -> tuple[CallSite, ...]:
    """The calls in an app of acts of these kinds."""
    names = [act.name for act in BY_NAME.values() if act.does in does]
    return tuple(site for site in app.calls(*names) if site.name in BY_NAME)


def words(text: str) -> list[str]:
    """The lower-case words of a path or a name: "resetPassword" and "/reset-password" are both "reset", "password"."""
    return [word for word in _SPLIT.split(_CAMEL.sub("_", text[:500]).lower()) if word]


def view_scopes(app: App, route: Route) -> Iterator[tuple[PythonFile, int]]:
    """The functions of a route's view, and the project's functions that they call, nearest first."""
    if route.file is None or route.scope < 0:
        return
    pending: list[tuple[PythonFile, int, int]] = [(route.file, scope, 0) for scope in _functions(route)]
    seen: set[tuple[str, int]] = set()
    while pending and len(seen) < _MAX_SCOPES:
        file, scope, depth = pending.pop(0)
        if (file.path, scope) in seen:
            continue
        seen.add((file.path, scope))
        yield file, scope
        if depth < _MAX_DEPTH:
            pending.extend((*called, depth + 1) for called in _called(app, file, scope))


def _functions(route: Route) -> Iterator[int]:
    assert route.file is not None
    yield from nested(route.file, route.scope)


def _called(app: App, file: PythonFile, scope: int) -> Iterator[tuple[PythonFile, int]]:
    names = app.program.names
    for expr in expressions(file, scope):
        if isinstance(expr, f.CallRef):
            defined = names.definition(names.qualify(file, scope, file.detail.calls[expr.index].func))
            if defined is None:
                continue
            owner, index = defined
            if owner.outline.scopes[index].kind == "class":
                yield from _checks(owner, index)
            else:
                yield owner, index


def _checks(file: PythonFile, owner: int) -> Iterator[tuple[PythonFile, int]]:
    """The methods of a form or a schema that check what it is given."""
    for index, scope in enumerate(file.outline.scopes):
        if scope.parent == owner and scope.name.startswith(_CHECKING):
            yield file, index


def _acts(app: App, route: Route) -> Iterator[tuple[Act, CallSite]]:
    calls = app.program.calls
    for file, scope in view_scopes(app, route):
        for expr in expressions(file, scope):
            if isinstance(expr, f.CallRef):
                call = file.detail.calls[expr.index]
                act = BY_NAME.get(calls.called(file, call))
                if act is not None:
                    yield act, CallSite(file, call, act.name)


def _purpose(app: App, route: Route, done: tuple[tuple[Act, CallSite], ...]) -> Purpose | None:
    named = _named(route)
    if route.file is None and route.path.rstrip("/").endswith("/logout"):
        return None  # a library serves it with its log-in
    for base in view_bases(app, route):
        act = BY_NAME.get(base)
        if act is not None and (act.does in _PURPOSE_OF or act.does == "issues"):
            return _PURPOSE_OF.get(act.does, "log-in")
    deeds = {act.does for act, _ in done}
    if named is None and _secret(route):
        return None
    if "checks a code" in deeds and route.guarded("framework.access") is None:
        return "one-time code"
    if named is not None and (deeds - {"logs out"} or _mentions(app, route, _CREDENTIALS) or route.file is None):
        return named
    if "logs in" in deeds and _reachable(route) and (_mentions(app, route, _PASSWORDS) or "checks" in deeds):
        return "log-in"
    if "checks" in deeds and "issues" in deeds:
        return "log-in"
    return None


def view_bases(app: App, route: Route) -> list[str]:
    """The dotted names of a route's view and of the classes that it derives from, nearest first."""
    return [base.replace("()", "") for base in app.program.names.ancestors(route.view)]


def _named(route: Route) -> Purpose | None:
    """What a route's path or its view's name says that it is for."""
    if "logout" in route.path.lower() or "signout" in route.path.lower():
        return None
    path = _PARAMETER.sub("", route.path[:500])
    secret = _secret(route)
    for text in (path, route.view.rpartition(":")[2].rpartition(".")[2]):
        purpose = _spoken(words(text), route)
        if purpose is not None and not (secret and purpose == "password reset"):
            return purpose
    last = path.rstrip("/").rpartition("/")[2].lower()
    return "log-in" if last in _TOKEN_PATHS and "oauth" not in path.lower() and _open(route) else None


def _secret(route: Route) -> bool:
    """Whether a route's path holds what was mailed to somebody."""
    return any(not _LINK.isdisjoint(words(one)) for one in _PARAMETER.findall(route.path[:500]))


def _open(route: Route) -> bool:
    """Whether a route is open to everybody, as far as is known."""
    return route.guarded("framework.access") is None


def _reachable(route: Route) -> bool:
    """Whether a log-in can be reached: what stands before the whole app must let it through."""
    guard = route.guarded("framework.access")
    return guard is None or guard.level in {"app", "middleware", "settings"}


def _spoken(said: list[str], route: Route) -> Purpose | None:
    pairs = {a + b for a, b in itertools.pairwise(said)}
    every = {*said, *pairs}
    # A key of hardware signs a challenge: there is nothing to guess.
    keys = {"webauthn", "fido", "passkey", "passkeys"} & {*every, *words(route.view.rpartition(":")[2])}
    if not _open(route) or "admin" in every or keys:
        return None
    if every & {"password", "passwd", "pwd"} and every & _LOST:
        return "password reset"
    if every & {"otp", "2fa", "mfa", "totp", "twofactor"}:
        return "one-time code"
    if every & {"login", "signin", "logon"} and not every & {"oauth", "webhook"}:
        return "log-in"
    return "sign-up" if every & {"signup", "register", "registration"} else None


def _mentions(app: App, route: Route, wanted: frozenset[str]) -> bool:
    """Whether a view, or a parameter's or form's class of it, names a credential."""
    for file, scope in view_scopes(app, route):
        for parameter in file.outline.scopes[scope].parameters:
            if parameter.name.lower() in wanted or _model_mentions(app, file, scope, parameter.annotation, wanted):
                return True
        for expr in expressions(file, scope):
            match expr:
                case f.Const(value=str() as text) if text.lower() in wanted:
                    return True
                case f.Attr(name=name) | f.Name(id=name) if name.lower() in wanted:
                    return True
                case f.CallRef(index=index):
                    if _model_mentions(app, file, scope, file.detail.calls[index].func, wanted):
                        return True
    return False


def _model_mentions(app: App, file: PythonFile, scope: int, expr: f.Expr | None, wanted: frozenset[str]) -> bool:
    """Whether an expression is a class of the project (a form, a schema) with such a field."""
    if expr is None:
        return False
    names = app.program.names
    inner = expr.index if isinstance(expr, f.Item) else expr
    parts = inner.items if isinstance(inner, f.Sequence) else (inner,)
    for part in parts:
        name = names.qualify(file, scope, part)
        for base in names.ancestors(name) if name else ():
            if base.endswith(("OAuth2PasswordRequestForm", "AuthenticationForm", "UserCreationForm")):
                return True
            defined = names.definition(base)
            if defined is None or defined[0].outline.scopes[defined[1]].kind != "class":
                continue
            if not wanted.isdisjoint(key.lower() for key in names.of(defined[0].path).scopes[defined[1]]):
                return True
    return False
