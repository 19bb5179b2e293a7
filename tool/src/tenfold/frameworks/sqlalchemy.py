"""SQLAlchemy."""

from tenfold.frameworks.flows import Sanitizer, Sink
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
                      "sqlmodel.text")),
        Sink("sqlalchemy.literal_column", "input.sql", ("text", 0), "makes SQL of it",
             aliases=("sqlalchemy.sql.expression.literal_column",)),
        Sink("sqlalchemy.engine.Connection.exec_driver_sql", "input.sql", ("statement", 0), "runs it as SQL",
             receivers=_NAMES),
        *(
            Sink(f"sqlalchemy.{owner}.{method}", "input.sql", ("statement", 0), "runs it as SQL", receivers=_NAMES,
                 objects=True)
            for owner in ("engine.Connection", "orm.Session", "ext.asyncio.AsyncSession")
            for method in ("execute", "scalar", "scalars")
        ),
    ),
    sanitizers=(
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
