"""New Relic."""

from tenfold.frameworks.model import Library, Logger, Protection

LIBRARY = Library(
    name="New Relic",
    package="newrelic",
    modules=("newrelic",),
    tags=("monitoring",),
    loggers=(
        Logger("newrelic.agent.record_custom_event", records=True),
        Logger("newrelic.agent.record_exception", records=True),
        Logger("newrelic.agent.notice_error", records=True),
    ),
    protections=(
        Protection("newrelic.agent.initialize", "logging.errors", "call", "records unhandled errors in New Relic"),
        Protection("newrelic-admin", "logging.errors", "command", "records unhandled errors in New Relic"),
    ),
)
