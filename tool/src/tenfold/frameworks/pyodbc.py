"""pyodbc."""

from tenfold.frameworks.flows import Sink
from tenfold.frameworks.model import Library

_NAMES = ("cursor", "cur", "conn", "connection", "con", "db", "database")

LIBRARY = Library(
    name="pyodbc",
    package="pyodbc",
    modules=("pyodbc",),
    tags=("database",),
    sinks=tuple(
        Sink(f"pyodbc.Cursor.{method}", "input.sql", ("query", 0), "runs it as SQL", receivers=_NAMES)
        for method in ("execute", "executemany")
    ),
)  # fmt: skip
