"""MySQL Connector/Python."""

from tenfold.frameworks.flows import Sink
from tenfold.frameworks.model import Library

_NAMES = ("cursor", "cur", "conn", "connection", "con", "db", "database")

LIBRARY = Library(
    name="MySQL Connector/Python",
    package="mysql-connector-python",
    modules=("mysql",),
    tags=("database",),
    sinks=tuple(
        Sink(f"mysql.connector.cursor.MySQLCursor.{method}", "input.sql", ("query", 0), "runs it as SQL",
            receivers=_NAMES)
        for method in ("execute", "executemany")
    ),
)  # fmt: skip
