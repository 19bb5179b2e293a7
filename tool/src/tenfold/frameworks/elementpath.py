"""elementpath."""

from tenfold.frameworks.flows import Sink
from tenfold.frameworks.model import Library

LIBRARY = Library(
    name="elementpath",
    package="elementpath",
    modules=("elementpath",),
    sinks=(Sink("elementpath.select", "input.xpath", ("path", 1), "takes it as an XPath expression"),),
)  # fmt: skip
