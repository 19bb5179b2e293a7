"""aiohttp."""

from tenfold.frameworks.flows import Sink
from tenfold.frameworks.held import held
from tenfold.frameworks.model import Handler, Library

LIBRARY = Library(
    name="aiohttp",
    package="aiohttp",
    modules=("aiohttp",),
    sources=held(
        "aiohttp.web.Request aiohttp.web.BaseRequest aiohttp.web_request.Request aiohttp.web_request.BaseRequest",
        "request", query="query rel_url:url query_string:text", form="post", cookie="cookies",
        body="json text:text read:text content:text multipart:files",
        header="headers host:text content_type:text raw_headers:list",
        url="path:text url:url raw_path:text path_qs:text",
    ) + held("aiohttp.web.Request aiohttp.web_request.Request", "request", path="match_info:map") + held(
        "aiohttp.web.WebSocketResponse aiohttp.web_ws.WebSocketResponse", "websocket",
        body="receive receive_str:text receive_json receive_bytes:text",
    ),
    handlers=(
        Handler("aiohttp.web", "module", takes=("request",), request=(("request", "aiohttp.web.Request"),)),
        Handler("aiohttp.web", "module", takes=("req",), request=(("req", "aiohttp.web.Request"),)),
        Handler("aiohttp.web.View", "base", attributes=(("request", "aiohttp.web.Request"),)),
    ),
    sinks=(
        Sink("aiohttp.web.FileResponse", "input.path", ("path", 0), "sends the file"),
        *(Sink(f"aiohttp.web.{name}", "input.redirect", ("location", 0), "redirects to it")
          for name in ("HTTPFound", "HTTPMovedPermanently", "HTTPSeeOther", "HTTPTemporaryRedirect",
                       "HTTPPermanentRedirect", "HTTPMultipleChoices", "HTTPUseProxy")),
        *(Sink(f"aiohttp.ClientSession.{method}", "input.ssrf", ("url", 0), "sends a request to it")
          for method in ("get", "post", "put", "patch", "delete", "head", "options")),
        Sink("aiohttp.ClientSession.ws_connect", "input.ssrf", ("url", 0), "connects to it"),
        Sink("aiohttp.ClientSession", "input.ssrf", ("base_url", 0), "sends requests to it", objects=True),
        Sink("aiohttp.ClientSession.request", "input.ssrf", ("url", 1), "sends a request to it"),
        Sink("aiohttp.request", "input.ssrf", ("url", 1), "sends a request to it"),
    ),
)  # fmt: skip
