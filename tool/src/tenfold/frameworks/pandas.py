"""pandas."""

from tenfold.frameworks.flows import Sink
from tenfold.frameworks.model import Library

LIBRARY = Library(
    name="pandas",
    package="pandas",
    modules=("pandas",),
    sinks=(
        Sink("pandas.read_pickle", "input.deserialize", ("filepath_or_buffer", 0), "makes any object of it"),
        *(Sink(f"pandas.DataFrame.{name}", "input.code", ("expr", 0), "evaluates it") for name in ("eval", "query")),
        Sink("pandas.eval", "input.code", ("expr", 0), "evaluates it"),
        Sink("pandas.read_sql", "input.sql", ("sql", 0), "runs it as SQL", objects=True),
        Sink("pandas.read_sql_query", "input.sql", ("sql", 0), "runs it as SQL", objects=True),
    ),
)  # fmt: skip
