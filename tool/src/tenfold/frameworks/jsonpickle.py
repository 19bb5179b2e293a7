"""jsonpickle."""

from tenfold.frameworks.flows import Sink
from tenfold.frameworks.model import Library

LIBRARY = Library(
    name="jsonpickle",
    package="jsonpickle",
    modules=("jsonpickle",),
    sinks=tuple(
        Sink(f"jsonpickle.{name}", "input.deserialize", ("", 0), "makes any object of it")
            for name in ("decode", "loads", "unpickler.decode", "unpickler.Unpickler.restore")
    ),
)  # fmt: skip
