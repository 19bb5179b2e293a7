"""peewee."""

from tenfold.frameworks.flows import Sanitizer, Sink
from tenfold.frameworks.model import Library

LIBRARY = Library(
    name="peewee",
    package="peewee",
    modules=("peewee",),
    tags=("database",),
    sinks=(
        Sink("peewee.SQL", "input.sql", ("sql", 0), "makes SQL of it"),
        Sink("peewee.Database.execute_sql", "input.sql", ("sql", 0), "runs it as SQL", receivers=("",)),
        Sink("peewee.Model.raw", "input.sql", ("sql", 0), "runs it as SQL"),
        Sink("peewee.RawQuery", "input.sql", ("sql", 0), "runs it as SQL"),
    ),
    sanitizers=tuple(
        Sanitizer(f"peewee.Model.{name}", ("input.sql",), "query")
        for name in ("select", "insert", "update", "delete", "get", "get_or_none", "create")
    ),
)  # fmt: skip
