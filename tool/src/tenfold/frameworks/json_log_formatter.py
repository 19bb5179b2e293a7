"""JSON-log-formatter."""

from tenfold.frameworks.model import Library, Protection

LIBRARY = Library(
    name="JSON-log-formatter",
    package="json-log-formatter",
    modules=("json_log_formatter",),
    tags=("log",),
    protections=(
        Protection(
            "json_log_formatter.JSONFormatter",
            "logging.injection",
            "instance",
            "writes every record as JSON, with line ends escaped",
        ),
        Protection(
            "json_log_formatter.VerboseJSONFormatter",
            "logging.injection",
            "instance",
            "writes every record as JSON, with line ends escaped",
        ),
    ),
)
