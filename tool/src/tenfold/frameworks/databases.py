"""databases."""

from tenfold.frameworks.flows import Sink
from tenfold.frameworks.model import Library

LIBRARY = Library(
    name="databases",
    package="databases",
    modules=("databases",),
    tags=("database",),
    sinks=tuple(
        Sink(f"databases.Database.{method}", "input.sql", ("query", 0), "runs it as SQL",
            receivers=("database",), objects=True)
        for method in ("execute", "execute_many", "fetch_all", "fetch_one", "fetch_val", "iterate")
    ),
)  # fmt: skip
