"""secrets.strength."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tenfold.language import facts as f
from tenfold.place import Place
from tenfold.program.app import App
from tenfold.rules.base import Observation, Rule, met, not_applicable, unknown, violated
from tenfold.rules.secrets._keys import DESK, Key, keys, refuses, text_of
from tenfold.secrets.words import is_short, weakness

_SIGNERS = {
    "jwt.encode": ("key", 1), "jwt.decode": ("key", 1), "jose.jwt.encode": ("key", 1), "jose.jwt.decode": ("key", 1),
    "itsdangerous.URLSafeTimedSerializer": ("secret_key", 0), "itsdangerous.URLSafeSerializer": ("secret_key", 0),
    "itsdangerous.Signer": ("secret_key", 0), "itsdangerous.TimestampSigner": ("secret_key", 0),
    "starlette.middleware.sessions.SessionMiddleware": ("secret_key", 1),
}  # fmt: skip
"""Calls that are given a signing key, with the argument."""
_FIX = (
    "make a key for each environment with `python -c 'import secrets; print(secrets.token_hex(32))'`, and set it there"
)


class Strength(Rule):
    """A signing key is a default, a word, or short.

    ## What it finds
    Signing keys (SECRET_KEY, JWT secrets and the like) whose value in production's settings or in an environment file
    that the repository ships is a placeholder, a word, a tutorial's key, `django-insecure-...`, or shorter than 20
    characters. A value that the app compares with and refuses to start with is silent.

    ## Why it matters
    Such keys stand on lists that tools try offline against one cookie or token. When one fits, the attacker signs their
    own session and is whoever they like.

    ## Example
    ### Flask
    ```python app.py
    from flask import Flask

    app = Flask(__name__)
    app.config["SECRET_KEY"] = "dev"
    ```
    ### Django
    ```python shop/settings.py
    INSTALLED_APPS = ["django.contrib.auth"]
    MIDDLEWARE = []
    SECRET_KEY = "django-insecure-8f!kq2v7z&x1m4n9b3c5d6e0"
    ```
    ### FastAPI
    ```python main.py
    import jwt
    from fastapi import FastAPI

    app = FastAPI()

    @app.post("/token")
    def token():
        return jwt.encode({"sub": "1"}, "secret", algorithm="HS256")
    ```

    ## Use instead
    ### Flask
    ```python app.py
    import os

    from flask import Flask

    app = Flask(__name__)
    app.config["SECRET_KEY"] = os.environ["SECRET_KEY"]
    ```
    ### Django
    ```python shop/settings.py
    import os

    INSTALLED_APPS = ["django.contrib.auth"]
    MIDDLEWARE = []
    SECRET_KEY = os.environ["SECRET_KEY"]
    ```
    ### FastAPI
    ```python main.py
    import os

    import jwt
    from fastapi import FastAPI

    app = FastAPI()
    JWT_SECRET = os.environ["JWT_SECRET"]

    @app.post("/token")
    def token():
        return jwt.encode({"sub": "1"}, JWT_SECRET, algorithm="HS256")
    ```

    ## References
    - https://www.rfc-editor.org/rfc/rfc7518#section-3.2
    - https://docs.djangoproject.com/en/stable/ref/checks/#security
    """

    requirement = "secrets.strength"
    severity = "high"
    cwe = (1391, 1393, 521)

    def judge(self, app: App) -> Iterable[Observation]:
        """Look at each signing key that the app uses."""
        found = [key for key in keys(app) if key.signs]
        lines = {(key.place.file, key.place.line) for key in found}
        used = [key for key in _given(app) if (key.place.file, key.place.line) not in lines]
        judged = [o for key in [*found, *used] for o in _judge(app, key)]
        yield from judged
        if not judged:
            if found:
                yield unknown(f"what {found[0].name} is worth stands outside the repository", found[0].place)
            else:
                yield not_applicable("no signing key was found: looked for SECRET_KEY, JWT keys and calls that sign")


def _judge(app: App, key: Key) -> Iterator[Observation]:
    value, place = _value(app, key)
    if value:
        why = weakness(value)
        if why:
            refusal = refuses(app, key, value)
            if refusal is not None:
                yield met(refusal, f"the app does not start with the placeholder of {key.name}")
            else:
                yield violated(place, f"{key.name} is weak: {why}", _FIX)
        elif is_short(value):
            yield violated(
                place,
                f"{key.name} has {len(value)} characters, fewer than 32",
                _FIX,
                severity="low",
                persona="pedantic",
            )
        else:
            yield met(place, f"{key.name} is long and looks random", confidence="medium")
    elif key.predictable:
        yield violated(key.place, f"{key.name} is weak: {key.predictable} makes it, which can be predicted", _FIX)
    elif key.generated:
        yield met(key.place, f"{key.name} is made at random")
    elif key.variable and key.default is None and not key.is_replaced:
        reason = f"{key.name} has no value in the repository: it comes from {key.variable}"
        yield met(key.place, reason, confidence="medium")


def _value(app: App, key: Key) -> tuple[str, Place]:
    """The value that production uses as far as the repository says, and where it stands; "" when it does not."""
    if key.literal is not None:
        return key.literal, key.place
    if key.variable:
        given = app.settings.environment_value(key.variable)
        if given is not None and not DESK.search(given[1].file):
            return given
    return "", key.place


def _given(app: App) -> Iterator[Key]:
    """Keys that are written into a call that signs."""
    for site in app.calls(*_SIGNERS):
        name, position = _SIGNERS.get(site.name, ("key", 1))
        argument = site.argument(name, position)
        if isinstance(argument, (f.Const, f.Bytes)):
            text = text_of(argument.value)
            if text:
                yield Key(f"the key of {site.name.rpartition('.')[2]}()", text, site.place, signs=True)
