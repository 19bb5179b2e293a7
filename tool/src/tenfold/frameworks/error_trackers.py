"""Error trackers beside Sentry: Rollbar, Bugsnag, Honeybadger, Airbrake, Raygun, Logfire, AppSignal."""

from tenfold.frameworks.model import Library, Logger, Protection

_STARTED = {
    "rollbar.init": "Rollbar", "bugsnag.configure": "Bugsnag", "bugsnag.flask.handle_exceptions": "Bugsnag",
    "honeybadger.honeybadger.configure": "Honeybadger", "raygun4py.raygunprovider.RaygunSender": "Raygun",
    "appsignal.Appsignal": "AppSignal", "raven.contrib.flask.Sentry": "Sentry (by raven)",
}  # fmt: skip
_MIDDLEWARE = {
    "rollbar.contrib.django.middleware.RollbarNotifierMiddleware": "Rollbar",
    "rollbar.contrib.django.middleware.RollbarNotifierMiddlewareExcluding404": "Rollbar",
    "rollbar.contrib.fastapi.ReporterMiddleware": "Rollbar",
    "bugsnag.django.middleware.BugsnagMiddleware": "Bugsnag", "bugsnag.asgi.BugsnagMiddleware": "Bugsnag",
    "honeybadger.contrib.DjangoHoneybadgerMiddleware": "Honeybadger",
    "honeybadger.contrib.asgi.ASGIHoneybadger": "Honeybadger",
    "raygun4py.middleware.django.Provider": "Raygun",
    "error_tracker.django.middleware.ExceptionTrackerMiddleWare": "the project's error tracker",
}  # fmt: skip
_RECORD = ("rollbar.report_exc_info", "rollbar.report_message", "bugsnag.notify", "honeybadger.honeybadger.notify")


def _both(name: str, how: str, service: str) -> tuple[Protection, ...]:
    return (
        Protection(name, "logging.errors", how, f"reports unhandled errors to {service}"),  # type: ignore[arg-type]
        Protection(name, "logging.alerts", how, f"reports to {service}, which tells of new errors"),  # type: ignore[arg-type]
    )


LIBRARY = Library(
    name="Rollbar",
    package="rollbar",
    modules=("rollbar",),
    tags=("monitoring",),
    loggers=tuple(Logger(name, records=True) for name in _RECORD),
    protections=(
        *(one for name, service in _STARTED.items() for one in _both(name, "call", service)),
        *(one for name, service in _MIDDLEWARE.items() for one in _both(name, "middleware", service)),
    ),
)
