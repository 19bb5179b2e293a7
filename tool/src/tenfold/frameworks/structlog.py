"""structlog."""

from tenfold.frameworks.model import Library, Logger, Protection

_FIELDS = "writes every value as a field with its line ends escaped"

LIBRARY = Library(
    name="structlog",
    package="structlog",
    modules=("structlog",),
    tags=("log",),
    loggers=(
        Logger("structlog.get_logger", fields=True, aliases=("structlog.getLogger",)),
        Logger("structlog.stdlib.get_logger", fields=True),
    ),
    protections=(
        Protection("structlog.configure", "logging.configured", "call", "configures structlog's processors"),
        Protection("structlog.processors.JSONRenderer", "logging.injection", "instance", _FIELDS),
        Protection("structlog.processors.LogfmtRenderer", "logging.injection", "instance", _FIELDS),
    ),
)
