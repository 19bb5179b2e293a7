from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from tenfold.language import facts as f
from tenfold.place import Place
from tenfold.program.bodies import expressions, nested
from tenfold.project.read import PythonFile
from tenfold.rules.base import Observation, Rule, violated
from tenfold.rules.framework._looks import Looks
from tenfold.rules.framework._purpose import is_administration, is_capability, label

if TYPE_CHECKING:
    from tenfold.program.app import App

_ID = "framework.access"
_STORED = re.compile(r"^(hashed_?)?(password|passwd|pwd)(_?(hash|digest|hashed))?$", re.IGNORECASE)
_FOUND = frozenset({
    "first", "one", "one_or_none", "first_or_404", "one_or_404", "get", "get_or_404", "get_object_or_404", "scalar",
    "scalar_one", "scalar_one_or_none", "get_or_none", "find_one",
})  # fmt: skip
_PROOF = re.compile(
    r"token|otp|code|secret|captcha|signature|signed|loads|decode|verif|valid|check_?pass|checkpw|authenticat|current"
    r"|old_?(pass|pw)|answer|login_required|permission|session|cookie|is_admin|is_staff|superuser|key\b|guard|allow|expir"
    r"|confirm|compare|match|owner|abort_unless|ensure|require",
    re.IGNORECASE,
)
_FIX = {
    "flask": "Mail a token of itsdangerous.URLSafeTimedSerializer, and set the password only when loads(token, "
    "max_age=3600) names the account.",
    "django": "Use PasswordResetView and PasswordResetConfirmView of django.contrib.auth.views.",
    "fastapi": "Mail a signed, short-lived token, and set the password only when it verifies and names the account.",
}


class PasswordChange(Rule):
    """A new password must ask for the old one or for a token that was mailed.

    ## What it finds
    A route that is open to everybody, looks an account up by what the request says, and sets its password, while
    nothing in the view asks for the old password, a token, a code or a session.

    ## Why it matters
    Whoever knows the name or the mail address of an account takes it over with one request.

    ## Example
    ### Flask
    ```python app.py
    from flask import Flask, request
    from werkzeug.security import generate_password_hash

    app = Flask(__name__)

    @app.post("/forgot")
    def forgot():
        user = User.query.filter_by(mail=request.form["mail"]).first()
        user.password = generate_password_hash(request.form["new"])
        db.session.commit()
        return "done"
    ```
    ### Django
    ```python site/settings.py
    INSTALLED_APPS = ["django.contrib.auth"]
    MIDDLEWARE = ["django.middleware.csrf.CsrfViewMiddleware"]
    ROOT_URLCONF = "site.urls"
    ```
    ```python site/urls.py
    from django.contrib.auth.models import User
    from django.shortcuts import redirect
    from django.urls import path

    def forgot(request):
        if request.method == "POST":
            user = User.objects.get(email=request.POST["email"])
            user.set_password(request.POST["new"])
            user.save()
        return redirect("/")

    urlpatterns = [path("forgot", forgot)]
    ```
    ### FastAPI
    ```python main.py
    from fastapi import FastAPI

    app = FastAPI()

    @app.post("/forgot")
    def forgot(email: str, new: str):
        user = db.query(User).filter(User.email == email).first()
        user.hashed_password = hasher.hash(new)
        db.commit()
    ```

    ## Use instead
    ### Flask
    ```python app.py
    from flask import Flask, request
    from itsdangerous import URLSafeTimedSerializer
    from werkzeug.security import generate_password_hash

    app = Flask(__name__)
    serializer = URLSafeTimedSerializer(load_key(), salt="password-reset")

    @app.post("/reset")
    def reset():
        user_id = serializer.loads(request.form["token"], max_age=3600)
        user = User.query.filter_by(id=user_id).first()
        user.password = generate_password_hash(request.form["new"])
        db.session.commit()
        return "done"
    ```

    ## References
    - https://cheatsheetseries.owasp.org/cheatsheets/Forgot_Password_Cheat_Sheet.html
    - https://cwe.mitre.org/data/definitions/620.html
    - https://cwe.mitre.org/data/definitions/640.html
    """

    requirement = _ID
    severity = "high"
    confidence = "medium"
    cwe = (620, 640)

    def judge(self, app: App) -> Iterable[Observation]:
        """Look at each open view that sets a password."""
        looks = Looks(app)
        for route in app.routes:
            if route.kind != "http" or not route.changes_state or route.file is None or route.scope < 0:
                continue
            if route.guarded(_ID) is not None or is_capability(route) or is_administration(route) or looks.at(route):
                continue
            place = next(_settings(route.file, route.scope), None)
            if place is not None and not _asks(route.file, route.scope):
                yield violated(
                    place,
                    f"{label(route)} sets the password of whichever account the request names, and asks for no proof.",
                    _FIX[app.framework],
                    function=route.view.rpartition(":")[2],
                    severity="critical",
                )


def _settings(file: PythonFile, scope: int) -> Iterator[Place]:
    """Where the function sets the password of an account that it looked up."""
    inside = set(nested(file, scope))
    accounts = {
        assign.target.id
        for assign in file.detail.assigns
        if assign.scope in inside and isinstance(assign.target, f.Name) and _looks_up(file, assign.value)
    }
    for assign in file.detail.assigns:
        if assign.scope in inside and assign.kind == "=" and isinstance(assign.target, f.Attr):
            owner = assign.target.value
            if isinstance(owner, f.Name) and owner.id in accounts and _STORED.search(assign.target.name):
                yield Place(file.path, f.line_of(assign.at), f.column_of(assign.at))
    for call in file.detail.calls:
        if call.scope in inside and isinstance(call.func, f.Attr) and call.func.name in {"set_password", "setPassword"}:
            owner = call.func.value
            if isinstance(owner, f.Name) and owner.id in accounts:
                yield Place(file.path, f.line_of(call.at), f.column_of(call.at))


def _looks_up(file: PythonFile, value: f.Expr | None) -> bool:
    """Whether a value is one row of a query, by what somebody gives."""
    inner = value.value if isinstance(value, f.Await) else value
    return isinstance(inner, f.CallRef) and file.detail.calls[inner.index].name.rpartition(".")[2] in _FOUND


def _asks(file: PythonFile, scope: int) -> bool:
    """Whether anything in the function has the name of a proof: a token, a code, the old password, a session."""
    scopes = file.outline.scopes
    if scopes[scope].decorators[1:] or any(_PROOF.search(one.name) for one in scopes[scope].parameters):
        return True
    for index in nested(file, scope):
        for expr in expressions(file, index):
            match expr:
                case f.Name(id=said) | f.Attr(name=said) | f.Const(value=str(said)) if _is_proof(said):
                    return True
                case f.CallRef(index=call) if _is_proof(file.detail.calls[call].name.rpartition(".")[2]):
                    return True
    return False


def _is_proof(said: str) -> bool:
    """Whether a name or a short text is that of a proof, and not of a page, a message or the database's session."""
    if len(said) > 60 or " " in said or said.endswith((".html", ".jinja")) or said in {"session", "decode"}:
        return False
    return _PROOF.search(said) is not None
