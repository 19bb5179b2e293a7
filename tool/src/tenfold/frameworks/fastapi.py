"""FastAPI."""

from tenfold.frameworks.model import AppMaker, Bundle, BundledRoute, Hook, Library, Protection, RouteMaker, Router

_VERBS = tuple(
    RouteMaker(
        f"fastapi.FastAPI.{verb}", (verb.upper(),), "decorator", path=("path", 0), dependencies=("dependencies",)
    )
    for verb in ("get", "post", "put", "patch", "delete")
)
_HEADER = "reads the credential from a header, which no other site can send along"

_SCHEMES = {
    "OAuth2PasswordBearer": "oauth2", "OAuth2AuthorizationCodeBearer": "oauth2", "OAuth2": "oauth2",
    "HTTPBearer": "http", "HTTPBasic": "http", "HTTPDigest": "http",
    "APIKeyHeader": "api_key", "APIKeyQuery": "api_key", "APIKeyCookie": "api_key",
    "OpenIdConnect": "open_id_connect_url",
}  # fmt: skip
_NO_COOKIE = frozenset({
    "OAuth2PasswordBearer", "OAuth2AuthorizationCodeBearer", "OAuth2", "HTTPBearer", "APIKeyHeader", "APIKeyQuery",
    "OpenIdConnect",
})  # fmt: skip


def _scheme(name: str, module: str) -> tuple[Protection, ...]:
    access = Protection(
        f"fastapi.security.{name}", "framework.access", "dependency", "refuses a request without a credential",
        aliases=(f"fastapi.security.{module}.{name}",), off=(("auto_error", False),),
    )  # fmt: skip
    if name not in _NO_COOKIE:
        return (access,)
    csrf = Protection(
        f"fastapi.security.{name}", "framework.csrf", "dependency", _HEADER,
        aliases=(f"fastapi.security.{module}.{name}",),
    )  # fmt: skip
    return access, csrf


LIBRARY = Library(
    name="FastAPI",
    package="fastapi",
    modules=("fastapi",),
    apps=(AppMaker("fastapi.FastAPI", "fastapi", aliases=("fastapi.applications.FastAPI",)),),
    tags=("framework",),
    routers=(
        Router(
            "fastapi.FastAPI", root=True, dependencies=("dependencies",), middleware="middleware", routes="routes",
            like="starlette.applications.Starlette", aliases=("fastapi.applications.FastAPI",),
        ),
        Router(
            "fastapi.APIRouter", prefix=("prefix", -1), dependencies=("dependencies",), routes="routes",
            like="fastapi.FastAPI", aliases=("fastapi.routing.APIRouter",),
        ),
    ),
    routes=(
        *_VERBS,
        RouteMaker(
            "fastapi.FastAPI.api_route", ("GET",), "decorator", path=("path", 0), dependencies=("dependencies",)
        ),
        RouteMaker(
            "fastapi.FastAPI.websocket", (), "decorator", path=("path", 0), kind="websocket",
            dependencies=("dependencies",),
        ),
        RouteMaker(
            "fastapi.FastAPI.add_api_route", ("GET",), "call", view=("endpoint", 1), path=("path", 0),
            dependencies=("dependencies",),
        ),
        RouteMaker(
            "fastapi.FastAPI.add_api_websocket_route", (), "call", view=("endpoint", 1), path=("path", 0),
            kind="websocket", dependencies=("dependencies",),
        ),
        RouteMaker(
            "fastapi.FastAPI.include_router", (), "mount", view=("router", 0), path=("prefix", -1),
            dependencies=("dependencies",),
        ),
    ),
    hooks=(Hook("fastapi.FastAPI.middleware", "around"),),
    bundles=(
        Bundle(
            "fastapi.FastAPI",
            (
                BundledRoute(
                    "/openapi.json", ("GET",), "fastapi.FastAPI.openapi", arguments=("openapi_url",)
                ),
                BundledRoute(
                    "/docs", ("GET",), "fastapi.openapi.docs.get_swagger_ui_html",
                    arguments=("docs_url", "openapi_url"),
                ),
                BundledRoute(
                    "/redoc", ("GET",), "fastapi.openapi.docs.get_redoc_html", arguments=("redoc_url", "openapi_url")
                ),
            ),
        ),
    ),
    protections=tuple(one for name, module in _SCHEMES.items() for one in _scheme(name, module)),
)  # fmt: skip
