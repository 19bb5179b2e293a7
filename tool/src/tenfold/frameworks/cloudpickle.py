"""cloudpickle."""

from tenfold.frameworks.flows import Sink
from tenfold.frameworks.model import Library

LIBRARY = Library(
    name="cloudpickle",
    package="cloudpickle",
    modules=("cloudpickle",),
    sinks=tuple(
        Sink(f"cloudpickle.{name}", "input.deserialize", ("", 0), "makes any object of it")
            for name in ("load", "loads")
    ),
)  # fmt: skip
