"""Logfire."""

from tenfold.frameworks.model import Library, Logger, Protection

LIBRARY = Library(
    name="Logfire",
    package="logfire",
    modules=("logfire",),
    tags=("monitoring",),
    loggers=(Logger("logfire", fields=True),),
    protections=(
        Protection("logfire.configure", "logging.configured", "call", "sends logs and traces with fields to Logfire"),
        Protection("logfire.instrument_flask", "logging.errors", "call", "records unhandled errors in Logfire"),
        Protection("logfire.instrument_django", "logging.errors", "call", "records unhandled errors in Logfire"),
        Protection("logfire.instrument_fastapi", "logging.errors", "call", "records unhandled errors in Logfire"),
    ),
)
