"""Elastic APM."""

from tenfold.frameworks.model import Library, Protection

LIBRARY = Library(
    name="Elastic APM",
    package="elastic-apm",
    modules=("elasticapm",),
    tags=("monitoring",),
    protections=(
        Protection(
            "elasticapm.contrib.flask.ElasticAPM",
            "logging.errors",
            "call",
            "records unhandled errors in Elastic APM",
        ),
        Protection(
            "elasticapm.contrib.starlette.ElasticAPM",
            "logging.errors",
            "middleware",
            "records unhandled errors in Elastic APM",
        ),
        Protection(
            "elasticapm.contrib.django",
            "logging.errors",
            "installed",
            "records unhandled errors in Elastic APM",
        ),
    ),
)
