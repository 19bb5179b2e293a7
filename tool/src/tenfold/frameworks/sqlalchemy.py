"""SQLAlchemy."""

from tenfold.frameworks.flows import Sanitizer, Sink, Transfer
from tenfold.frameworks.model import Library

_NAMES = ("session", "connection", "conn", "engine", "db", "database")

_ELSEWHERE = {
    "select": ("sqlalchemy.future.select",),
    "insert": ("sqlalchemy.dialects.postgresql.insert", "sqlalchemy.dialects.sqlite.insert",
               "sqlalchemy.dialects.mysql.insert"),
}  # fmt: skip

LIBRARY = Library(
    name="SQLAlchemy",
    package="sqlalchemy",
    modules=("sqlalchemy", "flask_sqlalchemy", "sqlmodel"),
    tags=("database",),
    sinks=(
        Sink("sqlalchemy.text", "input.sql", ("text", 0), "makes SQL of it",
             aliases=("sqlalchemy.sql.text", "sqlalchemy.sql.expression.text", "flask_sqlalchemy.SQLAlchemy.text",
                      "sqlmodel.text", "sqlalchemy.sql.elements.TextClause", "sqlalchemy.TextClause")),
        Sink("sqlalchemy.literal_column", "input.sql", ("text", 0), "makes SQL of it",
             aliases=("sqlalchemy.sql.expression.literal_column",)),
        *(Sink(f"sqlalchemy.{owner}.exec_driver_sql", "input.sql", ("statement", 0), "runs it as SQL", receivers=("",))
          for owner in ("engine.Connection", "ext.asyncio.AsyncConnection")),
        Sink("sqlalchemy.DDL", "input.sql", ("statement", 0), "makes SQL of it", aliases=("sqlalchemy.schema.DDL",)),
        Sink("sqlalchemy.orm.Query.from_statement", "input.sql", ("statement", 0), "runs it as SQL", receivers=("",),
             objects=True),
        *(Sink(f"sqlalchemy.sql.Select.{name}", "input.sql", (argument, 0), "puts it into the SQL as it "
                                                                            "is", objects=True)
          for name, argument in (("prefix_with", ""), ("suffix_with", ""), ("with_statement_hint", "text"))),
        *(Sink(f"sqlalchemy.ext.asyncio.{owner}.{method}", "input.sql", ("statement", 0), "runs it as SQL",
               receivers=_NAMES, objects=True)
          for owner in ("AsyncConnection", "AsyncSession") for method in ("stream", "stream_scalars")),
        *(
            Sink(f"sqlalchemy.{owner}.{method}", "input.sql", ("statement", 0), "runs it as SQL", receivers=_NAMES,
                 objects=True)
            for owner in ("engine.Connection", "orm.Session", "ext.asyncio.AsyncSession", "ext.asyncio.AsyncConnection")
            for method in ("execute", "scalar", "scalars")
        ),
    ),
    transfers=(Transfer("sqlalchemy.inspect", "unknown"), Transfer("sqlalchemy.create_engine", "unknown")),
    sanitizers=(
        Sanitizer("sqlalchemy.bindparam", ("input.sql",), aliases=("sqlalchemy.sql.bindparam", "sqlalchemy.literal",
                                                                   "sqlalchemy.sql.expression.bindparam")),
        *(Sanitizer(f"sqlalchemy.sql.compiler.IdentifierPreparer.{name}", ("input.sql",))
          for name in ("quote", "quote_identifier", "format_table", "format_column")),
        *(Sanitizer(f"sqlalchemy.{name}", ("input.sql",), "query", aliases=(
            f"sqlalchemy.sql.{name}", f"sqlalchemy.sql.expression.{name}", f"flask_sqlalchemy.SQLAlchemy.{name}",
            f"sqlmodel.{name}", *_ELSEWHERE.get(name, ())))
          for name in ("select", "insert", "update", "delete", "union", "union_all", "exists", "func", "case")),
        *(Sanitizer(f"sqlalchemy.{name}", ("input.sql",), "query") for name in (
            "orm.Session.query", "orm.Query", "Table")),
        Sanitizer("flask_sqlalchemy.SQLAlchemy.session.query", ("input.sql",), "query"),
        Sanitizer("flask_sqlalchemy.SQLAlchemy.Model.query", ("input.sql",), "query"),
    ),
)  # fmt: skip
