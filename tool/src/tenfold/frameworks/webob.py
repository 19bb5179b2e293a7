"""WebOb, whose requests are those of Pyramid and Morepath too."""

from tenfold.frameworks.flows import Sink
from tenfold.frameworks.held import held
from tenfold.frameworks.model import Handler, Library

_REDIRECTS = (
    "HTTPFound", "HTTPMovedPermanently", "HTTPSeeOther", "HTTPTemporaryRedirect", "HTTPPermanentRedirect",
    "HTTPMultipleChoices",
)  # fmt: skip

HELD = {
    "query": "GET query_string:text", "form": "POST", "any": "params",
    "body": "body:text body_file:text json json_body text:text", "cookie": "cookies",
    "header": "headers host:text host_url:text domain:text user_agent:text referer:text referrer:text authorization "
              "content_type:text client_addr:text application_url:text",
    "path": "urlvars:map urlargs:list",
    "url": "url:text path:text path_info:text path_qs:text path_url:text path_info_peek:text path_info_pop:text",
}  # fmt: skip
"""What its requests hold, and those of the frameworks that stand on it."""

LIBRARY = Library(
    name="WebOb",
    package="webob",
    modules=("webob",),
    sources=held("webob.Request webob.BaseRequest webob.request.Request webob.request.BaseRequest", "request", **HELD),
    handlers=(
        Handler("webob.dec.wsgify", "decorator", request=(("", "webob.Request"),)),
        Handler("webob", "module", takes=("req",), request=(("req", "webob.Request"),)),
    ),
    sinks=(
        *(Sink(f"webob.exc.{name}", "input.redirect", ("location", -1), "redirects to it") for name in _REDIRECTS),
        Sink("webob.static.FileApp", "input.path", ("filename", 0), "sends the file"),
    ),
)  # fmt: skip
