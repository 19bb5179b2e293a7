"""asyncpg."""

from tenfold.frameworks.flows import Sink
from tenfold.frameworks.model import Library

_NAMES = ("conn", "connection", "con", "pool", "db", "database")

LIBRARY = Library(
    name="asyncpg",
    package="asyncpg",
    modules=("asyncpg",),
    tags=("database",),
    sinks=(
        *(Sink(f"asyncpg.Connection.{method}", "input.sql", ("query", 0), "runs it as SQL", receivers=_NAMES)
          for method in ("fetchmany", "prepare", "cursor", "copy_from_query")),
        *(
        Sink(f"asyncpg.{owner}.{method}", "input.sql", ("query", 0), "runs it as SQL", receivers=_NAMES)
        for owner in ("Connection", "Pool")
        for method in ("execute", "executemany", "fetch", "fetchrow", "fetchval")
        ),
    ),
)  # fmt: skip
