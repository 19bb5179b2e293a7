"""Request data that can forge log lines."""

from __future__ import annotations

from collections.abc import Iterable

from tenfold.dataflow.flows import flows_of
from tenfold.dataflow.holes import Hole
from tenfold.findings import Severity
from tenfold.program.app import App
from tenfold.rules.base import Observation, Rule, met, not_applicable, violated
from tenfold.rules.input._uploads import holds_slash
from tenfold.rules.logging._config import configs
from tenfold.rules.logging._line_ends import forging
from tenfold.rules.logging._log_calls import LogCall, log_calls, prints
from tenfold.rules.logging._structured import structured
from tenfold.rules.way import confidence, further, surest_first, way


class Injection(Rule):
    """Request data is written into a log line as it came.

    ## What it finds
    Calls of loggers, and `print`, whose text takes request data (query, form, JSON, cookies, decoded path, parameters
    of views) by an f-string, `%s`, `format` or `+`, while no JSON formatter writes the log, also through the functions
    and files in between. `%r`, `!r` and `repr()`, numbers, checked words, removed line ends (LF and CR both) and
    separate fields are silent; headers cannot hold a line end, servers refuse them. A parameter of the path is graded
    low: it can hold one only encoded as %0A.

    ## Why it matters
    If a user name may hold a line end, an attacker writes log lines of their own: a false "login succeeded" for
    someone else, or noise that hides the real one.

    ## Example
    ### Flask
    ```python app.py
    from flask import Flask, request

    app = Flask(__name__)

    @app.post("/login")
    def log_in():
        app.logger.warning(f"login failed for {request.form['email']}")
        return "", 401
    ```
    ### Django
    ```python settings.py
    INSTALLED_APPS = ["shop"]
    ROOT_URLCONF = "shop.urls"
    MIDDLEWARE = []
    ```
    ```python shop/views.py
    import logging

    logger = logging.getLogger(__name__)

    def log_in(request):
        logger.warning("login failed for %s", request.POST["email"])
    ```
    ### FastAPI
    ```python main.py
    import logging

    from fastapi import FastAPI

    app = FastAPI()
    logger = logging.getLogger(__name__)

    @app.get("/search")
    async def search(q: str):
        logger.info("search for " + q)
        return []
    ```

    ## Use instead
    ### Flask
    ```python app.py
    from flask import Flask, request

    app = Flask(__name__)

    @app.post("/login")
    def log_in():
        app.logger.warning("login failed for %r", request.form["email"][:254])
        return "", 401
    ```
    ### Django
    ```python settings.py
    INSTALLED_APPS = ["shop"]
    ROOT_URLCONF = "shop.urls"
    MIDDLEWARE = []
    ```
    ```python shop/views.py
    import logging

    logger = logging.getLogger(__name__)

    def log_in(request):
        logger.warning("login failed for %r", request.POST["email"][:254])
    ```
    ### FastAPI
    ```python main.py
    import logging

    from fastapi import FastAPI

    app = FastAPI()
    logger = logging.getLogger(__name__)

    @app.get("/search")
    async def search(q: str):
        logger.info("search for %r", q[:200])
        return []
    ```

    ## References
    - https://owasp.org/www-community/attacks/Log_Injection
    - https://cwe.mitre.org/data/definitions/117.html
    """

    requirement = "logging.injection"
    severity = "medium"

    def judge(self, app: App) -> Iterable[Observation]:
        """Look for request data in the text of each log call."""
        calls = log_calls(app)
        safe = structured(app, list(configs(app)))
        if safe is not None:
            yield met(safe[0], safe[1])
            return
        flows = flows_of(app)
        found = False
        for call in (*calls, *prints(app)):
            holes = surest_first(forging(app, flows, call))
            if holes:
                found = True
                yield self._finding(app, call, holes)
        if not found and calls:
            reason = f"none of the {len(calls)} log calls puts request data into its text as it came"
            yield met(calls[0].place, reason)
        elif not found:
            yield not_applicable("no call of a logger was found")

    def _finding(self, app: App, call: LogCall, holes: list[Hole]) -> Observation:
        first, *others = holes
        what = first.data.root.label if first.data.root is not None else "request data"
        half = next((end for end in ("\n", "\r") if first.lacks(end)), "")
        left = "; \\r is left in it" if half == "\n" else "; \\n is left in it" if half else ""
        return violated(
            call.place,
            f"{call.called}() writes {what} into the line as it came{left}; a line end in it starts a forged line",
            "Give it as an argument with %r (or {...!r}), or write the log with a JSON formatter.",
            path=way(first.data, call.place, f"{call.called}() writes it into a line"),
            related=further([hole.data for hole in others]),
            function=call.site.function,
            severity=_severity(app, call, holes),
            confidence=confidence(app, self, [hole.data for hole in holes]),
        )


def _severity(app: App, call: LogCall, holes: list[Hole]) -> Severity | None:
    """Low for what production does not record, and for one segment of a path or a name of a file."""
    roots = [hole.data.root for hole in holes if hole.data.root is not None]
    narrow = all(root.part == "file" or (root.part == "path" and not holds_slash(app, root)) for root in roots)
    return "low" if call.detailed or narrow else None
