"""Pony ORM."""

from tenfold.frameworks.flows import Sink
from tenfold.frameworks.model import Library

LIBRARY = Library(
    name="Pony ORM",
    package="pony",
    modules=("pony",),
    tags=("database",),
    sinks=(
        Sink("pony.orm.Database.execute", "input.sql", ("sql", 0), "runs it as SQL"),
        Sink("pony.orm.Database.select", "input.sql", ("sql", 0), "runs it as SQL"),
        *(Sink(f"pony.orm.core.Entity.{name}", "input.sql", ("sql", 0), "runs it as SQL", receivers=("",))
          for name in ("select_by_sql", "get_by_sql")),
        Sink("pony.orm.raw_sql", "input.sql", ("sql", 0), "makes SQL of it"),
    ),
)  # fmt: skip
