"""Starlette, which FastAPI stands on."""

from tenfold.frameworks.held import held
from tenfold.frameworks.model import (
    AppMaker,
    Bundle,
    BundledRoute,
    Handler,
    Hook,
    HtmlSink,
    Library,
    Protection,
    Renderer,
    RouteMaker,
    Router,
    ViewBase,
)

_REQUEST = "starlette.requests.Request"
_METHODS = ("get", "post", "put", "patch", "delete", "head", "options")

LIBRARY = Library(
    name="Starlette",
    package="starlette",
    modules=("starlette",),
    apps=(AppMaker("starlette.applications.Starlette", "fastapi"),),
    tags=("framework",),
    routers=(
        Router("starlette.applications.Starlette", root=True, middleware="middleware", routes="routes"),
        Router("starlette.routing.Router", middleware="middleware", routes="routes"),
    ),
    routes=(
        RouteMaker("starlette.applications.Starlette.route", ("GET",), "decorator", path=("path", 0)),
        RouteMaker(
            "starlette.applications.Starlette.websocket_route", (), "decorator", path=("path", 0),
            kind="websocket", until="1.0",
        ),
        RouteMaker(
            "starlette.applications.Starlette.add_route", ("GET",), "call", view=("route", 1), path=("path", 0)
        ),
        RouteMaker(
            "starlette.applications.Starlette.add_websocket_route", (), "call", view=("route", 1), path=("path", 0),
            kind="websocket", until="1.0",
        ),
        RouteMaker("starlette.applications.Starlette.mount", (), "mount", view=("app", 1), path=("path", 0)),
        RouteMaker("starlette.routing.Router.add_route", ("GET",), "call", view=("endpoint", 1), path=("path", 0)),
        RouteMaker("starlette.routing.Router.mount", (), "mount", view=("app", 1), path=("path", 0)),
        RouteMaker("starlette.routing.Route", ("GET",), "list", view=("endpoint", 1), path=("path", 0)),
        RouteMaker(
            "starlette.routing.WebSocketRoute", (), "list", view=("endpoint", 1), path=("path", 0), kind="websocket"
        ),
        RouteMaker("starlette.routing.Mount", (), "mount", view=("app", 1), path=("path", 0)),
        RouteMaker("starlette.routing.Host", (), "mount", view=("app", 1)),
    ),
    hooks=(
        Hook("starlette.applications.Starlette.middleware", "around"),
        Hook("starlette.applications.Starlette.add_middleware", "around"),
        Hook("starlette.middleware.Middleware", "around"),
    ),
    bundles=(
        Bundle(
            "starlette.staticfiles.StaticFiles",
            (BundledRoute("/{path:path}", ("GET",), "starlette.staticfiles.StaticFiles", kind="static"),),
            aliases=("fastapi.staticfiles.StaticFiles",),
        ),
    ),
    views=(
        ViewBase("starlette.endpoints.HTTPEndpoint"),
        ViewBase("starlette.endpoints.WebSocketEndpoint"),
    ),
    protections=(
        Protection(
            "starlette.middleware.httpsredirect.HTTPSRedirectMiddleware", "transport.https", "middleware",
            "redirects plain HTTP to HTTPS",
            aliases=("fastapi.middleware.httpsredirect.HTTPSRedirectMiddleware",),
        ),
        Protection(
            "starlette.authentication.requires", "framework.access", "decorator",
            "refuses a request without the named scopes",
        ),
    ),
    sources=(
        *held(
            "starlette.requests.Request fastapi.Request fastapi.requests.Request", "request",
            query="query_params", path="path_params:map", header="headers base_url:url", cookie="cookies",
            url="url:url",
            body="json body:text stream:text", form="form",
        ),
        *held(
            "starlette.websockets.WebSocket fastapi.WebSocket fastapi.websockets.WebSocket", "websocket",
            query="query_params", path="path_params:map", header="headers base_url:url", cookie="cookies",
            url="url:url",
            body="receive receive_text:text receive_json receive_bytes:text iter_text:list iter_json:list "
                 "iter_bytes:list",
        ),
        *held("starlette.requests.HTTPConnection fastapi.requests.HTTPConnection", "connection", query="query_params",
              path="path_params:map", header="headers base_url:url", cookie="cookies", url="url:url"),
    ),
    handlers=(
        Handler("starlette.endpoints.HTTPEndpoint", "base", _METHODS, request=(("", _REQUEST),)),
        Handler("starlette.endpoints.WebSocketEndpoint", "base", ("on_receive",), others="body", only=("data",)),
        Handler("starlette.middleware.base.BaseHTTPMiddleware", "base", ("dispatch",),
                request=(("", _REQUEST),)),
        Handler("starlette.middleware.base", "module", ("dispatch",), request=(("request", _REQUEST),)),
    ),
    html=(
        HtmlSink(
            "starlette.responses.HTMLResponse", ("content", 0), "response", content_type=(("media_type", 3),),
            aliases=("fastapi.responses.HTMLResponse",),
        ),
        HtmlSink(
            "starlette.responses.Response", ("content", 0), "response", content_type=(("media_type", 3),), html=False,
            aliases=("fastapi.Response", "fastapi.responses.Response"),
        ),
    ),
    renderers=(
        Renderer(
            "starlette.templating.Jinja2Templates.TemplateResponse", ("name", 0), ("context", 1),
            aliases=("fastapi.templating.Jinja2Templates.TemplateResponse",),
        ),
    ),
)  # fmt: skip
