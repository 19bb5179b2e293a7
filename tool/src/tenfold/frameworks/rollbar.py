"""Rollbar."""

from tenfold.frameworks.model import Library, Logger, Protection

LIBRARY = Library(
    name="Rollbar",
    package="rollbar",
    modules=("rollbar",),
    tags=("monitoring",),
    loggers=(
        Logger("rollbar.report_exc_info", records=True),
        Logger("rollbar.report_message", records=True),
    ),
    protections=(
        Protection("rollbar.init", "logging.errors", "call", "reports unhandled errors to Rollbar"),
        Protection("rollbar.init", "logging.alerts", "call", "reports to Rollbar, which tells of new errors"),
        Protection(
            "rollbar.contrib.django.middleware.RollbarNotifierMiddleware",
            "logging.errors",
            "middleware",
            "reports unhandled errors to Rollbar",
        ),
        Protection(
            "rollbar.contrib.django.middleware.RollbarNotifierMiddleware",
            "logging.alerts",
            "middleware",
            "reports to Rollbar, which tells of new errors",
        ),
        Protection(
            "rollbar.contrib.django.middleware.RollbarNotifierMiddlewareExcluding404",
            "logging.errors",
            "middleware",
            "reports unhandled errors to Rollbar",
        ),
        Protection(
            "rollbar.contrib.django.middleware.RollbarNotifierMiddlewareExcluding404",
            "logging.alerts",
            "middleware",
            "reports to Rollbar, which tells of new errors",
        ),
        Protection(
            "rollbar.contrib.fastapi.ReporterMiddleware",
            "logging.errors",
            "middleware",
            "reports unhandled errors to Rollbar",
        ),
        Protection(
            "rollbar.contrib.fastapi.ReporterMiddleware",
            "logging.alerts",
            "middleware",
            "reports to Rollbar, which tells of new errors",
        ),
    ),
)
