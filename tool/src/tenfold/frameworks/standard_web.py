"""Python's standard library: what its servers hold of a request."""

from tenfold.frameworks.held import held
from tenfold.frameworks.model import Handler, Library, Part, Source

_ENVIRON = "wsgiref.types.WSGIEnvironment"

_ENTRIES: tuple[tuple[Part, tuple[str, ...]], ...] = (
    ("query", ("QUERY_STRING",)), ("url", ("PATH_INFO", "REQUEST_URI", "RAW_URI", "SCRIPT_NAME")),
    ("header", ("CONTENT_TYPE", "HTTP_*")), ("body", ("wsgi.input",)),
)  # fmt: skip

LIBRARY = Library(
    name="Python's standard library",
    package="python",
    modules=("http", "wsgiref", "cgi"),
    sources=(
        *held(
            "http.server.BaseHTTPRequestHandler http.server.SimpleHTTPRequestHandler", "self",
            url="path:text requestline:text", header="headers", body="rfile:text",
        ),
        *(Source(_ENVIRON, part, "environ", keys=keys, holds="text") for part, keys in _ENTRIES),
        Source("cgi.FieldStorage", "any", "the CGI form", until="3.13", holds="json"),
    ),
    handlers=(
        Handler("http.server", "module", ("do_*",)),
        Handler("wsgiref.types.WSGIApplication", "signature", takes=("environ", "start_response"),
                request=(("environ", _ENVIRON),)),
    ),
)  # fmt: skip
