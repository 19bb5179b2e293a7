"""Python's own logging."""

from tenfold.frameworks.model import Library, Logger, Protection

_MAIL = "mails what it is given"

LIBRARY = Library(
    name="logging",
    package="",
    modules=("logging", "traceback"),
    tags=("log",),
    loggers=(
        Logger("logging"),
        Logger("logging.getLogger"),
        Logger("logging.Logger"),
        Logger("logging.LoggerAdapter"),
        Logger("traceback.print_exc", records=True),
    ),
    protections=(
        Protection("logging.config.dictConfig", "logging.configured", "call", "configures handlers and levels"),
        Protection("logging.config.fileConfig", "logging.configured", "call", "configures handlers and levels"),
        Protection("logging.handlers.SMTPHandler", "logging.alerts", "instance", _MAIL),
        Protection("logging.handlers.SMTPHandler", "logging.errors", "instance", _MAIL),
    ),
)
