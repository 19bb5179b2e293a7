"""Formatters that write log records as JSON: python-json-logger, ecs-logging, json-log-formatter, django-structlog."""

from tenfold.frameworks.model import Library, Protection

_JSON = "writes every record as JSON, with line ends escaped"
_NAMES = (
    "pythonjsonlogger.json.JsonFormatter", "pythonjsonlogger.jsonlogger.JsonFormatter",
    "pythonjsonlogger.orjson.OrjsonFormatter", "pythonjsonlogger.msgspec.MsgspecFormatter",
    "ecs_logging.StdlibFormatter", "json_log_formatter.JSONFormatter", "json_log_formatter.VerboseJSONFormatter",
    "json_logging.JSONLogFormatter", "logstash_formatter.LogstashFormatterV1", "jsonformatter.JsonFormatter",
    "google.cloud.logging_v2.handlers.StructuredLogHandler", "google.cloud.logging.handlers.StructuredLogHandler",
    "logging_json.JSONFormatter", "logging_utilities.formatters.json_formatter.JsonFormatter",
)  # fmt: skip

LIBRARY = Library(
    name="python-json-logger",
    package="python-json-logger",
    modules=("pythonjsonlogger",),
    tags=("log",),
    protections=tuple(Protection(name, "logging.injection", "instance", _JSON) for name in _NAMES),
)
