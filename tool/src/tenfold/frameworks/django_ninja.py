"""Django Ninja."""

from tenfold.frameworks.model import Bundle, BundledRoute, Handler, Library, Protection, RouteMaker, Router

_VERBS = tuple(
    RouteMaker(
        f"ninja.NinjaAPI.{verb}", (verb.upper(),), "decorator", path=("path", 0), dependencies=("auth", "throttle")
    )
    for verb in ("get", "post", "put", "patch", "delete")
)
_HEADER = "reads the credential from a header, which no other site can send along"
_ACCESS = "refuses a request without valid credentials"

LIBRARY = Library(
    name="Django Ninja",
    package="django-ninja",
    modules=("ninja",),
    tags=("framework", "schema"),
    routers=(
        Router("ninja.NinjaAPI", dependencies=("auth", "throttle"), aliases=("ninja.main.NinjaAPI",)),
        Router(
            "ninja.Router", dependencies=("auth", "throttle"), like="ninja.NinjaAPI", aliases=("ninja.router.Router",)
        ),
    ),
    routes=(
        *_VERBS,
        RouteMaker(
            "ninja.NinjaAPI.api_operation", ("GET",), "decorator", path=("path", 1), dependencies=("auth", "throttle")
        ),
        RouteMaker(
            "ninja.NinjaAPI.add_router", (), "mount", view=("router", 1), path=("prefix", 0),
            dependencies=("auth", "throttle"),
        ),
    ),
    handlers=(
        Handler(
            "ninja.NinjaAPI.get", "decorator", request=(("", "django.http.HttpRequest"),), others="query",
            aliases=tuple(
                f"ninja.{owner}.{verb}"
                for owner in ("NinjaAPI", "Router", "main.NinjaAPI", "router.Router")
                for verb in ("get", "post", "put", "patch", "delete", "api_operation")
            )[1:],
        ),
    ),
    bundles=(
        Bundle(
            "ninja.NinjaAPI",
            (
                BundledRoute("/openapi.json", ("GET",), "ninja.openapi.views.openapi_json", arguments=("openapi_url",)),
                BundledRoute(
                    "/docs", ("GET",), "ninja.openapi.views.openapi_view", arguments=("docs_url", "openapi_url")
                ),
            ),
        ),
    ),
    protections=(
        *(
            Protection(f"ninja.security.{name}", "framework.access", "dependency", _ACCESS)
            for name in (
                "django_auth", "django_auth_is_staff", "django_auth_superuser", "HttpBearer", "HttpBasicAuth",
                "APIKeyHeader", "APIKeyQuery", "APIKeyCookie", "SessionAuth",
            )
        ),
        *(
            Protection(f"ninja.security.{name}", "framework.csrf", "dependency", _HEADER)
            for name in ("HttpBearer", "APIKeyHeader", "APIKeyQuery")
        ),
        *(
            Protection(f"ninja.security.{name}", "framework.csrf", "dependency", "checks Django's CSRF token")
            for name in ("django_auth", "django_auth_is_staff", "django_auth_superuser", "SessionAuth", "APIKeyCookie")
        ),
        *(
            Protection(f"ninja.throttling.{name}", "rate.default", "dependency", "limits requests")
            for name in ("AnonRateThrottle", "AuthRateThrottle", "UserRateThrottle")
        ),
    ),
)  # fmt: skip
