"""Errors that clients are shown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from tenfold.findings import Severity
from tenfold.language import facts as f
from tenfold.place import Place
from tenfold.program.app import App
from tenfold.program.bodies import tries
from tenfold.program.names import qualname
from tenfold.project.read import PythonFile
from tenfold.rules.base import Observation, Rule, met, violated
from tenfold.rules.framework.debug_off import DebugOff
from tenfold.rules.logging._exceptions import Shows, is_revealing, outputs
from tenfold.rules.logging._handlers import error_handlers
from tenfold.rules.logging._views import in_view, view_functions

_REFUSING = frozenset({"HTTPException", "abort", "HttpError"})


class ErrorsHidden(Rule):
    """The client is shown a traceback or the text of an unexpected exception.

    ## What it finds
    Debug mode that is on in production, and answers made of `traceback.format_exc()` or of the exception that a broad
    `except` (`Exception`, a database's error) or a handler of unhandled errors got. Exceptions of your own and of
    validation are silent, and so is what stands under a test of debug mode.

    ## Why it matters
    An error text is a map: names of tables and files, versions, sometimes a password in a connection string. Attackers
    provoke errors on purpose to read it, and then aim.

    ## Example
    ### Flask
    ```python app.py
    from flask import Flask, jsonify

    app = Flask(__name__)

    @app.get("/stock/<sku>")
    def stock(sku):
        try:
            return jsonify(stock=lookup(sku))
        except Exception as error:
            return jsonify(error=str(error)), 500
    ```
    ### Django
    ```python settings.py
    INSTALLED_APPS = ["shop"]
    ROOT_URLCONF = "shop.urls"
    MIDDLEWARE = []
    DEBUG = True
    ```
    ### FastAPI
    ```python main.py
    from fastapi import FastAPI, HTTPException

    app = FastAPI()

    @app.get("/stock/{sku}")
    def stock(sku: str):
        try:
            return {"stock": lookup(sku)}
        except Exception as error:
            raise HTTPException(status_code=500, detail=str(error))
    ```

    ## Use instead
    ### Flask
    ```python app.py
    from flask import Flask, jsonify

    app = Flask(__name__)

    @app.get("/stock/<sku>")
    def stock(sku):
        try:
            return jsonify(stock=lookup(sku))
        except KeyError:
            return jsonify(error="No such product"), 404
    ```
    ### Django
    ```python settings.py
    INSTALLED_APPS = ["shop"]
    ROOT_URLCONF = "shop.urls"
    MIDDLEWARE = []
    DEBUG = False
    ```
    ### FastAPI
    ```python main.py
    import logging

    from fastapi import FastAPI, HTTPException

    app = FastAPI()
    logger = logging.getLogger(__name__)

    @app.get("/stock/{sku}")
    def stock(sku: str):
        try:
            return {"stock": lookup(sku)}
        except Exception:
            logger.exception("stock failed")
            raise HTTPException(status_code=500, detail="Internal error") from None
    ```

    ## References
    - https://cheatsheetseries.owasp.org/cheatsheets/Error_Handling_Cheat_Sheet.html
    - https://cwe.mitre.org/data/definitions/209.html
    """

    requirement = "logging.errors-hidden"
    severity = "medium"

    def judge(self, app: App) -> Iterable[Observation]:
        """Look at debug mode, and at what answers are made of."""
        found = [*_debug(app), *_answers(app), *_handled(app)]
        yield from found or _proof(app)


def _debug(app: App) -> Iterator[Observation]:
    """Debug mode, as the rule on it judges; the harm counts there, so it is no more than medium here."""
    for one in DebugOff().judge(app):
        if one.kind == "violated":
            severity: Severity = "low" if one.severity == "low" else "medium"
            yield replace(one, reason=f"errors are answered with their traceback: {one.reason}", severity=severity)


def _answers(app: App) -> Iterator[Observation]:
    for file in app.files.values():
        for scope, statement in tries(file):
            for handler in statement.handlers:
                named = handler.name or "traceback" in {i.module for i in file.outline.imports}
                if named and is_revealing(app, file, scope, handler):
                    yield from _shown(app, file, scope, handler.body, handler.name)


def _shown(
    app: App,
    file: PythonFile,
    scope: int,
    body: tuple[f.Stmt, ...],
    name: str,
    *,
    own: bool = True,
    answers: bool = False,
) -> Iterator[Observation]:
    shows = Shows(app, file, scope, name, own=own)
    for value, at in outputs(file, body):
        if not (answers or _refuses(file, value) or in_view(app, file, scope)):
            continue
        what = shows.find(value)
        if what:
            severity: Severity = "high" if "traceback" in what else "medium"
            if _for_staff(app, file, scope):
                severity = "low"
            yield violated(
                Place(file.path, f.line_of(at), f.column_of(at)),
                f"the client is sent {what} of whatever was raised",
                "Log it with logger.exception(...) and answer with words of your own.",
                function=qualname(file, scope),
                severity=severity,
            )


def _for_staff(app: App, file: PythonFile, scope: int) -> bool:
    """Whether only staff gets the answer, as far as the route's path tells."""
    route = view_functions(app).get((file.path, scope))
    if route is None:
        return False
    guard = route.guarded("framework.access")
    staff = guard is not None and any(word in guard.name.casefold() for word in ("admin", "staff", "superuser"))
    return staff or "admin" in route.path.casefold().strip("/").split("/")


def _refuses(file: PythonFile, value: f.Expr) -> bool:
    """Whether a call becomes an answer wherever it stands: `raise HTTPException(...)`, `abort(...)`."""
    return isinstance(value, f.CallRef) and file.detail.calls[value.index].name.rpartition(".")[2] in _REFUSING


def _handled(app: App) -> Iterator[Observation]:
    for handler in error_handlers(app):
        if handler.unhandled:
            parameters = handler.file.outline.scopes[handler.scope].parameters
            names = [p.name for p in parameters if p.name not in {"self", "cls", "request", "req", "_request"}]
            # Werkzeug gives a 500 handler an InternalServerError, whose own text says nothing of the cause.
            own = app.framework != "flask" or handler.catches not in {500, "InternalServerError"}
            name = names[-1] if names else ""
            yield from _shown(app, handler.file, handler.scope, handler.body, name, own=own, answers=True)


def _proof(app: App) -> Iterator[Observation]:
    if app.framework == "django":
        setting = app.settings.get("DEBUG")
        place = setting.place if setting is not None and setting.place is not None else app.place
        if setting is not None and setting.fallback is True:
            return
        yield met(place, "DEBUG is off in production, and no view answers with an exception it did not expect")
        return
    own = next((handler for handler in error_handlers(app) if handler.unhandled), None)
    if own is not None:
        yield met(own.place, "unhandled errors are answered here, without their text")
    else:
        yield met(
            app.place, "debug mode is off, so errors get a plain 500, and no view answers with an exception's text"
        )
