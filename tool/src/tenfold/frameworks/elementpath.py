"""elementpath."""

from tenfold.frameworks.flows import Sink
from tenfold.frameworks.model import Library

LIBRARY = Library(
    name="elementpath",
    package="elementpath",
    modules=("elementpath",),
    sinks=(
        *(Sink(f"elementpath.{name}", "input.xpath", ("path", 1), "takes it as an XPath expression")
          for name in ("select", "iter_select")),
        Sink("elementpath.Selector", "input.xpath", ("path", 0), "takes it as an XPath expression"),
    ),
)  # fmt: skip
