"""Errors that are caught and forgotten."""

from __future__ import annotations

from collections.abc import Iterable

from tenfold.language import facts as f
from tenfold.place import Place
from tenfold.program.app import App
from tenfold.program.bodies import tries
from tenfold.program.names import qualname
from tenfold.rules.base import Observation, Rule, violated
from tenfold.rules.logging._exceptions import is_broad


class SilentExcept(Rule):
    """Whatever is raised is caught and forgotten.

    ## What it finds
    A bare `except:`, or one for `Exception`, that does nothing but `pass` or `continue`, wherever it stands. It proves
    no hole, so it is shown to the pedantic; around a security check `logging.swallowed` judges it.

    ## Why it matters
    An attack that goes wrong raises errors first. What is caught and forgotten leaves no trace of it, and hides faults
    of your own.

    ## Example
    ### Flask
    ```python app.py
    from flask import Flask

    app = Flask(__name__)

    @app.get("/")
    def index():
        try:
            count_visit()
        except Exception:
            pass
        return "Hello"
    ```

    ## Use instead
    ### Flask
    ```python app.py
    from flask import Flask

    app = Flask(__name__)

    @app.get("/")
    def index():
        try:
            count_visit()
        except Exception:
            app.logger.exception("visit not counted")
        return "Hello"
    ```

    ## References
    - https://cwe.mitre.org/data/definitions/390.html
    - https://cheatsheetseries.owasp.org/cheatsheets/Error_Handling_Cheat_Sheet.html
    """

    requirement = "logging.swallowed"
    severity = "low"
    persona = "pedantic"

    def judge(self, app: App) -> Iterable[Observation]:
        """Look at each broad `except`."""
        for file in app.files.values():
            for scope, statement in tries(file):
                for handler in statement.handlers:
                    silent = bool(handler.body) and all(isinstance(s, f.Jump) for s in handler.body)
                    if silent and is_broad(app, file, scope, handler):
                        yield violated(
                            Place(file.path, f.line_of(handler.at), f.column_of(handler.at)),
                            "whatever is raised here is caught and forgotten",
                            "Catch the error that is expected, or log it with logger.exception(...).",
                            function=qualname(file, scope),
                        )
