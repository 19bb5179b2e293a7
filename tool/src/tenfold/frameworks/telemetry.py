"""Services and libraries that record errors with traces: Datadog, OpenTelemetry, New Relic, Elastic APM, Logfire."""

from tenfold.frameworks.model import How, Library, Logger, Protection


def _errors(name: str, how: How, service: str) -> Protection:
    return Protection(name, "logging.errors", how, f"records unhandled errors in {service}")


_OTEL = "OpenTelemetry traces"

LIBRARY = Library(
    name="OpenTelemetry",
    package="opentelemetry-api",
    modules=("opentelemetry",),
    tags=("monitoring",),
    loggers=(
        Logger("newrelic.agent.record_custom_event", records=True),
        Logger("newrelic.agent.record_exception", records=True),
        Logger("newrelic.agent.notice_error", records=True),
        Logger("logfire", fields=True),
    ),
    protections=(
        _errors("ddtrace.patch_all", "call", "Datadog"),
        _errors("ddtrace.patch", "call", "Datadog"),
        _errors("ddtrace.contrib.asgi.TraceMiddleware", "middleware", "Datadog"),
        _errors("ddtrace-run", "command", "Datadog"),
        _errors("opentelemetry.instrumentation.flask.FlaskInstrumentor.instrument_app", "call", _OTEL),
        _errors("opentelemetry.instrumentation.flask.FlaskInstrumentor.instrument", "call", _OTEL),
        _errors("opentelemetry.instrumentation.django.DjangoInstrumentor.instrument", "call", _OTEL),
        _errors("opentelemetry.instrumentation.fastapi.FastAPIInstrumentor.instrument_app", "call", _OTEL),
        _errors("opentelemetry.instrumentation.fastapi.FastAPIInstrumentor.instrument", "call", _OTEL),
        _errors("opentelemetry.instrumentation.asgi.OpenTelemetryMiddleware", "middleware", _OTEL),
        _errors("opentelemetry-instrument", "command", _OTEL),
        _errors("newrelic.agent.initialize", "call", "New Relic"),
        _errors("newrelic-admin", "command", "New Relic"),
        _errors("elasticapm.contrib.flask.ElasticAPM", "call", "Elastic APM"),
        _errors("elasticapm.contrib.starlette.ElasticAPM", "middleware", "Elastic APM"),
        _errors("elasticapm.contrib.django", "installed", "Elastic APM"),
        _errors("scout_apm.django", "installed", "Scout"),
        _errors("scout_apm.flask.ScoutApm", "call", "Scout"),
        _errors("logfire.instrument_flask", "call", "Logfire"),
        _errors("logfire.instrument_django", "call", "Logfire"),
        _errors("logfire.instrument_fastapi", "call", "Logfire"),
        _errors("azure.monitor.opentelemetry.configure_azure_monitor", "call", "Azure Monitor"),
        _errors("google.cloud.error_reporting.Client", "call", "Google Cloud Error Reporting"),
        _errors("aws_xray_sdk.ext.flask.middleware.XRayMiddleware", "call", "AWS X-Ray"),
        _errors("aws_xray_sdk.ext.django.middleware.XRayMiddleware", "middleware", "AWS X-Ray"),
    ),
)
