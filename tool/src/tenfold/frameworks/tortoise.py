"""Tortoise ORM."""

from tenfold.frameworks.flows import Sanitizer, Sink
from tenfold.frameworks.model import Library

LIBRARY = Library(
    name="Tortoise ORM",
    package="tortoise-orm",
    modules=("tortoise",),
    tags=("database",),
    sinks=(
        *(Sink(f"tortoise.backends.base.client.BaseDBAsyncClient.{name}", "input.sql", ("query", 0), "runs it as SQL",
               receivers=("",))
          for name in ("execute_query", "execute_query_dict", "execute_script", "execute_insert", "execute_many")),
        Sink("tortoise.expressions.RawSQL", "input.sql", ("sql", 0), "makes SQL of it"),
        Sink("tortoise.models.Model.raw", "input.sql", ("sql", 0), "runs it as SQL", aliases=("tortoise.Model.raw",)),
    ),
    sanitizers=tuple(
        Sanitizer(f"tortoise.models.Model.{name}", ("input.sql",), "query")
        for name in ("filter", "get", "get_or_none", "all", "exclude", "create", "first", "exists")
    ),
)  # fmt: skip
