"""Datadog."""

from tenfold.frameworks.model import Library, Protection

LIBRARY = Library(
    name="Datadog",
    package="ddtrace",
    modules=("ddtrace",),
    tags=("monitoring",),
    protections=(
        Protection("ddtrace.patch_all", "logging.errors", "call", "records unhandled errors in Datadog"),
        Protection("ddtrace.patch", "logging.errors", "call", "records unhandled errors in Datadog"),
        Protection(
            "ddtrace.contrib.asgi.TraceMiddleware",
            "logging.errors",
            "middleware",
            "records unhandled errors in Datadog",
        ),
        Protection("ddtrace-run", "logging.errors", "command", "records unhandled errors in Datadog"),
    ),
)
