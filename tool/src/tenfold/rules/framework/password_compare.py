from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from tenfold.language import facts as f
from tenfold.place import Place
from tenfold.program.bodies import parts, statements
from tenfold.program.names import qualname
from tenfold.project.read import PythonFile
from tenfold.rules.base import Observation, Rule, violated
from tenfold.rules.framework._secrets import is_confirmation, is_password_name, named, root

if TYPE_CHECKING:
    from tenfold.program.app import App

_TYPED = frozenset({
    "request", "form", "data", "self", "cleaned_data", "args", "values", "json", "payload", "body", "req", "attrs",
    "cls", "field", "forms", "kwargs", "params", "query", "validated_data", "post", "post_data",
})  # fmt: skip
_ACCOUNT = re.compile(r"passw|pwd|log_?in|sign_?in|auth|logon|account", re.IGNORECASE)
_QUERIES = frozenset({"filter_by", "filter", "get", "find_one", "first", "get_or_none", "exclude"})
_FIX = {
    "flask": "Store generate_password_hash(password) and compare with check_password_hash(stored, password).",
    "django": "Call authenticate(request, username=..., password=...), or user.check_password(password).",
    "fastapi": "Store a hash and compare with PasswordHash.recommended().verify(password, stored) of pwdlib.",
}


class PasswordCompare(Rule):
    """A stored password must be compared by its hash, never as plain text.

    ## What it finds
    A comparison with `==` or `!=` of a typed password with one that is stored on a record, and a query that looks a
    user up by the password. Two typed passwords that must be equal stay silent.

    ## Why it matters
    Whoever compares plain text stores plain text: a leak of the database hands out every password as it was typed.

    ## Example
    ### Flask
    ```python app.py
    from flask import Flask, request

    app = Flask(__name__)

    @app.post("/login")
    def login():
        user = User.query.filter_by(name=request.form["name"]).first()
        if user and user.password == request.form["password"]:
            start_session(user)
        return "ok"
    ```
    ### Django
    ```python site/settings.py
    INSTALLED_APPS = ["django.contrib.auth"]
    MIDDLEWARE = []
    ```
    ```python site/views.py
    def login(request):
        password = request.POST["password"]
        return Member.objects.filter(name=request.POST["name"], password=password).first()
    ```
    ### FastAPI
    ```python main.py
    from fastapi import FastAPI

    app = FastAPI()

    @app.post("/login")
    def login(name: str, password: str):
        user = find_user(name)
        return {"ok": user.password == password}
    ```

    ## Use instead
    ### Flask
    ```python app.py
    from flask import Flask, request
    from werkzeug.security import check_password_hash

    app = Flask(__name__)

    @app.post("/login")
    def login():
        user = User.query.filter_by(name=request.form["name"]).first()
        if user and check_password_hash(user.password, request.form["password"]):
            start_session(user)
        return "ok"
    ```
    ### Django
    ```python site/settings.py
    INSTALLED_APPS = ["django.contrib.auth"]
    MIDDLEWARE = []
    ```
    ```python site/views.py
    from django.contrib.auth import authenticate

    def login(request):
        return authenticate(request, username=request.POST["name"], password=request.POST["password"])
    ```
    ### FastAPI
    ```python main.py
    from fastapi import FastAPI
    from pwdlib import PasswordHash

    app = FastAPI()
    password_hash = PasswordHash.recommended()

    @app.post("/login")
    def login(name: str, password: str):
        user = find_user(name)
        return {"ok": password_hash.verify(password, user.password)}
    ```

    ## References
    - https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html
    - https://cwe.mitre.org/data/definitions/256.html
    """

    requirement = "framework.passwords"
    severity = "high"
    confidence = "medium"
    cwe = (256, 208)

    def judge(self, app: App) -> Iterable[Observation]:
        """Look at the comparisons and queries of functions that handle passwords."""
        for path, file in app.files.items():
            if not _speaks_of_accounts(file.outline):
                continue
            for scope in range(len(file.outline.scopes)):
                yield from self._compared(app, path, file, scope)
            yield from self._queried(app, path, file)

    @staticmethod
    def _compared(app: App, path: str, file: PythonFile, scope: int) -> Iterable[Observation]:
        for statement in statements(file, scope):
            tests = _tests(file, statement)
            for part in parts(file, *tests):
                if isinstance(part, f.Op) and part.op in {"==", "!="} and _is_plain(file, part):
                    at = statement.at if hasattr(statement, "at") else file.outline.scopes[scope].at
                    place = Place(path, f.line_of(at), f.column_of(at))
                    yield violated(
                        place,
                        "A typed password is compared with a stored one as plain text.",
                        _FIX[app.framework],
                        function=qualname(file, scope),
                    )

    @staticmethod
    def _queried(app: App, path: str, file: PythonFile) -> Iterable[Observation]:
        if file.outline.called.isdisjoint(_QUERIES):
            return
        for call in file.detail.calls:
            if not isinstance(call.func, f.Attr) or call.func.name not in _QUERIES:
                continue
            given = [k for k in call.keywords if is_password_name(k.name) and is_password_name(named(file, k.value))]
            if given and len(call.keywords) > 1:
                yield violated(
                    Place(path, f.line_of(call.at), f.column_of(call.at), call.end),
                    "A user is looked up by the password as it was typed, so it is stored as plain text.",
                    _FIX[app.framework],
                    function=qualname(file, call.scope),
                )


def _speaks_of_accounts(outline: f.Outline) -> bool:
    """Whether a file's names have to do with log-in; only such files are read in full."""
    if any(_ACCOUNT.search(scope.name) for scope in outline.scopes):
        return True
    named_so = (p.name for scope in outline.scopes for p in scope.parameters)
    return any(_ACCOUNT.search(name[:60]) for name in (*outline.called, *outline.stored, *named_so))


def _tests(file: PythonFile, statement: f.Stmt) -> list[f.Expr | None]:
    match statement:
        case f.If(test=test) | f.While(test=test):
            return [test]
        case f.Return(value=value) | f.Evaluate(value=value):
            return [value]
        case f.Store(assigns=assigns) if assigns:
            return [file.detail.assigns[assigns[0]].value]
    return []


def _is_plain(file: PythonFile, compared: f.Op) -> bool:
    """Whether one side is a password of a record, and the other a password that somebody typed."""
    left, right = compared.operands
    names = (named(file, left), named(file, right))
    if not all(is_password_name(name) for name in names) or any(is_confirmation(name) for name in names):
        return False
    stored = [_is_stored(file, side) for side in (left, right)]
    return stored[0] != stored[1]


def _is_stored(file: PythonFile, side: f.Expr) -> bool:
    """An attribute or item of a record: `user.password`, `row["password"]`; not one of a form or a request."""
    if not isinstance(side, (f.Attr, f.Item)):
        return False
    first = root(file, side).lower()
    return first not in _TYPED and not first.endswith(
        ("form", "data", "request", "in", "settings", "config", "serializer")
    )
