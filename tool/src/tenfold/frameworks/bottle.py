"""Bottle."""

from tenfold.frameworks.flows import Sink
from tenfold.frameworks.held import held
from tenfold.frameworks.model import Handler, Library, Source
from tenfold.frameworks.webargs import arguments_of

_VERBS = ("route", "get", "post", "put", "patch", "delete")

LIBRARY = Library(
    name="Bottle",
    package="bottle",
    modules=("bottle",),
    tags=("framework",),
    sources=(
        *held(
            "bottle.BaseRequest bottle.request bottle.LocalRequest bottle.Request", "request",
            query="query GET query_string:text", form="forms POST", any="params", body="json body:text",
            file="files:files",
            header="headers get_header:text environ auth content_type:text remote_addr:text remote_route:list",
            cookie="cookies get_cookie:text", path="url_args:map",
            url="path:text url:text fullpath:text script_name:text urlparts:url",
        ),
        Source("bottle.FileUpload.filename", "file", "upload.filename", aliases=("bottle.FileUpload.raw_filename",),
               holds="text"),
    ),
    handlers=(
        *arguments_of("webargs.bottleparser"),
        Handler(
            "bottle.route", "decorator", others="path", holds="text",
            aliases=(*(f"bottle.{verb}" for verb in _VERBS[1:]), *(f"bottle.Bottle.{verb}" for verb in _VERBS)),
        ),
    ),
    sinks=(
        Sink("bottle.redirect", "input.redirect", ("url", 0), "redirects to it"),
        Sink("bottle.static_file", "input.path", ("filename", 0), "keeps the path inside the folder", safe=True),
        Sink("bottle.static_file", "input.path", ("root", 1), "sends files below it"),
        Sink("bottle.template", "input.code", ("tpl", 0), "compiles it as template source"),
        Sink("bottle.SimpleTemplate", "input.code", ("source", 0), "compiles it as template source"),
    ),
)  # fmt: skip
