"""sh."""

from tenfold.frameworks.flows import Sink
from tenfold.frameworks.model import Library

LIBRARY = Library(
    name="sh",
    package="sh",
    modules=("sh",),
    sinks=(Sink("sh.Command", "input.command", ("path", 0), "makes a command of it"),),
)
