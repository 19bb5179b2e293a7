"""MongoEngine."""

from tenfold.frameworks.flows import Sink
from tenfold.frameworks.model import Library

LIBRARY = Library(
    name="MongoEngine",
    package="mongoengine",
    modules=("mongoengine", "flask_mongoengine"),
    tags=("database",),
    sinks=(
        Sink("mongoengine.Document.objects", "input.nosql", ("__raw__", -1), "takes it as a query",
             aliases=("mongoengine.queryset.QuerySet.filter",)),
    ),
)  # fmt: skip
