"""Azure Monitor."""

from tenfold.frameworks.model import Library, Protection

LIBRARY = Library(
    name="Azure Monitor",
    package="azure-monitor-opentelemetry",
    modules=("azure",),
    tags=("monitoring",),
    protections=(
        Protection(
            "azure.monitor.opentelemetry.configure_azure_monitor",
            "logging.errors",
            "call",
            "records unhandled errors in Azure Monitor",
        ),
    ),
)
