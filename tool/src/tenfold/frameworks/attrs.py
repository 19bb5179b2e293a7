"""attrs."""

from tenfold.frameworks.flows import Transfer
from tenfold.frameworks.model import Library

LIBRARY = Library(
    name="attrs",
    package="attrs",
    modules=("attr", "attrs"),
    tags=("schema",),
    transfers=(
        Transfer("attr.asdict", "fields", "", (0,), aliases=("attrs.asdict",)),
        Transfer("attr.astuple", "data", "", (0,), aliases=("attrs.astuple",)),
        Transfer("attr.evolve", "same", "", (0,), aliases=("attrs.evolve",)),
    ),
)
