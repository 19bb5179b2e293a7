"""secrets.logged."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from tenfold.language import facts as f
from tenfold.program.app import App
from tenfold.program.calls import CallSite
from tenfold.rules.base import Observation, Rule, met, not_applicable, violated
from tenfold.secrets.assigned import is_telling

_LEVELS = ("debug", "info", "warning", "warn", "error", "exception", "critical", "log", "fatal", "success", "trace")
_LOGGERS = re.compile(r"(?:^|[._])(?:log|logger|logging|loguru|LOG|LOGGER|_logger|_log|getLogger|get_logger)(?:$|[.(])")
_PRINTS = frozenset({"print", "pprint.pprint", "sys.stdout.write", "sys.stderr.write", "click.echo"})
_SURE = re.compile(
    r"passw(?:or)?d$|passphrase$|secret_?key$|^secret$|api_?key$|access_?key$|private_?key$|(?:access|refresh|auth|api|bearer)"
    r"_?token$|client_?secret$|jwt_?secret$|credentials?$"
)
"""Names that mean a secret and nothing else; a bare "token" may be a word of a parser."""
_PASSING = frozenset({"str", "repr", "format", "dict", "json.dumps", "pprint.pformat", "vars"})
"""Calls whose result still holds the secret; any other call may hash, cut or hide it."""


class Logged(Rule):
    """A secret is printed or logged.

    ## What it finds
    Log calls and prints in production's code that are given a password, a key, an access token or the whole environment
    (`os.environ`), also inside an f-string. Names of secrets in texts, lengths, slices, hashes, booleans and pydantic's
    `SecretStr` are silent.

    ## Why it matters
    Logs are read by more people, kept longer and guarded less than the database, and copied to other companies.

    ## Example
    ### Flask
    ```python app.py
    from flask import Flask, request

    app = Flask(__name__)

    @app.post("/login")
    def login():
        password = request.form["password"]
        app.logger.info(f"log-in with {password}")
        return ""
    ```
    ### Django
    ```python shop/settings.py
    import os

    INSTALLED_APPS = ["django.contrib.auth"]
    MIDDLEWARE = []
    SECRET_KEY = os.environ["SECRET_KEY"]
    print("starting with", SECRET_KEY)
    ```
    ### FastAPI
    ```python main.py
    import logging
    import os

    from fastapi import FastAPI

    app = FastAPI()
    logging.info("environment: %s", os.environ)
    ```

    ## Use instead
    ### Flask
    ```python app.py
    from flask import Flask, request

    app = Flask(__name__)

    @app.post("/login")
    def login():
        password = request.form["password"]
        app.logger.info("log-in with a password of %d characters", len(password))
        return ""
    ```
    ### Django
    ```python shop/settings.py
    import os

    INSTALLED_APPS = ["django.contrib.auth"]
    MIDDLEWARE = []
    SECRET_KEY = os.environ["SECRET_KEY"]
    print("SECRET_KEY is set")
    ```
    ### FastAPI
    ```python main.py
    import logging
    import os

    from fastapi import FastAPI

    app = FastAPI()
    logging.info("environment has %d variables", len(os.environ))
    ```

    ## References
    - https://cheatsheetseries.owasp.org/cheatsheets/Logging_Cheat_Sheet.html#data-to-exclude
    - https://cwe.mitre.org/data/definitions/532.html
    """

    requirement = "secrets.logged"
    severity = "medium"
    cwe = (532,)

    def judge(self, app: App) -> Iterable[Observation]:
        """Look at what every log call and print of production's code is given."""
        sites = list(_log_calls(app))
        seen = False
        hidden = _hidden(app)
        for site in sites:
            name = next(_secrets(app, site, hidden), "")
            if name:
                seen = True
                what = "a print" if site.name in _PRINTS else "a log call"
                yield violated(
                    site.place,
                    f"{what} is given {name}",
                    "log that it is set, its length or a hash, and keep the value out; a `SecretStr` prints as stars",
                    function=site.function,
                    severity="high" if name == "os.environ" else None,
                )
        if not sites:
            yield not_applicable("production's code has no log call and no print")
        elif not seen:
            yield met(
                sites[0].place,
                f"none of the {len(sites)} log calls and prints of production's code is given a secret",
                confidence="medium",
            )


def _log_calls(app: App) -> Iterator[CallSite]:
    for level in _LEVELS:
        for site in app.ending(level):
            if _is_logger(site):
                yield site
    for name in sorted({name.rpartition(".")[2] for name in _PRINTS}):
        for site in app.ending(name):
            if site.name in _PRINTS or site.call.name in _PRINTS:
                yield site


def _is_logger(site: CallSite) -> bool:
    owner = (site.name or site.call.name).rpartition(".")[0]
    return _LOGGERS.search(owner) is not None or _LOGGERS.search(site.call.name.rpartition(".")[0]) is not None


def _hidden(app: App) -> frozenset[str]:
    """Names that are annotated with a type whose text hides the value."""
    return frozenset(
        assign.stem.rpartition(".")[2]
        for file in app.files.values()
        if any(one.name in {"SecretStr", "SecretBytes", "Secret"} for one in file.outline.imports)
        for assign in file.detail.assigns
        if assign.annotation is not None and "Secret" in str(assign.annotation)
    )


def _secrets(app: App, site: CallSite, hidden: frozenset[str]) -> Iterator[str]:
    """Names of the secrets that the arguments of a call hold as they are."""
    pending: list[f.Expr] = [*reversed(site.call.args), *(k.value for k in site.call.keywords)]
    while pending:
        expr = pending.pop()
        name = ""
        match expr:
            case f.Name(id=name):
                pass
            case f.Attr(name=name):
                if app.program.names.qualify(site.file, site.call.scope, expr) == "os.environ":
                    yield "os.environ"
            case f.Item(index=f.Const(value=str(name))):
                pass
            case f.Format(parts=parts):
                pending.extend(parts)
            case f.Field(value=value):
                pending.append(value)
            case f.Op(op="+" | "%" | "or", operands=operands):
                pending.extend(operands)
            case f.Sequence(items=items):
                pending.extend(items)
            case f.Mapping(values=values):
                pending.extend(values)
            case f.CallRef(index=index):
                pending.extend(_inside(site, index))
        if name and name not in hidden and is_telling(name) and _SURE.search(name.lower()):
            yield name


def _inside(site: CallSite, index: int) -> list[f.Expr]:
    """What a call passes on: the argument of `str()`, the text and arguments of `"...".format()`, the key of a read."""
    call = site.file.detail.calls[index]
    if call.name in _PASSING or call.name.endswith(".format"):
        return [*call.args, *(keyword.value for keyword in call.keywords)]
    if call.name in {"os.environ.get", "os.getenv"} and call.args and isinstance(call.args[0], f.Const):
        return [f.Name(str(call.args[0].value))]
    return []
