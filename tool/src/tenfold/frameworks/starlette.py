"""Starlette, which FastAPI stands on."""

from tenfold.frameworks.model import (
    AppMaker,
    Bundle,
    BundledRoute,
    Hook,
    HtmlSink,
    Library,
    Part,
    Protection,
    Renderer,
    RouteMaker,
    Router,
    Source,
    ViewBase,
)

_HELD: tuple[tuple[str, Part], ...] = (
    ("query_params", "query"), ("path_params", "path"), ("headers", "header"), ("cookies", "cookie"), ("url", "url"),
    ("json", "body"), ("body", "body"), ("form", "form"), ("stream", "body"),
)  # fmt: skip

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
    sources=tuple(
        Source(
            f"starlette.requests.Request.{name}", part, f"request.{name}",
            aliases=(f"fastapi.Request.{name}", f"fastapi.requests.Request.{name}"),
        )
        for name, part in _HELD
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
