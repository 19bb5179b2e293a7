"""Records of refused requests."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tenfold.program.app import App
from tenfold.rules.base import Observation, Rule, met, missing, unknown, violated
from tenfold.rules.framework._accounts import NO_ROUTES, serves_nothing
from tenfold.rules.logging._config import WARNING, configs
from tenfold.rules.logging._handlers import REFUSALS, error_handlers, watchers
from tenfold.rules.logging._log_calls import records
from tenfold.rules.logging._views import added_at

_CODES = frozenset({400, 401, 403, 422, 429})
_FIX = {
    "flask": "Log in @app.errorhandler(HTTPException) when error.code is 400, 401, 403 or 429.",
    "django": "Give the root logger a handler in LOGGING at level WARNING, or django.request and django.security.",
    "fastapi": 'Log response.status_code of 401, 403, 422 and 429 in an @app.middleware("http").',
}


class Denials(Rule):
    """Refused requests leave no trace in the log.

    ## What it finds
    An app in which nothing logs that a request was refused: no error handler for 401, 403, 429 or validation errors
    that logs, no middleware that logs the status, and in Django no handler that the loggers `django.request` and
    `django.security` reach at WARNING. Access logs of the server do not name the account and are not counted.

    ## Why it matters
    Someone who looks for a hole is refused many times before they find it. These refusals are the early warning.

    ## Example
    ### Flask
    ```python app.py
    from flask import Flask, abort

    app = Flask(__name__)

    @app.get("/admin")
    def admin():
        abort(403)
    ```
    ### Django
    ```python settings.py
    INSTALLED_APPS = ["django.contrib.auth"]
    ROOT_URLCONF = "urls"
    MIDDLEWARE = []
    ```
    ```python urls.py
    from django.contrib.auth.views import LoginView
    from django.urls import path

    urlpatterns = [path("login/", LoginView.as_view())]
    ```
    ### FastAPI
    ```python main.py
    from fastapi import FastAPI, HTTPException

    app = FastAPI()

    @app.get("/admin")
    def admin():
        raise HTTPException(403)
    ```

    ## Use instead
    ### Flask
    ```python app.py
    from flask import Flask, abort, request

    app = Flask(__name__)

    @app.errorhandler(403)
    def refused(error):
        app.logger.warning("refused: %r from %s", request.path, request.remote_addr)
        return "Forbidden", 403

    @app.get("/admin")
    def admin():
        abort(403)
    ```
    ### Django
    ```python settings.py
    INSTALLED_APPS = ["django.contrib.auth"]
    ROOT_URLCONF = "urls"
    MIDDLEWARE = []
    LOGGING = {
        "version": 1,
        "handlers": {"console": {"class": "logging.StreamHandler"}},
        "root": {"handlers": ["console"], "level": "WARNING"},
    }
    ```
    ```python urls.py
    from django.contrib.auth.views import LoginView
    from django.urls import path

    urlpatterns = [path("login/", LoginView.as_view())]
    ```
    ### FastAPI
    ```python main.py
    import logging

    from fastapi import FastAPI, HTTPException, Request

    app = FastAPI()
    logger = logging.getLogger(__name__)

    @app.middleware("http")
    async def log_refusals(request: Request, call_next):
        response = await call_next(request)
        if response.status_code in {401, 403, 422, 429}:
            logger.warning("refused with %s: %r", response.status_code, request.url.path)
        return response

    @app.get("/admin")
    def admin():
        raise HTTPException(403)
    ```

    ## References
    - https://cheatsheetseries.owasp.org/cheatsheets/Logging_Vocabulary_Cheat_Sheet.html
    - https://docs.djangoproject.com/en/stable/ref/logging/#django-security
    """

    requirement = "logging.denials"
    severity = "low"

    def judge(self, app: App) -> Iterable[Observation]:
        """Look for what logs refusals."""
        if serves_nothing(app):
            yield unknown(NO_ROUTES)
            return
        seen = [*_handled(app), *_watched(app), *_configured(app)]
        yield from [one for one in seen if one.kind == "met"] or seen
        if not seen:
            yield missing(
                added_at(app), "nothing logs refused requests (401, 403, 429, failed validation or CSRF check)",
                _FIX[app.framework],
            )  # fmt: skip


def _handled(app: App) -> Iterator[Observation]:
    for handler in error_handlers(app):
        if (handler.catches in _CODES or handler.catches in REFUSALS) and records(app, handler.file, handler.body):
            yield met(handler.place, f"the handler of {handler.catches} logs the refusal")


def _watched(app: App) -> Iterator[Observation]:
    for watcher in watchers(app):
        if watcher.records_status(app):
            yield met(watcher.place, "the status of every answer is logged here, refusals included")
        elif watcher.records_refusals(app):
            yield met(watcher.place, "a middleware logs refusals that are raised")


def _configured(app: App) -> Iterator[Observation]:
    """Django warns of refusals by itself; what counts is whether a handler gets it."""
    if app.framework != "django":
        return
    for config in configs(app):
        reaching = {
            name for logger in ("django.request", "django.security.csrf") for name in config.reaching(logger, WARNING)
        }
        if reaching:
            names = ", ".join(sorted(reaching))
            yield met(config.place, f"Django's warnings of refusals (django.request, django.security) reach {names}")
        elif config.partial:
            yield unknown(
                "LOGGING is given partly by other code: start the app and list the handlers of django.request",
                config.place,
            )
        else:
            yield violated(
                config.place,
                "no handler of LOGGING gets Django's warnings of refusals (django.request, django.security)",
                _FIX["django"],
            )
