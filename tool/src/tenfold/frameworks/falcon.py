"""Falcon."""

from tenfold.frameworks.flows import Sink
from tenfold.frameworks.held import held
from tenfold.frameworks.model import Handler, Library
from tenfold.frameworks.webargs import arguments_of

_REDIRECTS = ("HTTPFound", "HTTPMovedPermanently", "HTTPSeeOther", "HTTPTemporaryRedirect", "HTTPPermanentRedirect")

LIBRARY = Library(
    name="Falcon",
    package="falcon",
    modules=("falcon",),
    tags=("framework",),
    sources=held(
        "falcon.Request falcon.asgi.Request", "req",
        query="get_param:text get_param_as_list:list get_param_as_dict params query_string:text "
              "get_param_as_json:json get_param_as_media:json get_query_string_as_media:json",
        body="media get_media stream:text bounded_stream:text",
        header="headers headers_lower get_header:text env auth:text user_agent:text referer:text host:text netloc:text "
               "content_type:text forwarded_host:text forwarded_uri:text subdomain:text accept:text access_route:list",
        cookie="cookies get_cookie_values:list", url="path:text uri:text url:text relative_uri:text prefix:text",
    ),
    handlers=(
        *arguments_of("webargs.falconparser"),
        Handler(
            "falcon", "module",
            ("on_get*", "on_post*", "on_put*", "on_patch*", "on_delete*", "on_head*", "on_options*", "on_websocket*"),
            takes=("req", "request"), request=(("req", "falcon.Request"), ("request", "falcon.Request")),
            others="path", skip=("resp", "res", "response", "ws"), holds="text",
        ),
        Handler(
            "falcon", "module", takes=("req", "request"),
            request=(("req", "falcon.Request"), ("request", "falcon.Request")),
        ),
    ),
    sinks=tuple(
        Sink(f"falcon.{name}", "input.redirect", ("location", 0), "redirects to it") for name in _REDIRECTS
    ),
)  # fmt: skip
