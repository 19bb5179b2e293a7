"""Loguru."""

from tenfold.frameworks.model import Library, Logger, Protection

LIBRARY = Library(
    name="Loguru",
    package="loguru",
    modules=("loguru",),
    tags=("log",),
    loggers=(Logger("loguru.logger"),),
    protections=(
        Protection("loguru.logger.add", "logging.configured", "call", "adds a sink with level and time"),
        Protection("loguru.logger.configure", "logging.configured", "call", "configures Loguru's sinks"),
    ),
)
