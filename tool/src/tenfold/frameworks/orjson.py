"""orjson."""

from tenfold.frameworks.flows import Transfer
from tenfold.frameworks.model import Library

LIBRARY = Library(
    name="orjson",
    package="orjson",
    modules=("orjson",),
    transfers=(Transfer("orjson.loads", "mapping", "decoded", (0,)), Transfer("orjson.dumps", "data", "", (0,))),
)
