"""aiosqlite."""

from tenfold.frameworks.flows import Sink
from tenfold.frameworks.model import Library

_NAMES = ("cursor", "cur", "conn", "connection", "con", "db", "database")

LIBRARY = Library(
    name="aiosqlite",
    package="aiosqlite",
    modules=("aiosqlite",),
    tags=("database",),
    sinks=tuple(
        Sink(f"aiosqlite.{owner}.{method}", "input.sql", ("sql", 0), "runs it as SQL", receivers=_NAMES)
        for owner, method in (
            ("Connection", "execute"), ("Connection", "executemany"), ("Connection", "execute_fetchall"),
            ("Cursor", "execute"), ("Cursor", "executemany"), ("Connection", "executescript"),
            ("Cursor", "executescript"),
        )
    ),
)  # fmt: skip
