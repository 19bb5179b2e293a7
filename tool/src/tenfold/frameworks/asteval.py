"""asteval."""

from tenfold.frameworks.flows import Sink
from tenfold.frameworks.model import Library

LIBRARY = Library(
    name="asteval",
    package="asteval",
    modules=("asteval",),
    sinks=(Sink("asteval.Interpreter.eval", "input.code", ("expr", 0), "evaluates it"),),
)  # fmt: skip
