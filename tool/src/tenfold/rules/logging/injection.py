"""Request data that can forge log lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tenfold.language import facts as f
from tenfold.program.app import App
from tenfold.rules.base import Observation, Rule, met, not_applicable, violated
from tenfold.rules.logging._config import configs
from tenfold.rules.logging._log_calls import LogCall, log_calls, prints
from tenfold.rules.logging._sources import RawText, listed_names, raw_places
from tenfold.rules.logging._structured import structured


class Injection(Rule):
    """Request data is written into a log line as it came.

    ## What it finds
    Calls of loggers, and `print`, whose text takes request data (query, form, JSON, cookies, decoded path, parameters
    of views) by an f-string, `%s`, `format` or `+`, while no JSON formatter writes the log. `%r` and `!r`, numbers,
    removed line ends and separate fields are silent; headers cannot hold a line end, servers refuse them.

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
        sources = RawText(app)
        found = False
        for call in (*calls, *prints(app)):
            what = next(_raw(sources, call), "")
            if what:
                found = True
                yield violated(
                    call.place,
                    f"{call.called}() writes {what} into the line as it came; a line end in it starts a forged line",
                    "Give it as an argument with %r (or {...!r}), or write the log with a JSON formatter.",
                    function=call.site.function,
                    severity="low" if call.detailed else None,
                )
        if not found and calls:
            reason = f"none of the {len(calls)} log calls puts request data into its text as it came"
            yield met(calls[0].place, reason)
        elif not found:
            yield not_applicable("no call of a logger was found")


def _raw(sources: RawText, call: LogCall) -> Iterator[str]:
    """What request data stands raw in the text of a log call."""
    listed = listed_names(call.file, call.scope, call.site.call.at)
    if call.message is not None and not (isinstance(call.message, f.Name) and call.message.id in listed):
        yield from filter(None, [sources.find(call.file, call.scope, call.message)])
    args = tuple(arg for arg in call.args if not isinstance(arg, f.Star))
    for arg, raw in zip(args, raw_places(call.message, len(args)), strict=True):
        if raw and not (isinstance(arg, f.Name) and arg.id in listed):
            yield from filter(None, [sources.find(call.file, call.scope, arg)])
