"""secrets.loading."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tenfold.language.facts import line_of
from tenfold.place import Place
from tenfold.program.app import App
from tenfold.rules.base import Observation, Rule, met, missing, not_applicable, unknown, violated
from tenfold.rules.secrets._keys import Key, kept_file, keys, outside_files
from tenfold.secrets.loaders import LOADERS

_FIX = {
    "flask": 'read it with `os.environ["{0}"]`, or load all with `app.config.from_prefixed_env()`',
    "django": 'read it with django-environ, `env("{0}")`, or `os.environ["{0}"]`',
    "fastapi": "declare it in a pydantic-settings class without a default",
}


class Loading(Rule):
    """Secrets are not loaded from outside the code.

    ## What it finds
    Apps whose secrets all stand as values in the code, while nothing reads one from the environment, a mounted file or
    a secrets manager (os.environ, python-dotenv, django-environ, decouple, pydantic-settings, Vault, cloud managers).

    ## Why it matters
    Without a way in for secrets, they have nowhere to live but the source.

    ## Example
    ### Flask
    ```python app.py
    from flask import Flask

    app = Flask(__name__)
    app.config["SECRET_KEY"] = "b7Qk2vX9rT4mZ8wN1pL6sD3fH5jG0aYc"
    ```
    ### Django
    ```python shop/settings.py
    INSTALLED_APPS = ["django.contrib.auth"]
    MIDDLEWARE = []
    SECRET_KEY = "b7Qk2vX9rT4mZ8wN1pL6sD3fH5jG0aYc"
    ```
    ### FastAPI
    ```python main.py
    from fastapi import FastAPI

    JWT_SECRET = "b7Qk2vX9rT4mZ8wN1pL6sD3fH5jG0aYc"
    app = FastAPI()
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
    import environ

    env = environ.Env()
    INSTALLED_APPS = ["django.contrib.auth"]
    MIDDLEWARE = []
    SECRET_KEY = env("SECRET_KEY")
    ```
    ### FastAPI
    ```python main.py
    from fastapi import FastAPI
    from pydantic_settings import BaseSettings

    class Settings(BaseSettings):
        jwt_secret: str

    app = FastAPI()
    ```

    ## References
    - https://cheatsheetseries.owasp.org/cheatsheets/Secrets_Management_Cheat_Sheet.html
    - https://12factor.net/config
    """

    requirement = "secrets.loading"
    severity = "medium"
    cwe = (522, 260)

    def judge(self, app: App) -> Iterable[Observation]:
        """Look at where each secret comes from, and for a loader."""
        found = keys(app)
        read = [key for key in found if key.variable]
        literal = [key for key in found if key.literal]
        written = [key for key in literal if key.signs]
        loaders = [*_loaders(app), *outside_files(app)]
        if written and (read or loaders):
            yield violated(
                written[0].place,
                f"{written[0].name} stands in the code, though others of its secrets come from outside",
                _FIX[app.framework].format(written[0].name),
            )
        if read:
            yield met(read[0].place, f"{read[0].name} is read from the environment" + _more(read))
            return
        if loaders:
            place, name = loaders[0]
            yield met(place, f"{name} loads what the app needs from outside", confidence="medium")
        elif (file := kept_file(app)) is not None:
            yield met(file, "the settings read a file that is kept outside the code", confidence="medium")
        elif literal:
            name = literal[0].name
            yield missing(
                literal[0].place,
                f"{name} stands in the code, and nothing loads a secret from outside it",
                _FIX[app.framework].format(name),
            )
        elif found:
            yield unknown(f"where {found[0].name} comes from cannot be followed", found[0].place)
        else:
            yield not_applicable("no setting or variable of this app names a secret")


def _more(read: list[Key]) -> str:
    return f", and so are {len(read) - 1} more" if len(read) > 1 else ""


def _loaders(app: App) -> Iterator[tuple[Place, str]]:
    for path, file in app.files.items():
        for one in file.outline.imports:
            if not one.level:
                name = (
                    LOADERS.get(one.module)
                    or LOADERS.get(one.module.partition(".")[0])
                    or LOADERS.get(f"{one.module}.{one.name}")
                )
                if name:
                    yield Place(path, line_of(one.at)), name
