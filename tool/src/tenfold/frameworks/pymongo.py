"""PyMongo."""

from tenfold.frameworks.flows import Sink
from tenfold.frameworks.model import Library

_NAMES = ("collection", "coll", "mongo", "col")

LIBRARY = Library(
    name="PyMongo",
    package="pymongo",
    modules=("pymongo", "flask_pymongo", "motor"),
    tags=("database",),
    sinks=(*(Sink("pymongo.collection.Collection.distinct", "input.nosql", ("filter", 1), "takes it as a query",
                  receivers=_NAMES),
             Sink("pymongo.database.Database.command", "input.nosql", ("command", 0), "runs it as a command",
                  receivers=("db", "database"))), *(
        Sink(f"{owner}.{method}", "input.nosql", ("filter", 0), "takes it as a query", receivers=_NAMES)
        for owner in ("pymongo.collection.Collection", "motor.motor_asyncio.AsyncIOMotorCollection")
        for method in ("find", "find_one", "update_one", "update_many", "replace_one", "delete_one", "delete_many",
                       "find_one_and_update", "find_one_and_delete", "find_one_and_replace", "count_documents",
                       "aggregate")
    )),
)  # fmt: skip
