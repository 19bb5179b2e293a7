"""Sanic."""

from tenfold.frameworks.flows import Sink
from tenfold.frameworks.held import held
from tenfold.frameworks.model import Handler, Library

_VERBS = ("get", "post", "put", "patch", "delete", "route", "websocket")
_MAKERS = tuple(f"sanic.{owner}.{verb}" for owner in ("Sanic", "Blueprint") for verb in _VERBS)

LIBRARY = Library(
    name="Sanic",
    package="sanic",
    modules=("sanic",),
    tags=("framework",),
    sources=held(
        "sanic.Request sanic.request.Request sanic.request.types.Request", "request",
        query="args get_args query_args:list get_query_args:list query_string:text", form="form get_form",
        body="json load_json body:text stream:text", file="files:files",
        header="headers host:text content_type:text token:text credentials forwarded remote_addr:text server_name:text "
               "raw_headers:text",
        cookie="cookies", path="match_info:map", url="path:text url:text raw_url:text",
    ),
    handlers=(
        Handler(_MAKERS[0], "decorator", request=(("", "sanic.Request"),), others="path", skip=("ws",), holds="text",
                aliases=_MAKERS[1:]),
        Handler(
            "sanic.views.HTTPMethodView", "base", ("get", "post", "put", "patch", "delete", "head", "options"),
            request=(("", "sanic.Request"),), others="path", holds="text",
        ),
        Handler("sanic", "module", takes=("request",), request=(("request", "sanic.Request"),)),
    ),
    sinks=(
        Sink("sanic.response.redirect", "input.redirect", ("to", 0), "redirects to it", aliases=("sanic.redirect",)),
        Sink("sanic.response.file", "input.path", ("location", 0), "sends the file", aliases=("sanic.file",)),
        Sink("sanic.response.file_stream", "input.path", ("location", 0), "sends the file"),
    ),
)  # fmt: skip
