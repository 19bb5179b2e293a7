"""psycopg2."""

from tenfold.frameworks.flows import Sanitizer, Sink
from tenfold.frameworks.model import Library

_NAMES = ("cursor", "cur", "conn", "connection", "con", "db", "database")

LIBRARY = Library(
    name="psycopg2",
    package="psycopg2",
    modules=("psycopg2",),
    tags=("database",),
    sinks=(
        Sink("psycopg2.sql.SQL", "input.sql", ("string", 0), "makes SQL of it", objects=True),
        Sink("psycopg2.extensions.cursor.copy_expert", "input.sql", ("sql", 0), "runs it as SQL",
             aliases=("psycopg2.connect.cursor.copy_expert",), receivers=("",)),
        Sink("psycopg2.extras.execute_values", "input.sql", ("sql", 1), "runs it as SQL"),
        Sink("psycopg2.extras.execute_batch", "input.sql", ("sql", 1), "runs it as SQL"),
        Sink("psycopg2.extensions.cursor.execute", "input.sql", ("query", 0), "runs it as SQL",
             aliases=("psycopg2.connect.cursor.execute",), receivers=_NAMES),
        Sink("psycopg2.extensions.cursor.executemany", "input.sql", ("query", 0), "runs it as SQL",
             aliases=("psycopg2.connect.cursor.executemany",), receivers=_NAMES),
    ),
    sanitizers=(
        Sanitizer("psycopg2.extensions.quote_ident", ("input.sql",)),
        Sanitizer("psycopg2.sql.Identifier", ("input.sql",)),
        Sanitizer("psycopg2.sql.Literal", ("input.sql",)),
        Sanitizer("psycopg2.sql.Placeholder", ("input.sql",)),
    ),
)  # fmt: skip
