"""secrets.fallback."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tenfold.findings import Severity
from tenfold.place import Place
from tenfold.program.app import App
from tenfold.rules.base import Observation, Rule, met, not_applicable, violated
from tenfold.rules.secrets._keys import DESK, Key, keys, refuses, written_default
from tenfold.secrets.words import GUESSED, looks_random, weakness

_HOW = {
    "flask": '`os.environ["{0}"]`, which raises when it is absent',
    "django": '`env("{0}")` or `os.environ["{0}"]`, which raise when it is absent',
    "fastapi": 'a field without a default, or `os.environ["{0}"]`',
}


class Fallback(Rule):
    """A secret falls back to a value in the source when its variable is absent.

    ## What it finds
    Secrets that are read from the environment with a default that is a text: `os.environ.get("SECRET_KEY", "dev")`,
    `env("SECRET_KEY", default="...")`, `getenv(...) or "..."`, a pydantic field with a value. A default of None or "",
    one that is made at random, and one with which the app refuses to start are silent.

    ## Why it matters
    The day the variable gets lost in a new deployment, production runs with a key that stands in the source, and
    nothing tells you.

    ## Example
    ### Flask
    ```python app.py
    import os

    from flask import Flask

    app = Flask(__name__)
    app.config["SECRET_KEY"] = os.environ.get("SECRET_KEY", "dev")
    ```
    ### Django
    ```python shop/settings.py
    import os

    INSTALLED_APPS = ["django.contrib.auth"]
    MIDDLEWARE = []
    SECRET_KEY = os.getenv("SECRET_KEY") or "only for my desk"
    ```
    ### FastAPI
    ```python main.py
    from fastapi import FastAPI
    from pydantic_settings import BaseSettings

    class Settings(BaseSettings):
        jwt_secret: str = "change-me"

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
    - https://cwe.mitre.org/data/definitions/1188.html
    - https://docs.python.org/3/library/os.html#os.environ
    """

    requirement = "secrets.fallback"
    severity = "high"
    cwe = (1188, 798)

    def judge(self, app: App) -> Iterable[Observation]:
        """Look at the default of each secret that is read from the environment."""
        read = [key for key in keys(app) if key.variable]
        judged = [observation for key in read for observation in _judge(app, key)]
        yield from judged
        if not judged:
            yield not_applicable("no secret is read from an environment variable that could be absent")


def _judge(app: App, key: Key) -> Iterator[Observation]:
    default = written_default(app, key)
    refusal = refuses(app, key, default) if default else None
    if refusal is not None:
        yield met(refusal, f"the app does not start while {key.name} is the placeholder")
    elif default and _is_secret(key, default):
        severity: Severity = "high" if key.signs else "medium"
        yield violated(
            key.place,
            f"{key.name} falls back to a value in the source when {key.variable} is absent",
            "read it with " + _HOW[app.framework].format(key.variable),
            severity=severity,
        )
    elif (given := _published(app, key)) is not None:
        yield violated(
            given,
            f"{key.name} is the value that {given.file.rpartition('/')[2]} gives {key.variable}, and all can read it,"
            " wherever nobody sets another",
            f"write `{key.variable}: ${{{key.variable}:?}}`, so that nothing starts without a value of its own",
            severity="high",
        )
    elif key.predictable and key.signs:
        yield violated(
            key.place,
            f"{key.name} falls back to what {key.predictable} makes when {key.variable} is absent: it can be predicted",
            "read it with " + _HOW[app.framework].format(key.variable),
        )
    elif key.required:
        yield met(key.place, f"the app does not start without {key.variable}")
    elif key.generated:
        yield met(key.place, f"without {key.variable} {key.name} is made at random")
    elif key.signs and not default and not key.is_replaced:
        yield met(key.place, f"no built-in value takes the place of {key.variable}", confidence="medium")


def _published(app: App, key: Key) -> Place | None:
    """Where a deployment file of the repository gives a signing key a value that looks like a real one."""
    given = app.settings.environment_value(key.variable) if key.signs else None
    if given is None or not given[0] or weakness(given[0]) or DESK.search(given[1].file):
        return None
    return None if given[1].file.rpartition("/")[2].startswith(".env") else given[1]


def _is_secret(key: Key, default: str) -> bool:
    """Whether a default would work as a secret: any text as a signing key, a likely password, a key that looks real."""
    return key.signs or looks_random(default) or default.lower() in GUESSED or "pass" in key.name.lower()
