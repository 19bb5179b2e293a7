"""python-json-logger."""

from tenfold.frameworks.model import Library, Protection

LIBRARY = Library(
    name="python-json-logger",
    package="python-json-logger",
    modules=("pythonjsonlogger",),
    tags=("log",),
    protections=(
        Protection(
            "pythonjsonlogger.json.JsonFormatter",
            "logging.injection",
            "instance",
            "writes every record as JSON, with line ends escaped",
        ),
        Protection(
            "pythonjsonlogger.jsonlogger.JsonFormatter",
            "logging.injection",
            "instance",
            "writes every record as JSON, with line ends escaped",
        ),
        Protection(
            "pythonjsonlogger.orjson.OrjsonFormatter",
            "logging.injection",
            "instance",
            "writes every record as JSON, with line ends escaped",
        ),
        Protection(
            "pythonjsonlogger.msgspec.MsgspecFormatter",
            "logging.injection",
            "instance",
            "writes every record as JSON, with line ends escaped",
        ),
    ),
)
