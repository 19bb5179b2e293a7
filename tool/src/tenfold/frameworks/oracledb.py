"""python-oracledb."""

from tenfold.frameworks.flows import Sink
from tenfold.frameworks.model import Library

_NAMES = ("cursor", "cur", "conn", "connection", "con", "db", "database")

LIBRARY = Library(
    name="python-oracledb",
    package="oracledb",
    modules=("oracledb",),
    tags=("database",),
    sinks=tuple(
        Sink(f"oracledb.Cursor.{method}", "input.sql", ("query", 0), "runs it as SQL", receivers=_NAMES)
        for method in ("execute", "executemany")
    ),
)  # fmt: skip
