"""lxml."""

from tenfold.frameworks.flows import Sink
from tenfold.frameworks.model import Library

LIBRARY = Library(
    name="lxml",
    package="lxml",
    modules=("lxml",),
    sinks=(
        *(Sink(f"lxml.etree.{name}", "input.xpath", ("path", 0), "takes it as an XPath expression")
          for name in ("XPath", "ETXPath", "XPathEvaluator", "_Element.xpath", "_ElementTree.xpath")),
        *(Sink(f"lxml.etree.{name}", "input.xml", ("source", 0), "parses it as XML")
          for name in ("parse", "fromstring", "XML", "iterparse", "fromstringlist")),
    ),
)  # fmt: skip
