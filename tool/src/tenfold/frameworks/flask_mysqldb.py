"""Flask-MySQLdb."""

from tenfold.frameworks.flows import Sink
from tenfold.frameworks.model import Library

_NAMES = ("cursor", "cur", "conn", "connection", "con", "db", "database")

LIBRARY = Library(
    name="Flask-MySQLdb",
    package="flask-mysqldb",
    modules=("flask_mysqldb",),
    tags=("database",),
    sinks=(
        Sink("flask_mysqldb.MySQL.connection.cursor.execute", "input.sql", ("query", 0), "runs it as SQL",
            receivers=_NAMES),
    ),
)  # fmt: skip
