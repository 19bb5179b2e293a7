"""Honeybadger."""

from tenfold.frameworks.model import Library, Logger, Protection

LIBRARY = Library(
    name="Honeybadger",
    package="honeybadger",
    modules=("honeybadger",),
    tags=("monitoring",),
    loggers=(Logger("honeybadger.honeybadger.notify", records=True),),
    protections=(
        Protection(
            "honeybadger.honeybadger.configure",
            "logging.errors",
            "call",
            "reports unhandled errors to Honeybadger",
        ),
        Protection(
            "honeybadger.honeybadger.configure",
            "logging.alerts",
            "call",
            "reports to Honeybadger, which tells of new errors",
        ),
        Protection(
            "honeybadger.contrib.FlaskHoneybadger",
            "logging.errors",
            "call",
            "reports unhandled errors to Honeybadger",
        ),
        Protection(
            "honeybadger.contrib.FlaskHoneybadger",
            "logging.alerts",
            "call",
            "reports to Honeybadger, which tells of new errors",
        ),
        Protection(
            "honeybadger.contrib.DjangoHoneybadgerMiddleware",
            "logging.errors",
            "middleware",
            "reports unhandled errors to Honeybadger",
        ),
        Protection(
            "honeybadger.contrib.DjangoHoneybadgerMiddleware",
            "logging.alerts",
            "middleware",
            "reports to Honeybadger, which tells of new errors",
        ),
        Protection(
            "honeybadger.contrib.ASGIHoneybadger",
            "logging.errors",
            "middleware",
            "reports unhandled errors to Honeybadger",
        ),
        Protection(
            "honeybadger.contrib.ASGIHoneybadger",
            "logging.alerts",
            "middleware",
            "reports to Honeybadger, which tells of new errors",
        ),
    ),
)
