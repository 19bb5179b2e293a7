"""Pyramid."""

from tenfold.frameworks.flows import Sink
from tenfold.frameworks.held import held
from tenfold.frameworks.model import Handler, Library
from tenfold.frameworks.webargs import arguments_of
from tenfold.frameworks.webob import HELD

_REDIRECTS = (
    "HTTPFound", "HTTPMovedPermanently", "HTTPSeeOther", "HTTPTemporaryRedirect", "HTTPPermanentRedirect",
    "HTTPMultipleChoices",
)  # fmt: skip

LIBRARY = Library(
    name="Pyramid",
    package="pyramid",
    modules=("pyramid",),
    tags=("framework",),
    sources=(
        *held("pyramid.request.Request", "request", **HELD),
        *held("pyramid.request.Request", "request", path="matchdict:map"),
    ),
    handlers=(
        *arguments_of("webargs.pyramidparser"),
        Handler("pyramid", "module", takes=("request",), request=(("request", "pyramid.request.Request"),)),
    ),
    sinks=(
        *(Sink(f"pyramid.httpexceptions.{name}", "input.redirect", ("location", 0), "redirects to it")
          for name in _REDIRECTS),
        Sink("pyramid.response.FileResponse", "input.path", ("path", 0), "sends the file"),
    ),
)  # fmt: skip
