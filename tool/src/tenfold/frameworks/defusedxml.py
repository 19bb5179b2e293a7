"""defusedxml."""

from tenfold.frameworks.flows import Sink
from tenfold.frameworks.model import Library

LIBRARY = Library(
    name="defusedxml",
    package="defusedxml",
    modules=("defusedxml",),
    sinks=tuple(
        Sink(f"defusedxml.{module}.{name}", "input.xml", ("source", 0), "parses XML without entities", safe=True)
        for module, names in (
            ("ElementTree", ("parse", "fromstring", "iterparse", "XML")), ("minidom", ("parse", "parseString")),
            ("pulldom", ("parse", "parseString")), ("sax", ("parse", "parseString", "make_parser")),
            ("lxml", ("parse", "fromstring", "XML")), ("cElementTree", ("parse", "fromstring", "iterparse", "XML")),
        )
        for name in names
    ),
)  # fmt: skip
