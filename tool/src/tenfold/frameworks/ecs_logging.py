"""ecs-logging."""

from tenfold.frameworks.model import Library, Protection

LIBRARY = Library(
    name="ecs-logging",
    package="ecs-logging",
    modules=("ecs_logging",),
    tags=("log",),
    protections=(
        Protection(
            "ecs_logging.StdlibFormatter",
            "logging.injection",
            "instance",
            "writes every record as JSON, with line ends escaped",
        ),
    ),
)
