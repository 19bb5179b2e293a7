"""Quart."""

from tenfold.frameworks.flows import Sanitizer, Sink
from tenfold.frameworks.held import held
from tenfold.frameworks.model import AppMaker, Library, Router, ViewBase

LIBRARY = Library(
    name="Quart",
    package="quart",
    modules=("quart",),
    apps=(AppMaker("quart.Quart", "flask", aliases=("quart.app.Quart",)),),
    tags=("framework",),
    routers=(
        Router("quart.Quart", root=True, like="flask.Flask", aliases=("quart.app.Quart",)),
        Router("quart.Blueprint", prefix=("url_prefix", 5), replaces=True, like="flask.Blueprint"),
    ),
    sinks=(
        Sink("quart.render_template_string", "input.code", ("source", 0), "compiles it as template source",
             aliases=("quart.templating.render_template_string", "quart.stream_template_string")),
        Sink("quart.send_file", "input.path", ("filename_or_io", 0), "sends the file", objects=True,
             aliases=("quart.helpers.send_file",)),
        Sink("quart.send_from_directory", "input.path", ("file_name", 1), "keeps the path inside the folder", safe=True,
             aliases=("quart.helpers.send_from_directory",)),
        Sink("quart.redirect", "input.redirect", ("location", 0), "redirects to it"),
    ),
    sanitizers=(
        Sanitizer("quart.helpers.safe_join", ("input.path",)),
        Sanitizer("quart.url_for", ("input.redirect", "input.ssrf", "input.headers"),
        aliases=("quart.helpers.url_for",)),
    ),
    sources=(
        *held(
            "quart.Request quart.request quart.globals.request", "request",
            query="args query_string:text", form="form", any="values",
            body="json get_json data:text get_data:text body:text", file="files:files", cookie="cookies",
            header="headers referrer:text user_agent host:text host_url:text url_root:text root_url:text authorization "
                   "mimetype:text content_type:text content_encoding:text access_route:list origin:text",
            path="view_args:map", url="path:text full_path:text url:text base_url:text",
        ),
        *held("quart.wrappers.Websocket quart.websocket", "websocket", query="args query_string:text",
              body="receive:text receive_json:json", header="headers host:text", cookie="cookies", path="view_args:map",
              url="path:text full_path:text url:text"),
    ),
    views=(ViewBase("quart.views.View", ("GET",)), ViewBase("quart.views.MethodView")),
)  # fmt: skip
