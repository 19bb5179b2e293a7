"""Security checks in a block of code: calls of libraries and of the project that refuse by raising."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from tenfold.language import facts as f
from tenfold.program.app import App
from tenfold.program.bodies import calls_in, parts, within
from tenfold.project.read import PythonFile

_VERIFY = (
    "jwt.decode", "jose.jwt.decode", "authlib.jose.jwt.decode", "itsdangerous.URLSafeTimedSerializer.loads",
    "itsdangerous.URLSafeSerializer.loads", "itsdangerous.TimestampSigner.unsign", "itsdangerous.Signer.unsign",
    "django.core.signing.loads", "django.core.signing.TimestampSigner.unsign", "django.core.signing.Signer.unsign",
    "flask_wtf.csrf.validate_csrf", "flask_jwt_extended.verify_jwt_in_request", "argon2.PasswordHasher.verify",
    "google.oauth2.id_token.verify_oauth2_token", "firebase_admin.auth.verify_id_token",
    "stripe.Webhook.construct_event", "django.contrib.auth.authenticate", "bcrypt.checkpw", "hmac.compare_digest",
    "werkzeug.security.check_password_hash", "django.contrib.auth.hashers.check_password",
)  # fmt: skip
_REFUSING_CALLS = frozenset({"flask.abort", "werkzeug.exceptions.abort"})
_REFUSING_CLASSES = frozenset({
    "django.core.exceptions.PermissionDenied", "rest_framework.exceptions.PermissionDenied",
    "rest_framework.exceptions.NotAuthenticated", "rest_framework.exceptions.AuthenticationFailed",
    "werkzeug.exceptions.Forbidden", "werkzeug.exceptions.Unauthorized", "builtins.PermissionError",
    "django.core.exceptions.SuspiciousOperation",
})  # fmt: skip
_HTTP = frozenset({"fastapi.HTTPException", "fastapi.exceptions.HTTPException", "starlette.exceptions.HTTPException"})
_WORDS = (
    "verify_", "check_perm", "check_access", "check_object_perm", "require_", "authorize", "ensure_perm",
    "validate_csrf", "validate_token", "validate_signature", "check_signature", "check_csrf", "enforce", "assert_can",
    "ensure_owner",
)  # fmt: skip
_SECURE_WORDS = (
    "perm", "auth", "token", "sign", "csrf", "access", "admin", "login", "password", "role", "owner", "user",
    "credential", "jwt", "session",
)  # fmt: skip
_CODES = frozenset({401, 403, 429})


class Check(msgspec.Struct, frozen=True):
    """A security check.

    Attributes:
        what: it, in words for the user.
        refuses: raising is all that it does: its result is not used.
        at: packed position.
        statement: the statement that it is, when it is one.
        raises: names of the classes that it raises, as far as they are known.
    """

    what: str
    refuses: bool
    at: int
    statement: f.Stmt | None = None
    raises: tuple[str, ...] = ()

    def caught_by(self, names: list[str]) -> bool:
        """Whether a handler of these classes gets its refusal."""
        return any(name in self.raises for name in names if name)


def checks_in(app: App, file: PythonFile, scope: int, body: tuple[f.Stmt, ...]) -> Iterator[Check]:
    """The security checks of a block; those inside an inner `try` are that one's."""
    for statement in within(body):
        if isinstance(statement, f.Raise):
            name = _raised(app, file, scope, statement)
            if name:
                yield Check(f"the refusal with {name.rpartition('.')[2]}", True, statement.at, statement, (name,))
        elif isinstance(statement, f.Evaluate):
            yield from _evaluated(app, file, statement)
    for call in calls_in(file, body):
        if app.program.calls.called(file, call) in _VERIFY:
            yield Check(f"{call.name}()", False, call.at)


def _raised(app: App, file: PythonFile, scope: int, statement: f.Raise) -> str:
    """The class of a refusal that is raised; "" for other errors."""
    value = statement.value
    call = file.detail.calls[value.index] if isinstance(value, f.CallRef) else None
    name = app.program.names.qualify(file, scope, call.func if call is not None else value) if value is not None else ""
    if name in _REFUSING_CLASSES:
        return name
    if call is not None and name in _HTTP and _code(app, file, scope, call) in _CODES:
        return name
    return ""


def _code(app: App, file: PythonFile, scope: int, call: f.Call) -> int:
    given = next((k.value for k in call.keywords if k.name == "status_code"), call.args[0] if call.args else None)
    value = app.program.values.of(file, scope, given)
    if isinstance(value, int):
        return value
    name = app.program.names.qualify(file, scope, given) if given is not None else ""
    digits = name.rpartition("HTTP_")[2][:3]
    return int(digits) if digits.isdigit() else 0


def _evaluated(app: App, file: PythonFile, statement: f.Evaluate) -> Iterator[Check]:
    value = statement.value.value if isinstance(statement.value, f.Await) else statement.value
    if not isinstance(value, f.CallRef):
        return
    call = file.detail.calls[value.index]
    name = app.program.calls.called(file, call)
    last = call.name.rpartition(".")[2]
    if name in _REFUSING_CALLS and _code(app, file, call.scope, call) in _CODES:
        yield Check(f"{last}()", True, statement.at, statement)
    elif name in _VERIFY or _own_check(app, name, last):
        yield Check(f"{call.name}()", True, statement.at, statement)


def _own_check(app: App, name: str, last: str) -> bool:
    """Whether a function of the project is a check by its name and refuses by raising."""
    text = last.casefold()
    if not text.startswith(_WORDS) or not any(word in text for word in _SECURE_WORDS):
        return False
    defined = app.program.names.definition(name)
    if defined is None or defined[0].outline.scopes[defined[1]].kind == "class":
        return False
    body = defined[0].detail.bodies[defined[1]]
    if any(isinstance(s, f.Raise) for s in within(body)):
        return True
    return any(isinstance(p, f.CallRef) and defined[0].detail.calls[p.index].name.endswith("abort")
               for s in within(body) if isinstance(s, f.Evaluate) for p in parts(defined[0], s.value))  # fmt: skip
