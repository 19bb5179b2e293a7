"""ujson."""

from tenfold.frameworks.flows import Transfer
from tenfold.frameworks.model import Library

LIBRARY = Library(
    name="ujson",
    package="ujson",
    modules=("ujson",),
    transfers=(
        *(Transfer(f"ujson.{name}", "mapping", "decoded", (0,)) for name in ("loads", "load")),
        Transfer("ujson.dumps", "data", "", (0,)),
    ),
)
