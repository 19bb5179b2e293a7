"""xmltodict."""

from tenfold.frameworks.flows import Sink, Transfer
from tenfold.frameworks.model import Library

LIBRARY = Library(
    name="xmltodict",
    package="xmltodict",
    modules=("xmltodict",),
    transfers=(Transfer("xmltodict.parse", "mapping", "decoded", (0,)), Transfer("xmltodict.unparse", "data",
    "", (0,))),
    sinks=(
        Sink("xmltodict.parse", "input.xml", ("xml_input", 0), "parses XML and refuses entities", safe=True,
             when=(("disable_entities", -1, (True,)),)),
    ),
)  # fmt: skip
