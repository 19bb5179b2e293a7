"""Security checks whose errors are caught and forgotten."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tenfold.language import facts as f
from tenfold.place import Place
from tenfold.program.app import App
from tenfold.program.bodies import calls_in, tries, within
from tenfold.program.names import qualname
from tenfold.project.read import PythonFile
from tenfold.rules.base import Observation, Rule, met, not_applicable, violated
from tenfold.rules.logging._checks import Check, checks_in
from tenfold.rules.logging._exceptions import caught, is_broad

_ENDING = frozenset({
    "abort", "exit", "_exit", "flash", "redirect", "logout", "logout_user", "close", "append", "fail", "add_error",
    "skip",
})  # fmt: skip
"""Calls in a handler that refuse in their own way."""


class Swallowed(Rule):
    """An error of a security check is caught and the request goes on.

    ## What it finds
    A `try` around a check that refuses by raising (a signature, CSRF, permission or token check, `abort(403)`), whose
    broad `except` passes, goes on or answers True. Where its result is used, so that
    nothing is left when it fails, an `except` for everything that only passes is a low finding: it hides all other
    faults and leaves no trace.

    ## Why it matters
    `except Exception: pass` around a check means: if anything goes wrong, let them in. An attacker only has to make
    something go wrong, with an odd token or a full database, and the log shows nothing.

    ## Example
    ### Flask
    ```python app.py
    from flask import Flask, abort, request
    from flask_wtf.csrf import validate_csrf

    app = Flask(__name__)

    @app.post("/pay")
    def pay():
        try:
            validate_csrf(request.form.get("csrf_token"))
        except Exception:
            pass
        return transfer()
    ```
    ### Django
    ```python settings.py
    INSTALLED_APPS = ["shop"]
    ROOT_URLCONF = "shop.urls"
    MIDDLEWARE = []
    ```
    ```python shop/views.py
    from django.core.exceptions import PermissionDenied

    def refund(request, order):
        try:
            if not request.user.has_perm("shop.refund"):
                raise PermissionDenied
        except Exception:
            pass
        return pay_back(order)
    ```
    ### FastAPI
    ```python main.py
    import jwt
    from fastapi import FastAPI

    app = FastAPI()

    def may_read(token: str) -> bool:
        try:
            jwt.decode(token, KEY, algorithms=["HS256"])
        except Exception:
            return True
        return True
    ```

    ## Use instead
    ### Flask
    ```python app.py
    from flask import Flask, abort, request
    from flask_wtf.csrf import ValidationError, validate_csrf

    app = Flask(__name__)

    @app.post("/pay")
    def pay():
        try:
            validate_csrf(request.form.get("csrf_token"))
        except ValidationError:
            app.logger.warning("CSRF token refused")
            abort(400)
        return transfer()
    ```
    ### Django
    ```python settings.py
    INSTALLED_APPS = ["shop"]
    ROOT_URLCONF = "shop.urls"
    MIDDLEWARE = []
    ```
    ```python shop/views.py
    from django.core.exceptions import PermissionDenied

    def refund(request, order):
        if not request.user.has_perm("shop.refund"):
            raise PermissionDenied
        return pay_back(order)
    ```
    ### FastAPI
    ```python main.py
    import jwt
    from fastapi import FastAPI

    app = FastAPI()

    def may_read(token: str) -> bool:
        try:
            jwt.decode(token, KEY, algorithms=["HS256"])
        except jwt.InvalidTokenError:
            return False
        return True
    ```

    ## References
    - https://owasp.org/www-community/Fail_securely
    - https://cwe.mitre.org/data/definitions/636.html
    """

    requirement = "logging.swallowed"
    severity = "high"

    def judge(self, app: App) -> Iterable[Observation]:
        """Look at each `try` around a security check."""
        around = 0
        found = False
        first: Place | None = None
        for file in app.files.values():
            for scope, statement in tries(file):
                checks = list(checks_in(app, file, scope, statement.body))
                if not checks:
                    continue
                around += 1
                first = first or Place(file.path, f.line_of(statement.at))
                for observation in _swallowing(app, file, scope, statement, checks):
                    found = True
                    yield observation
        if first is not None and not found:
            yield met(first, f"{around} try statements around security checks refuse when the check fails")
        elif first is None:
            yield not_applicable("no try statement around a security check was found")


def _swallowing(app: App, file: PythonFile, scope: int, statement: f.Try, checks: list[Check]) -> Iterator[Observation]:
    for handler in statement.handlers:
        hidden = all(isinstance(s, f.Jump) for s in handler.body) and is_broad(app, file, scope, handler)
        check = next((one for one in checks if _swallows(app, file, scope, statement, handler, one)), None)
        if check is not None:
            yield violated(
                Place(file.path, f.line_of(handler.at), f.column_of(handler.at)),
                f"when {check.what} fails, this except lets the request go on",
                "Catch the narrow error and refuse (abort, raise, return False); let everything else rise.",
                function=qualname(file, scope),
            )
        elif hidden:
            yield violated(
                Place(file.path, f.line_of(handler.at), f.column_of(handler.at)),
                f"whatever {checks[0].what} or the code around it raises is caught and forgotten",
                "Catch only the error of a check that fails, and log it; let everything else rise.",
                function=qualname(file, scope),
                severity="low",
            )


def _swallows(app: App, file: PythonFile, scope: int, statement: f.Try, handler: f.Handler, check: Check) -> bool:
    if not (is_broad(app, file, scope, handler) or check.caught_by(caught(app, file, scope, handler))):
        return False
    if _answers_true(handler.body):
        return check.refuses or _returns_check(statement.body)
    if not check.refuses or not _goes_on(file, handler.body) or statement.other:
        return False
    # What follows the check inside the try is what it guards: skipped when the check fails.
    return not any(isinstance(s, (f.Return, f.Store, f.For, f.With)) for s in _after(statement.body, check))


def _after(body: tuple[f.Stmt, ...], check: Check) -> Iterator[f.Stmt]:
    for statement in within(body):
        at = getattr(statement, "at", 0)
        if isinstance(statement, (f.Return, f.For, f.With)) and at <= check.at:
            continue
        if statement is not check.statement:
            yield statement


def _answers_true(body: tuple[f.Stmt, ...]) -> bool:
    return bool(body) and isinstance(body[-1], f.Return) and body[-1].value == f.Const(True)


def _returns_check(body: tuple[f.Stmt, ...]) -> bool:
    return any(isinstance(s, f.Return) and isinstance(s.value, (f.CallRef, f.Op)) for s in body)


def _goes_on(file: PythonFile, body: tuple[f.Stmt, ...]) -> bool:
    """Whether a handler's body does nothing but write and go on."""
    if any(isinstance(s, (f.Raise, f.Return, f.Store, f.If)) for s in within(body)):
        return False
    return not any(call.name.rpartition(".")[2] in _ENDING for call in calls_in(file, body))
