"""logstash_formatter."""

from tenfold.frameworks.model import Library, Protection

LIBRARY = Library(
    name="logstash_formatter",
    package="logstash-formatter",
    modules=("logstash_formatter",),
    tags=("log",),
    protections=(
        Protection(
            "logstash_formatter.LogstashFormatterV1",
            "logging.injection",
            "instance",
            "writes every record as JSON, with line ends escaped",
        ),
    ),
)
