"""psycopg."""

from tenfold.frameworks.flows import Sanitizer, Sink
from tenfold.frameworks.model import Library

_NAMES = ("cursor", "cur", "conn", "connection", "con", "db", "database")

LIBRARY = Library(
    name="psycopg",
    package="psycopg",
    modules=("psycopg", "psycopg_pool"),
    tags=("database",),
    sinks=(
        Sink("psycopg.sql.SQL", "input.sql", ("obj", 0), "makes SQL of it", objects=True),
        *(Sink(f"psycopg.{owner}.{method}", "input.sql", (argument, 0), "runs it as SQL", receivers=("cursor", "cur"))
          for owner in ("Cursor", "AsyncCursor") for method, argument in (("stream", "query"), ("copy", "statement"))),
        *(Sink(f"psycopg.{owner}.{method}", "input.sql", ("query", 0), "runs it as SQL", receivers=_NAMES)
          for owner in ("Cursor", "AsyncCursor") for method in ("execute", "executemany")),
        Sink("psycopg.Connection.execute", "input.sql", ("query", 0), "runs it as SQL", receivers=_NAMES),
        Sink("psycopg.AsyncConnection.execute", "input.sql", ("query", 0), "runs it as SQL", receivers=_NAMES),
    ),
    sanitizers=(
        Sanitizer("psycopg.sql.Identifier", ("input.sql",)),
        Sanitizer("psycopg.sql.Literal", ("input.sql",)),
        Sanitizer("psycopg.sql.Placeholder", ("input.sql",)),
    ),
)  # fmt: skip
