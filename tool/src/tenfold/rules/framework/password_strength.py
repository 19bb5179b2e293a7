from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from tenfold.language import facts as f
from tenfold.place import Place
from tenfold.program.bodies import expressions, parts
from tenfold.program.mentions import is_mentioned
from tenfold.program.route import Route
from tenfold.project.read import PythonFile
from tenfold.rules.base import Observation, Rule, met, violated
from tenfold.rules.framework._accounts import sign_up_routes
from tenfold.rules.framework._hashing import slow_hashes
from tenfold.rules.framework._secrets import is_password_name, named

if TYPE_CHECKING:
    from tenfold.program.app import App

_CHECKERS = frozenset({
    "validate_password", "zxcvbn", "PasswordPolicy", "password_strength", "check_password_strength", "PasswordStats",
    "password_validator", "PasswordValidator", "is_strong_password", "validate_strength",
})  # fmt: skip
_LEAST = ("min_length", "min")
_FIX = {
    "flask": "Give the password field a minimum: validators=[Length(min=12)], and refuse common passwords.",
    "django": "List AUTH_PASSWORD_VALIDATORS (MinimumLengthValidator with 12, CommonPasswordValidator), and call "
    "validate_password(password, user) where no Django form does.",
    "fastapi": "Give the password a minimum in the schema: password: Annotated[SecretStr, Field(min_length=12)].",
}


class PasswordStrength(Rule):
    """A new password must have a minimum strength.

    ## What it finds
    A sign-up where nothing in the app sets a least length or asks a strength check for a password: no validator, no
    schema constraint, no comparison of its length.

    ## Why it matters
    Without a minimum, people choose "1234", and attackers try that first. Length and a list of common passwords keep
    out most guesses.

    ## Example
    ### Flask
    ```python app.py
    from flask import Flask, request
    from werkzeug.security import generate_password_hash

    app = Flask(__name__)

    @app.post("/signup")
    def signup():
        save(request.form["name"], generate_password_hash(request.form["password"]))
        return "ok"
    ```
    ### Django
    ```python site/settings.py
    INSTALLED_APPS = ["django.contrib.auth"]
    MIDDLEWARE = ["django.contrib.auth.middleware.AuthenticationMiddleware"]
    ROOT_URLCONF = "site.urls"
    ```
    ```python site/urls.py
    from django.contrib.auth.models import User
    from django.urls import path

    def signup(request):
        User.objects.create_user(request.POST["name"], password=request.POST["password"])

    urlpatterns = [path("signup", signup)]
    ```
    ### FastAPI
    ```python main.py
    from fastapi import FastAPI
    from pwdlib import PasswordHash

    app = FastAPI()

    @app.post("/signup")
    def signup(name: str, password: str):
        save(name, PasswordHash.recommended().hash(password))
    ```

    ## Use instead
    ### Flask
    ```python app.py
    from flask import Flask, abort, request
    from werkzeug.security import generate_password_hash

    app = Flask(__name__)

    @app.post("/signup")
    def signup():
        password = request.form["password"]
        if len(password) < 12:
            abort(400)
        save(request.form["name"], generate_password_hash(password))
        return "ok"
    ```
    ### Django
    ```python site/settings.py
    INSTALLED_APPS = ["django.contrib.auth"]
    MIDDLEWARE = ["django.contrib.auth.middleware.AuthenticationMiddleware"]
    ROOT_URLCONF = "site.urls"
    AUTH_PASSWORD_VALIDATORS = [
        {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    ]
    ```
    ```python site/urls.py
    from django.contrib.auth.forms import UserCreationForm
    from django.urls import path
    from django.views.generic import CreateView

    urlpatterns = [path("signup", CreateView.as_view(form_class=UserCreationForm))]
    ```
    ### FastAPI
    ```python main.py
    from typing import Annotated

    from fastapi import FastAPI
    from pwdlib import PasswordHash
    from pydantic import BaseModel, Field

    app = FastAPI()

    class SignUp(BaseModel):
        name: str
        password: Annotated[str, Field(min_length=12)]

    @app.post("/signup")
    def signup(body: SignUp):
        save(body.name, PasswordHash.recommended().hash(body.password))
    ```

    ## References
    - https://pages.nist.gov/800-63-4/sp800-63b.html
    - https://docs.djangoproject.com/en/stable/topics/auth/passwords/#password-validation
    - https://cwe.mitre.org/data/definitions/521.html
    """

    requirement = "framework.passwords"
    severity = "low"
    confidence = "medium"
    cwe = (521,)

    def judge(self, app: App) -> Iterable[Observation]:
        """Look for any minimum, then for a sign-up without one."""
        proof = next(self._checks(app), None)
        if proof is not None:
            if app.framework == "django" or slow_hashes(app):
                yield proof
            return
        signing_up = [route for route in sign_up_routes(app) if route.file is not None and _handles_password(route)]
        if signing_up and not _brought_by_library(app):
            yield violated(
                signing_up[0].view_place or signing_up[0].place,
                "People choose a password here, and nothing asks for a least length or strength.",
                _FIX[app.framework],
                function=signing_up[0].view.rpartition(":")[2],
            )

    def _checks(self, app: App) -> Iterator[Observation]:
        if app.framework == "django":
            validators = app.settings.list("AUTH_PASSWORD_VALIDATORS")
            if validators:
                yield met(validators[0].place, f"{len(validators)} validators check a new password")
        for path, file in app.files.items():
            at = _limit_in(app, file)
            if at:
                yield met(
                    Place(path, f.line_of(at), f.column_of(at)), "a new password must have a least length or strength"
                )


