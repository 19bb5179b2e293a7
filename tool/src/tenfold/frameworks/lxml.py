"""lxml."""

from tenfold.frameworks.flows import Sink, Transfer
from tenfold.frameworks.model import Library

LIBRARY = Library(
    name="lxml",
    package="lxml",
    modules=("lxml",),
    transfers=(
        *(Transfer(f"lxml.{module}.{name}", "object", "", (0,))
          for module, names in (
              ("etree", ("fromstring", "parse", "XML", "HTML", "iterparse")), ("html", ("fromstring", "parse")),
              ("objectify", ("fromstring", "parse")))
          for name in names),
        Transfer("lxml.etree.tostring", "data", "", (0,)),
        Transfer("lxml.html.tostring", "data", "", (0,)),
    ),
    sinks=(
        *(Sink(f"lxml.etree.{owner}.xpath", "input.xpath", ("_path", 0), "takes it as an XPath expression",
               receivers=("",))
          for owner in ("_Element", "_ElementTree")),
        *(Sink(f"lxml.etree.{owner}.{name}", "input.xpath", ("path", 0), "takes it as a path of elements",
               receivers=("tree", "root", "element", "elem", "xml", "doc"), objects=True)
          for owner in ("_Element", "_ElementTree") for name in ("find", "findall", "iterfind", "findtext")),
        *(Sink(f"lxml.objectify.{name}", "input.xml", ("source", 0), "parses it as XML")
          for name in ("parse", "fromstring", "XML")),
        *(Sink(f"lxml.etree.{name}", "input.xpath", ("path", 0), "takes it as an XPath expression")
          for name in ("XPath", "ETXPath", "XPathEvaluator", "XPathDocumentEvaluator")),
        *(Sink(f"lxml.etree.{name}", "input.xml", ("source", 0), "parses it as XML")
          for name in ("parse", "fromstring", "XML", "iterparse", "fromstringlist")),
    ),
)  # fmt: skip
