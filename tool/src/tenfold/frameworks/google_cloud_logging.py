"""Google Cloud Logging."""

from tenfold.frameworks.model import Library, Protection

LIBRARY = Library(
    name="Google Cloud Logging",
    package="google-cloud-logging",
    modules=("google",),
    tags=("log",),
    protections=(
        Protection(
            "google.cloud.logging.Client.setup_logging",
            "logging.configured",
            "call",
            "sends logs to Google Cloud",
        ),
        Protection(
            "google.cloud.logging.handlers.StructuredLogHandler",
            "logging.injection",
            "instance",
            "writes every record as JSON, with line ends escaped",
        ),
        Protection(
            "google.cloud.logging_v2.handlers.StructuredLogHandler",
            "logging.injection",
            "instance",
            "writes every record as JSON, with line ends escaped",
        ),
    ),
)
