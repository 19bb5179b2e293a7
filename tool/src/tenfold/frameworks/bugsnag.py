"""Bugsnag."""

from tenfold.frameworks.model import Library, Logger, Protection

LIBRARY = Library(
    name="Bugsnag",
    package="bugsnag",
    modules=("bugsnag",),
    tags=("monitoring",),
    loggers=(Logger("bugsnag.notify", records=True),),
    protections=(
        Protection("bugsnag.configure", "logging.errors", "call", "reports unhandled errors to Bugsnag"),
        Protection("bugsnag.configure", "logging.alerts", "call", "reports to Bugsnag, which tells of new errors"),
        Protection(
            "bugsnag.flask.handle_exceptions",
            "logging.errors",
            "call",
            "reports unhandled errors to Bugsnag",
        ),
        Protection(
            "bugsnag.flask.handle_exceptions",
            "logging.alerts",
            "call",
            "reports to Bugsnag, which tells of new errors",
        ),
        Protection(
            "bugsnag.django.middleware.BugsnagMiddleware",
            "logging.errors",
            "middleware",
            "reports unhandled errors to Bugsnag",
        ),
        Protection(
            "bugsnag.django.middleware.BugsnagMiddleware",
            "logging.alerts",
            "middleware",
            "reports to Bugsnag, which tells of new errors",
        ),
        Protection(
            "bugsnag.asgi.BugsnagMiddleware",
            "logging.errors",
            "middleware",
            "reports unhandled errors to Bugsnag",
        ),
        Protection(
            "bugsnag.asgi.BugsnagMiddleware",
            "logging.alerts",
            "middleware",
            "reports to Bugsnag, which tells of new errors",
        ),
    ),
)
