"""CherryPy."""

from tenfold.frameworks.flows import Sink
from tenfold.frameworks.held import held
from tenfold.frameworks.model import Handler, Library

LIBRARY = Library(
    name="CherryPy",
    package="cherrypy",
    modules=("cherrypy",),
    tags=("framework",),
    sources=held(
        "cherrypy.request cherrypy.serving.request", "cherrypy.request", any="params", query="query_string:text",
        body="body:text rfile:text json", header="headers", cookie="cookie",
        url="path_info:text request_line:text",
    ),
    handlers=(
        Handler("cherrypy.expose", "decorator", others="any", holds="text", mark="exposed"),
        Handler("cherrypy.tools.json_in", "decorator", others="any", holds="text"),
    ),
    sinks=(
        Sink("cherrypy.HTTPRedirect", "input.redirect", ("urls", 0), "redirects to it"),
        Sink("cherrypy.lib.static.serve_file", "input.path", ("path", 0), "sends the file",
             aliases=("cherrypy.lib.static.serve_download",)),
    ),
)  # fmt: skip