def _brought_by_library(app: App) -> bool:
    return any(
        g.name.startswith(("flask_security", "fastapi_users")) for g in app.protections.in_force("framework.auth")
    )


def _handles_password(route: Route) -> bool:
    """Whether the view, its parameters' types, or its forms speak of a password at all."""
    if route.file is None:
        return False
    for index in range(len(route.file.outline.scopes)):
        for expr in expressions(route.file, index):
            if isinstance(expr, (f.Name, f.Attr, f.Item)) and is_password_name(named(route.file, expr)):
                return True
    return any(is_password_name(p.name) for p in route.file.outline.scopes[route.scope].parameters)


def _limit_in(app: App, file: PythonFile) -> int:
    """The position of a check of a new password's strength; 0 when the file has none."""
    if not file.outline.called.isdisjoint(_CHECKERS):
        for call in file.detail.calls:
            if call.name.rpartition(".")[2] in _CHECKERS:
                return call.at
    if any(scope.name in _CHECKERS for scope in file.outline.scopes):
        return next(scope.at for scope in file.outline.scopes if scope.name in _CHECKERS)
    return _constraint(app, file) or _length(file)


def _constraint(app: App, file: PythonFile) -> int:
    """`password: str = Field(min_length=12)`, `password = PasswordField(validators=[Length(min=12)])`.

    A class that nothing names checks nothing, and a type that stands where a default belongs (`str = constr(...)`) is
    only a default.
    """
    for assign in file.detail.assigns:
        if not isinstance(assign.target, f.Name) or not is_password_name(assign.target.id):
            continue
        for part in parts(file, assign.value, assign.annotation):
            if isinstance(part, f.CallRef):
                call = file.detail.calls[part.index]
                owner = file.outline.scopes[assign.scope]
                is_default = assign.annotation is not None and part == assign.value and call.name.endswith("constr")
                if is_default or (owner.kind == "class" and not is_mentioned(app, owner.name)):
                    continue
                if any(k.name in _LEAST for k in call.keywords) or call.name.rpartition(".")[2] in {
                    "Regexp",
                    "RegexValidator",
                }:
                    return assign.at
                if call.name.rpartition(".")[2] == "Length" and call.args:
                    return assign.at
    return 0


def _length(file: PythonFile) -> int:
    """`len(password) < 12`."""
    if "len" not in file.outline.called:
        return 0
    measured = {
        i: call for i, call in enumerate(file.detail.calls)
        if call.name == "len" and call.args and is_password_name(named(file, call.args[0]))
    }  # fmt: skip
    return next((call.at for call in measured.values()), 0)
