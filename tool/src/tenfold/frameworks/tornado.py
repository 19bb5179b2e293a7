"""Tornado."""

from tenfold.frameworks.flows import Sink
from tenfold.frameworks.held import held
from tenfold.frameworks.model import Handler, Library
from tenfold.frameworks.webargs import arguments_of

_REQUEST = "tornado.httputil.HTTPServerRequest"
_HANDLERS = ("tornado.web.RequestHandler", "tornado.web.StaticFileHandler", "tornado.web.ErrorHandler")

LIBRARY = Library(
    name="Tornado",
    package="tornado",
    modules=("tornado",),
    tags=("framework",),
    sources=(
        *held(
            "tornado.web.RequestHandler tornado.websocket.WebSocketHandler tornado.web.StaticFileHandler", "self",
            any="get_argument:text get_arguments:list",
            query="get_query_argument:text get_query_arguments:list",
            form="get_body_argument:text get_body_arguments:list",
            cookie="cookies get_cookie:text", path="path_args:list path_kwargs:map",
        ),
        *held(
            _REQUEST, "self.request", any="arguments", query="query_arguments query:text",
            form="body_arguments", body="body:text", file="files:files", header="headers host:text host_name:text",
            cookie="cookies", url="uri:text path:text full_url:text",
        ),
    ),
    handlers=(
        *arguments_of("webargs.tornadoparser"),
        Handler(
            "tornado.web.RequestHandler", "base",
            ("get", "post", "put", "patch", "delete", "head", "options"), others="path", holds="text",
            attributes=(("request", _REQUEST),), aliases=("tornado.web.StaticFileHandler", "tornado.web.ErrorHandler"),
        ),
        Handler(
            "tornado.websocket.WebSocketHandler", "base", ("on_message",), others="body", holds="text",
            attributes=(("request", _REQUEST),),
        ),
    ),
    sinks=(
        *(Sink(f"{handler}.redirect", "input.redirect", ("url", 0), "redirects to it") for handler in _HANDLERS),
        Sink("tornado.template.Template", "input.code", ("template_string", 0), "compiles it as template source"),
        *(Sink(f"tornado.httpclient.{client}.fetch", "input.ssrf", ("request", 0), "sends a request to it")
          for client in ("AsyncHTTPClient", "HTTPClient")),
        Sink("tornado.httpclient.HTTPRequest", "input.ssrf", ("url", 0), "makes a request to it"),
        Sink("tornado.process.Subprocess", "input.command", ("args", 0), "starts it"),
    ),
)  # fmt: skip
