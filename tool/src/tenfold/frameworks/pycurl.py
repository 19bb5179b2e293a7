"""PycURL."""

from tenfold.frameworks.flows import Sink
from tenfold.frameworks.model import Library

LIBRARY = Library(
    name="PycURL",
    package="pycurl",
    modules=("pycurl",),
    sinks=(Sink("pycurl.Curl.setopt", "input.ssrf", ("value", 1), "sends a request to it",
        when=(("option", 0, ("pycurl.URL",)),)),),
)  # fmt: skip
