"""OpenTelemetry."""

from tenfold.frameworks.model import Library, Protection

LIBRARY = Library(
    name="OpenTelemetry",
    package="opentelemetry-instrumentation",
    modules=("opentelemetry",),
    tags=("monitoring",),
    protections=(
        Protection(
            "opentelemetry.instrumentation.flask.FlaskInstrumentor.instrument_app",
            "logging.errors",
            "call",
            "records unhandled errors in OpenTelemetry traces",
        ),
        Protection(
            "opentelemetry.instrumentation.flask.FlaskInstrumentor.instrument",
            "logging.errors",
            "call",
            "records unhandled errors in OpenTelemetry traces",
        ),
        Protection(
            "opentelemetry.instrumentation.django.DjangoInstrumentor.instrument",
            "logging.errors",
            "call",
            "records unhandled errors in OpenTelemetry traces",
        ),
        Protection(
            "opentelemetry.instrumentation.fastapi.FastAPIInstrumentor.instrument_app",
            "logging.errors",
            "call",
            "records unhandled errors in OpenTelemetry traces",
        ),
        Protection(
            "opentelemetry.instrumentation.fastapi.FastAPIInstrumentor.instrument",
            "logging.errors",
            "call",
            "records unhandled errors in OpenTelemetry traces",
        ),
        Protection(
            "opentelemetry.instrumentation.asgi.OpenTelemetryMiddleware",
            "logging.errors",
            "middleware",
            "records unhandled errors in OpenTelemetry traces",
        ),
        Protection(
            "opentelemetry-instrument",
            "logging.errors",
            "command",
            "records unhandled errors in OpenTelemetry traces",
        ),
    ),
)
