"""Where users log in, and what is recorded of it."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from tenfold.language import facts as f
from tenfold.place import Place
from tenfold.program.accounts import account_routes
from tenfold.program.app import App
from tenfold.program.bodies import calls, parts, statements
from tenfold.program.names import qualname
from tenfold.project.read import PythonFile
from tenfold.rules.logging._log_calls import records_call
from tenfold.rules.logging._views import view_functions

_CHECKS = frozenset({
    "werkzeug.security.check_password_hash", "flask_bcrypt.Bcrypt.check_password_hash", "bcrypt.checkpw",
    "django.contrib.auth.authenticate", "django.contrib.auth.hashers.check_password", "argon2.PasswordHasher.verify",
    "passlib.context.CryptContext.verify", "pwdlib.PasswordHash.verify", "pwdlib.PasswordHash.verify_and_update",
    "passlib.context.CryptContext.verify_and_update", "hmac.compare_digest", "secrets.compare_digest",
})  # fmt: skip
_CHECK_METHODS = frozenset({
    "check_password", "verify_password", "check_password_hash", "checkpw", "authenticate", "authenticate_user",
    "check_credentials", "verify_credentials", "acheck_password", "aauthenticate", "verify_user", "verify_pw",
})  # fmt: skip
_STARTS = frozenset({
    "flask_login.login_user", "flask_login.utils.login_user", "flask_security.login_user",
    "flask_security.utils.login_user", "django.contrib.auth.login", "flask_jwt_extended.create_access_token",
    "flask_jwt_extended.utils.create_access_token", "jwt.encode", "jose.jwt.encode",
})  # fmt: skip
_START_METHODS = frozenset({"create_access_token", "login_user", "create_token", "create_jwt", "encode_auth_token"})
_NAMED = re.compile(r"log[-_]?in|sign[-_]?in|token|auth|session|logon", re.IGNORECASE)
_NAMED_PLAINLY = re.compile(r"log[-_]?in|sign[-_]?in|logon|access[-_]?token|/token/?$|callback|sso", re.IGNORECASE)
_OTHER = re.compile(
    r"change|reset|register|sign[-_]?up|forgot|verify|confirm|delete|refresh|log[-_]?out|account/password",
    re.IGNORECASE,
)
_FAILED = re.compile(
    r"fail|invalid|wrong|incorrect|denied|refus|\bbad\b|unknown|not found|no such|does not exist|locked|inactive|reject"
    r"|unsuccess|unauthori|attempt|unable|mismatch|disabled|not activated",
    re.IGNORECASE,
)
_MAX_DEPTH = 2
_STORES = frozenset(
    {"create", "save", "add", "objects", "send", "insert", "aupdate", "update", "acreate", "insert_one"}
)


class Login(msgspec.Struct):
    """A view that logs users in.

    Attributes:
        place: where the view is defined.
        path: of its route.
        checks: where a password is checked; None when none is seen (a log-in by another site).
        success: where a success is recorded.
        failure: where a failure is recorded.
    """

    place: Place
    path: str
    checks: Place | None = None
    starts: Place | None = None
    success: list[Place] = []
    failure: list[Place] = []


def logins(app: App) -> Iterator[Login]:
    """The views of the project that log users in."""
    accounts = [account.route for account in account_routes(app) if account.purpose == "log-in"]
    by_hand = {(route.file.path, route.scope) for route in accounts if route.file is not None}
    for (path, scope), route in view_functions(app).items():
        file = app.files.get(path)
        if file is None or ("POST" not in route.methods and not _NAMED.search(route.path)):
            continue
        name = qualname(file, scope)
        login = Login(Place(path, f.line_of(file.outline.scopes[scope].at)), route.path)
        _read(app, file, scope, login, set(), 0)
        # What is written before the check is an attempt; it tells no outcome.
        checked = login.checks
        if checked is not None:
            login.success = [p for p in login.success if p.file != checked.file or p.line >= checked.line]
        words = f"{name} {route.path}"
        plainly = _NAMED_PLAINLY.search(words) is not None
        # What only logged-in users reach makes tokens for them; it is no log-in.
        if _OTHER.search(words) or (not plainly and route.guarded("framework.access") is not None):
            continue
        if (
            (login.checks is not None and (login.starts is not None or _NAMED.search(words)))
            or (login.starts is not None and _NAMED_PLAINLY.search(words))
            or (plainly and (path, scope) in by_hand)
        ):
            yield login


def _read(app: App, file: PythonFile, scope: int, login: Login, seen: set[tuple[str, int]], depth: int) -> None:
    """Note what a function, and those of the project that it calls, do for a log-in."""
    if (file.path, scope) in seen or depth > _MAX_DEPTH:
        return
    seen.add((file.path, scope))
    login.checks = login.checks or _compared(file, scope)
    for call in calls(file, scope):
        place = Place(file.path, f.line_of(call.at))
        name = app.program.calls.called(file, call)
        last = call.name.rpartition(".")[2]
        if name in _CHECKS or last in _CHECK_METHODS:
            login.checks = login.checks or place
        if name in _STARTS or last in _START_METHODS:
            login.starts = login.starts or place
        if records_call(app, file, call):
            (login.failure if _speaks_of_failure(file, call) else login.success).append(place)
            continue
        defined = app.program.names.definition(name)
        if defined is not None and defined[0].outline.scopes[defined[1]].kind != "class":
            _read(app, *defined, login, seen, depth + 1)
    for statement in statements(file, scope):
        if isinstance(statement, f.Store) and login.starts is None:
            for index in statement.assigns:
                stem = file.detail.assigns[index].stem
                if stem in {"session[]", "request.session[]"}:
                    login.starts = Place(file.path, f.line_of(file.detail.assigns[index].at))


def _compared(file: PythonFile, scope: int) -> Place | None:
    """Where a home-made check compares a stored password."""
    for statement in statements(file, scope):
        if isinstance(statement, f.If):
            for part in parts(file, statement.test):
                if isinstance(part, f.Op) and part.op in {"==", "!="} and any(map(_holds_password, part.operands)):
                    return Place(file.path, f.line_of(statement.at))
    return None


def _holds_password(expr: f.Expr) -> bool:
    match expr:
        case f.Attr(name=name) | f.Name(id=name) | f.Item(index=f.Const(value=str(name))):
            return any(word in name.casefold() for word in ("password", "passwd", "pwd"))
    return False


def _speaks_of_failure(file: PythonFile, call: f.Call) -> bool:
    """Whether a log call is of a failure: by its level, or by the words of its text."""
    if call.name.rpartition(".")[2] in {"warning", "warn", "error", "exception", "critical", "awarning", "aerror"}:
        return True
    texts = [
        part.value
        for part in parts(file, call.func, *call.args, *(k.value for k in call.keywords))
        if isinstance(part, f.Const) and isinstance(part.value, str)
    ]
    names = [part.name for part in parts(file, call.func, *call.args) if isinstance(part, f.Attr)]
    return _FAILED.search(" ".join([*texts, *names])) is not None


class Receiver(msgspec.Struct, frozen=True):
    """A function that is connected to a signal: `signal` is its last name ("user_login_failed")."""

    signal: str
    place: Place
    keeps: bool


def receivers(app: App, signals: dict[str, str]) -> Iterator[Receiver]:
    """The functions that are connected to any of `signals` (qualified name -> what it is), and whether they record."""
    for file in app.files.values():
        for scope, definition in enumerate(file.outline.scopes):
            for decorator in definition.decorators:
                for signal in _of_decorator(app, file, definition.parent, decorator, signals):
                    place = Place(file.path, f.line_of(definition.at))
                    yield Receiver(signals[signal], place, _keeps(app, file, scope))
    for segment in ("connect", "connect_via"):
        for site in app.ending(segment):
            if not isinstance(site.call.func, f.Attr) or not site.call.args:
                continue
            signal = app.program.names.qualify(site.file, site.call.scope, site.call.func.value)
            if signal in signals and segment == "connect":
                name = app.program.names.qualify(site.file, site.call.scope, site.call.args[0])
                defined = app.program.names.definition(name)
                keeps = defined is None or _keeps(app, *defined)
                yield Receiver(signals[signal], site.place, keeps)


def _of_decorator(app: App, file: PythonFile, scope: int, decorator: f.Expr, signals: dict[str, str]) -> Iterator[str]:
    call = file.detail.calls[decorator.index] if isinstance(decorator, f.CallRef) else None
    func = call.func if call is not None else decorator
    if isinstance(func, f.Attr) and func.name in {"connect", "connect_via"}:
        signal = app.program.names.qualify(file, scope, func.value)
        if signal in signals:
            yield signal
    elif call is not None and call.args and call.name.rpartition(".")[2] == "receiver":
        given = call.args[0]
        for item in given.items if isinstance(given, f.Sequence) else (given,):
            signal = app.program.names.qualify(file, scope, item)
            if signal in signals:
                yield signal


def _keeps(app: App, file: PythonFile, scope: int) -> bool:
    """Whether a receiver writes to a log or to the database."""
    return any(records_call(app, file, call) or call.name.rpartition(".")[2] in _STORES for call in calls(file, scope))
