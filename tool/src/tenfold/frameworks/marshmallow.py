"""marshmallow."""

from tenfold.frameworks.flows import Transfer
from tenfold.frameworks.model import Library

LIBRARY = Library(
    name="marshmallow",
    package="marshmallow",
    modules=("marshmallow",),
    tags=("schema",),
    transfers=(
        *(Transfer(f"marshmallow.Schema.{name}", "mapping", arguments=(0,)) for name in ("load", "loads")),
        *(Transfer(f"marshmallow.Schema.{name}", "mapping", arguments=(0,)) for name in ("dump", "validate")),
        Transfer("marshmallow.Schema.dumps", "data", arguments=(0,)),
    ),
)
