"""secrets.environments."""

from __future__ import annotations

from collections.abc import Iterable

from tenfold.findings import Step
from tenfold.place import Place
from tenfold.program.app import App
from tenfold.program.setting import Setting
from tenfold.program.values import Env
from tenfold.rules.base import Observation, Rule, met, missing, not_applicable
from tenfold.rules.secrets._keys import Key, keys, outside_files

_PRODUCTION = frozenset({"production", "staging"})
_OTHERS = frozenset({"development", "test"})
_FIX = {
    "flask": "make one configuration class per environment, or read what differs from the environment",
    "django": "split the settings into base, local, test and production, or read what differs from the environment",
    "fastapi": "read what differs from the environment with a pydantic-settings class",
}


class Environments(Rule):
    """Development and production share one set of written settings.

    ## What it finds
    Apps with one settings module or configuration in which secrets and switches stand as values, with nothing that
    differs between environments: no module or class for production beside those for development or tests, and no
    secret or debug switch that comes from the environment.

    ## Why it matters
    With one settings file, debug switches and test keys are one forgotten edit away from production, and the weakest
    place, a laptop, opens the real database.

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
    DEBUG = True
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
    import os

    INSTALLED_APPS = ["django.contrib.auth"]
    MIDDLEWARE = []
    DEBUG = os.environ.get("DEBUG") == "1"
    SECRET_KEY = os.environ["SECRET_KEY"]
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
    - https://12factor.net/config
    - https://docs.djangoproject.com/en/stable/topics/settings/
    """

    requirement = "secrets.environments"
    severity = "low"
    cwe = (1188, 260)

    def judge(self, app: App) -> Iterable[Observation]:
        """Look at the settings modules, and at what comes from the environment."""
        modules = app.settings.modules
        production = [m for m in modules if m.environment in _PRODUCTION]
        others = [m for m in modules if m.environment in _OTHERS]
        if production and others:
            place = Place(production[0].path)
            yield met(
                place,
                f"{production[0].name} is for production, {others[0].name} for {others[0].environment}",
                related=[Step(Place(other.path), other.environment) for other in others[:5]],
            )
            return
        outside = _from_outside(app)
        if outside is not None and outside.place is not None:
            yield met(outside.place, f"what differs, such as {outside.name}, comes from the environment")
            return
        kept_outside = next(outside_files(app), None)
        if kept_outside is not None:
            yield met(kept_outside[0], f"{kept_outside[1]} takes what differs from outside", confidence="medium")
            return
        written = [key for key in keys(app) if key.literal or key.default or key.source == "file"]
        if written:
            yield missing(
                written[0].place,
                "one set of written settings serves every environment, secrets included",
                _FIX[app.framework],
            )
        elif others:
            place = Place(others[0].path)
            yield met(
                place, f"{others[0].name} keeps the settings of {others[0].environment} apart", confidence="medium"
            )
        else:
            yield not_applicable("this app has no settings that could differ between environments")


def _from_outside(app: App) -> Setting | None:
    """A secret, the debug switch or the database that an environment variable decides, and no file here."""
    named = {(key.place.file, key.place.line) for key in keys(app) if _is_outside(key)}
    for setting in app.settings.all():
        if setting.place is not None and isinstance(setting.value, Env) and setting.source != "file":
            known = (setting.place.file, setting.place.line) in named
            if known or setting.name.upper() in {"DEBUG", "SQLALCHEMY_DATABASE_URI", "DATABASE_URL", "ENVIRONMENT"}:
                return setting
    first = next((key for key in keys(app) if _is_outside(key)), None)
    return Setting(first.name, first.value, first.place) if first is not None else None


def _is_outside(key: Key) -> bool:
    """Whether each environment has to bring its own value: none stands in the repository."""
    return bool(key.variable) and not key.default and key.source != "file"
