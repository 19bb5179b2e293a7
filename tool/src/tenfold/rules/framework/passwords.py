from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from tenfold.place import Place
from tenfold.rules.base import Observation, Rule, met, not_applicable, unknown, violated
from tenfold.rules.framework._accounts import sign_up_routes
from tenfold.rules.framework._hashing import fast_hashes, slow_hashes

if TYPE_CHECKING:
    from tenfold.program.app import App

_ID = "framework.passwords"
_WEAK_HASHERS = frozenset({
    "MD5PasswordHasher", "SHA1PasswordHasher", "UnsaltedMD5PasswordHasher", "UnsaltedSHA1PasswordHasher",
    "CryptPasswordHasher",
})  # fmt: skip
_SET = ("set_password", "create_user", "create_superuser", "make_password", "check_password", "authenticate")
_FIX = {
    "flask": "Store generate_password_hash(password) and compare with check_password_hash() of werkzeug.security.",
    "django": "Store passwords with user.set_password(), and keep PBKDF2PasswordHasher or Argon2PasswordHasher first "
    "in PASSWORD_HASHERS.",
    "fastapi": "Store PasswordHash.recommended().hash(password) of pwdlib and compare with its verify().",
}


class Passwords(Rule):
    """Passwords must be stored with a slow, salted hash.

    ## What it finds
    A password that goes through a fast hash (MD5, SHA-1, SHA-2, BLAKE2) without any slow one behind it, and Django's
    weak password hashers first in PASSWORD_HASHERS. Looking a password up in a list of leaked ones is no storage and
    stays silent.

    ## Why it matters
    Databases leak. With a fast hash an attacker tries billions of passwords a second and reads most of them within
    hours, then tries them on your users' mail and bank. A slow, salted hash makes each guess expensive.

    ## Example
    ### Flask
    ```python app.py
    import hashlib
    from flask import Flask, request

    app = Flask(__name__)

    @app.post("/signup")
    def signup():
        password = request.form["password"]
        save(request.form["name"], hashlib.md5(password.encode()).hexdigest())
        return "ok"
    ```
    ### Django
    ```python site/settings.py
    INSTALLED_APPS = ["django.contrib.auth"]
    MIDDLEWARE = ["django.contrib.auth.middleware.AuthenticationMiddleware"]
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    ```
    ### FastAPI
    ```python main.py
    import hashlib
    from fastapi import FastAPI

    app = FastAPI()

    @app.post("/signup")
    def signup(name: str, password: str):
        save(name, hashlib.sha256((SALT + password).encode()).hexdigest())
    ```

    ## Use instead
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
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    ```
    ### FastAPI
    ```python main.py
    from fastapi import FastAPI
    from pwdlib import PasswordHash

    app = FastAPI()
    password_hash = PasswordHash.recommended()

    @app.post("/signup")
    def signup(name: str, password: str):
        save(name, password_hash.hash(password))
    ```

    ## References
    - https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html
    - https://pages.nist.gov/800-63-4/sp800-63b.html
    """

    requirement = _ID
    severity = "high"
    cwe = (916, 328)

    def judge(self, app: App) -> Iterable[Observation]:
        """Judge where passwords are hashed."""
        weak = list(self._weak(app))
        yield from weak
        proofs = list(self._proofs(app))
        yield from proofs[:3]
        if weak or proofs:
            return
        signing_up = [route for route in sign_up_routes(app) if route.file is not None]
        if signing_up:
            yield unknown(
                "people sign up here, but no call was found that hashes their password: look at a stored password",
                signing_up[0].view_place or signing_up[0].place,
            )
        else:
            yield not_applicable(
                "no password is stored here: no password hasher, no sign-up, and no hash of something called a password"
            )

    @staticmethod
    def _weak(app: App) -> Iterator[Observation]:
        for found in fast_hashes(app):
            yield violated(
                found.place,
                f"{found.password} is hashed with {found.algorithm}, which is fast: a leak gives the passwords away.",
                _FIX[app.framework],
                function=found.function,
            )
        if app.framework == "django":
            hashers = app.settings.list("PASSWORD_HASHERS")
            if hashers and hashers[0].value.rpartition(".")[2] in _WEAK_HASHERS:
                short = hashers[0].value.rpartition(".")[2]
                yield violated(
                    hashers[0].place,
                    f"{short} stores new passwords, and it is fast: a leak gives the passwords away.",
                    _FIX["django"],
                )

    @staticmethod
    def _proofs(app: App) -> Iterator[Observation]:
        if app.framework == "django":
            hashers = app.settings.list("PASSWORD_HASHERS")
            if hashers and hashers[0].value.rpartition(".")[2] not in _WEAK_HASHERS:
                yield met(hashers[0].place, f"{hashers[0].value.rpartition('.')[2]} stores new passwords")
            elif not hashers and (place := _contrib_auth(app)) is not None:
                yield met(place, "django.contrib.auth stores passwords with PBKDF2, Django's default")
        for site in slow_hashes(app):
            yield met(site.place, f"{site.name or site.call.name} hashes passwords slowly")


def _contrib_auth(app: App) -> Place | None:
    return next(
        (item.place for item in app.settings.list("INSTALLED_APPS") if item.value.startswith("django.contrib.auth")),
        None,
    )
