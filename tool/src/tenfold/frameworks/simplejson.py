"""simplejson."""

from tenfold.frameworks.flows import Transfer
from tenfold.frameworks.model import Library

LIBRARY = Library(
    name="simplejson",
    package="simplejson",
    modules=("simplejson",),
    transfers=(
        *(Transfer(f"simplejson.{name}", "mapping", "decoded", (0,)) for name in ("loads", "load")),
        Transfer("simplejson.dumps", "data", "", (0,)),
    ),
)
