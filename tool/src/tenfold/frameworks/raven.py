"""Raven, Sentry's older client."""

from tenfold.frameworks.model import Library, Protection

LIBRARY = Library(
    name="Raven",
    package="raven",
    modules=("raven",),
    tags=("monitoring",),
    protections=(
        Protection("raven.contrib.flask.Sentry", "logging.errors", "call", "reports unhandled errors to Sentry"),
        Protection(
            "raven.contrib.flask.Sentry",
            "logging.alerts",
            "call",
            "reports to Sentry, which tells of new errors",
        ),
        Protection(
            "raven.contrib.django.raven_compat",
            "logging.errors",
            "installed",
            "reports unhandled errors to Sentry",
        ),
        Protection(
            "raven.contrib.django.raven_compat",
            "logging.alerts",
            "installed",
            "reports to Sentry, which tells of new errors",
        ),
    ),
)
