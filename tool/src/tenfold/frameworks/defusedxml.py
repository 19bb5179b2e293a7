"""defusedxml."""

from tenfold.frameworks.flows import Sink, Transfer
from tenfold.frameworks.model import Library

LIBRARY = Library(
    name="defusedxml",
    package="defusedxml",
    modules=("defusedxml",),
    transfers=tuple(
        Transfer(f"defusedxml.{module}.{name}", "object", "", (0,))
        for module, names in (("ElementTree", ("parse", "fromstring", "XML")), ("minidom", ("parse", "parseString")))
        for name in names
    ),
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
