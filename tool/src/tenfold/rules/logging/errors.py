"""Unhandled errors that nobody hears of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tenfold.language import facts as f
from tenfold.program.app import App
from tenfold.rules.base import Observation, Rule, met, missing
from tenfold.rules.logging._config import ERROR, configs
from tenfold.rules.logging._declared import InForce, depends_on_variable, in_force, under_main
from tenfold.rules.logging._handlers import error_handlers, watchers
from tenfold.rules.logging._log_calls import records
from tenfold.rules.logging._mail import mailed_admins
from tenfold.rules.logging._reached import reached
from tenfold.rules.logging._views import added_at

_FIX = {
    "flask": 'Call sentry_sdk.init(dsn=os.environ["SENTRY_DSN"]) before Flask(...) is made.',
    "django": 'Call sentry_sdk.init(dsn=os.environ["SENTRY_DSN"]) in the settings, or fill ADMINS.',
    "fastapi": 'Call sentry_sdk.init(dsn=os.environ["SENTRY_DSN"]) before FastAPI() is made.',
}
_KEPT = ("FileHandler", "SysLogHandler", "HTTPHandler", "SocketHandler", "AdminEmailHandler", "SMTPHandler")


class Errors(Rule):
    """Unhandled errors are not reported to anyone.

    ## What it finds
    An app with no error tracker (Sentry, Rollbar, Datadog, OpenTelemetry, New Relic ...), no mail to `ADMINS` and no
    handler of its own that records unhandled errors. What the framework prints to standard error by itself is no
    report. A tracker whose address comes from the environment is evidence.

    ## Why it matters
    An error nobody hears of is a fault that stays, and attackers look for exactly those: a 500 shows where data goes
    wrong.

    ## Example
    ### Flask
    ```python app.py
    from flask import Flask

    app = Flask(__name__)
    ```
    ### Django
    ```python settings.py
    INSTALLED_APPS = ["django.contrib.auth"]
    ROOT_URLCONF = "shop.urls"
    MIDDLEWARE = []
    ```
    ### FastAPI
    ```python main.py
    from fastapi import FastAPI

    app = FastAPI()
    ```

    ## Use instead
    ### Flask
    ```python app.py
    import os

    import sentry_sdk
    from flask import Flask

    sentry_sdk.init(dsn=os.environ["SENTRY_DSN"], send_default_pii=False)
    app = Flask(__name__)
    ```
    ### Django
    ```python settings.py
    INSTALLED_APPS = ["django.contrib.auth"]
    ROOT_URLCONF = "shop.urls"
    MIDDLEWARE = []
    ADMINS = [("Ops", "ops@example.com")]
    ```
    ### FastAPI
    ```python main.py
    import logging

    from fastapi import FastAPI, Request
    from fastapi.responses import JSONResponse

    app = FastAPI()
    logger = logging.getLogger(__name__)

    @app.exception_handler(Exception)
    async def unexpected(request: Request, error: Exception):
        logger.error("unhandled error", exc_info=error)
        return JSONResponse({"detail": "Internal error"}, status_code=500)
    ```

    ## References
    - https://docs.sentry.io/platforms/python/
    - https://docs.djangoproject.com/en/stable/howto/error-reporting/
    - https://cheatsheetseries.owasp.org/cheatsheets/Error_Handling_Cheat_Sheet.html
    """

    requirement = "logging.errors"
    severity = "medium"

    def judge(self, app: App) -> Iterable[Observation]:
        """Look for what reports unhandled errors."""
        seen = [*_trackers(app), *_own_handlers(app), *_mail(app), *_kept(app)]
        yield from seen
        if not seen:
            where = "LOGGING" if app.framework == "django" else "standard error"
            yield missing(
                added_at(app),
                f"no error tracker, mail or handler of unhandled errors was found; they reach {where} at most",
                _FIX[app.framework],
            )


def _trackers(app: App) -> Iterator[Observation]:
    files = reached(app)
    for one in in_force(app, "logging.errors"):
        if one.site is not None and (one.site.file.path not in files or under_main(one.site)):
            continue
        yield met(one.place, f"{one.name} {one.protection.what}{_condition(app, one)}")


def _condition(app: App, one: InForce) -> str:
    variable = depends_on_variable(app, one.site, "dsn") if one.site is not None else ""
    return f", when {variable} is set" if variable else ""


def _own_handlers(app: App) -> Iterator[Observation]:
    for handler in error_handlers(app):
        if handler.unhandled and records(app, handler.file, handler.body):
            yield met(handler.place, "the handler of unhandled errors records them")
    for watcher in watchers(app):
        if watcher.records_errors(app):
            yield met(watcher.place, "a middleware records the exceptions that reach it")


def _mail(app: App) -> Iterator[Observation]:
    place = mailed_admins(app)
    if place is not None:
        yield met(place, "Django mails unhandled errors to ADMINS")


def _kept(app: App) -> Iterator[Observation]:
    """A configuration that sends errors of the framework to a file or another system, or names its logger."""
    logger = {"django": "django.request", "flask": _name(app), "fastapi": "uvicorn.error"}[app.framework]
    for config in configs(app):
        handlers = config.handlers
        reaching = config.reaching(logger, ERROR)
        # The console alone is what the framework does by itself; a logger that is named is meant.
        if any(handlers.get(name, "").endswith(_KEPT) for name in reaching) or (
            reaching and logger in config.loggers and app.framework != "flask"
        ):
            yield met(
                config.place, f"the logging configuration keeps errors of {logger} ({', '.join(sorted(set(reaching)))})"
            )


def _name(app: App) -> str:
    """The name of a Flask app, which its logger has too: that of `Flask("shop")`, else one that stands for any."""
    if app.framework == "flask":
        site = next((site for site in app.program.calls.to("flask.Flask") if site.place == app.place), None)
        given = site.argument("import_name", 0) if site is not None else None
        if isinstance(given, f.Const) and isinstance(given.value, str) and given.value:
            return given.value
    return "app"
