"""Mako."""

from tenfold.frameworks.flows import Sink
from tenfold.frameworks.model import Library

LIBRARY = Library(
    name="Mako",
    package="mako",
    modules=("mako",),
    sinks=(
        Sink("mako.template.Template", "input.code", ("text", 0), "compiles it as template source"),
        Sink("mako.lookup.TemplateLookup.put_string", "input.code", ("text", 1), "compiles it as template source"),
    ),
)  # fmt: skip
