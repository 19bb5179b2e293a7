"""Sentry."""

from tenfold.frameworks.model import Library, Logger, Protection

_OFF = (("dsn", ""), ("dsn", None))

LIBRARY = Library(
    name="Sentry",
    package="sentry-sdk",
    modules=("sentry_sdk",),
    tags=("monitoring",),
    loggers=(
        Logger("sentry_sdk.capture_exception", records=True, aliases=("sentry_sdk.api.capture_exception",)),
        Logger("sentry_sdk.capture_message", records=True, aliases=("sentry_sdk.api.capture_message",)),
    ),
    protections=(
        Protection("sentry_sdk.init", "logging.errors", "call", "reports unhandled errors to Sentry", off=_OFF),
        Protection(
            "sentry_sdk.init", "logging.alerts", "call", "reports to Sentry, which tells of new errors", off=_OFF
        ),
    ),
)
