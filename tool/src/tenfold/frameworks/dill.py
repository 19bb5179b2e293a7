"""dill."""

from tenfold.frameworks.flows import Sink
from tenfold.frameworks.model import Library

LIBRARY = Library(
    name="dill",
    package="dill",
    modules=("dill",),
    sinks=tuple(
        Sink(f"dill.{name}", "input.deserialize", ("", 0), "makes any object of it")
        for name in ("load", "loads", "Unpickler")
    ),
)  # fmt: skip
