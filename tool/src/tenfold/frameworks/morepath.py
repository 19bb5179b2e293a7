"""Morepath."""

from tenfold.frameworks.flows import Sink
from tenfold.frameworks.held import held
from tenfold.frameworks.model import Handler, Library
from tenfold.frameworks.webob import HELD

LIBRARY = Library(
    name="Morepath",
    package="morepath",
    modules=("morepath",),
    tags=("framework",),
    sources=held("morepath.Request", "request", **HELD),
    handlers=(
        Handler(
            "morepath.App.path", "decorator", request=(("request", "morepath.Request"),), others="path",
            skip=("app",), holds="text",
        ),
        Handler("morepath", "module", takes=("request",), request=(("request", "morepath.Request"),)),
        # A package whose app is made elsewhere imports the directives of that app alone.
        Handler(
            "morepath.App.view", "decorator", request=(("request", "morepath.Request"), ("req", "morepath.Request")),
            aliases=("morepath.App.json", "morepath.App.html"),
        ),
    ),
    sinks=(Sink("morepath.redirect", "input.redirect", ("location", 0), "redirects to it"),),
)  # fmt: skip
