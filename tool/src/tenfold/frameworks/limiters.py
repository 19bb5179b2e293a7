"""How each library that limits requests counts them: in which store, for whom, and what it answers.

A table over the libraries, as `environment` is. Sources: the documentation and the source of each library, in the
versions that were current in November 2026.
"""

from __future__ import annotations

from typing import Literal

import msgspec

Store = Literal["memory", "cache", "database", "shared"]


class Limiter(msgspec.Struct, frozen=True):
    """One library's limiter.

    Attributes:
        library: as people write it.
        name: qualified name of what makes it, or of what puts it in force.
        also: further names of the same library that put a limit in force.
        package: on the package index.
        store: where it counts when nothing else is said: "memory" of the process, Django's "cache", the "database", or
            a "shared" server.
        store_arguments: arguments of `name` that name the store by a URI or an object.
        store_settings: settings that name it.
        cache_settings: settings that name the alias of Django's cache.
        key_argument: name and position of the argument that says whom it counts.
        key: whom it counts when nothing else is said: "peer" is the address that the server sees, "first forwarded" the
            first address of X-Forwarded-For, "whole forwarded" the whole header, "" when it must be said.
        proxy_settings: settings that say how many proxies stand in front, or which header to believe.
        refusal: what the client gets when nothing else is said: 429, 403 (Django's PermissionDenied), or 500 when its
            exception is not handled.
        retry_after: whether that answer carries Retry-After.
        retry_arguments: arguments that add Retry-After.
        retry_settings: settings that add it.
    """

    library: str
    name: str
    package: str
    also: tuple[str, ...] = ()
    store: Store = "memory"
    store_arguments: tuple[str, ...] = ()
    store_settings: tuple[str, ...] = ()
    cache_settings: tuple[str, ...] = ()
    key_argument: tuple[str, int] = ("", -1)
    key: str = ""
    proxy_settings: tuple[str, ...] = ()
    refusal: int = 429
    retry_after: bool = False
    retry_arguments: tuple[str, ...] = ()
    retry_settings: tuple[str, ...] = ()


FLASK_LIMITER = Limiter(
    "Flask-Limiter", "flask_limiter.Limiter", "flask-limiter",
    also=("flask_limiter.Limiter.limit", "flask_limiter.Limiter.shared_limit"),
    store_arguments=("storage_uri",), store_settings=("RATELIMIT_STORAGE_URI", "RATELIMIT_STORAGE_URL"),
    key_argument=("key_func", 0), retry_arguments=("headers_enabled",), retry_settings=("RATELIMIT_HEADERS_ENABLED",),
)  # fmt: skip
SLOWAPI = Limiter(
    "SlowApi", "slowapi.Limiter", "slowapi", also=("slowapi.Limiter.limit", "slowapi.Limiter.shared_limit"),
    store_arguments=("storage_uri",), store_settings=("RATELIMIT_STORAGE_URL",), key_argument=("key_func", 0),
    refusal=500, retry_arguments=("headers_enabled",), retry_settings=("RATELIMIT_HEADERS_ENABLED",),
)  # fmt: skip
DJANGO_RATELIMIT = Limiter(
    "django-ratelimit", "django_ratelimit.decorators.ratelimit", "django-ratelimit",
    also=("django_ratelimit.core.is_ratelimited", "django_ratelimit.core.get_usage", "ratelimit.decorators.ratelimit"),
    store="cache", cache_settings=("RATELIMIT_USE_CACHE",), key_argument=("key", -1), refusal=403,
    proxy_settings=("RATELIMIT_IP_META_KEY",),
)  # fmt: skip
DJANGO_AXES = Limiter(
    "django-axes", "axes.middleware.AxesMiddleware", "django-axes", also=("axes.decorators.axes_dispatch",),
    store="database", cache_settings=("AXES_CACHE",), key="peer",
    proxy_settings=("AXES_IPWARE_PROXY_COUNT", "AXES_IPWARE_META_PRECEDENCE_ORDER", "AXES_CLIENT_IP_CALLABLE",
                    "AXES_PROXY_COUNT", "AXES_META_PRECEDENCE_ORDER", "AXES_IPWARE_PROXY_TRUSTED_IPS"),
)  # fmt: skip
DRF = Limiter(
    "Django REST framework", "rest_framework.throttling.AnonRateThrottle", "djangorestframework",
    also=("rest_framework.throttling.UserRateThrottle", "rest_framework.throttling.ScopedRateThrottle",
          "rest_framework.throttling.SimpleRateThrottle"),
    store="cache", key="whole forwarded", retry_after=True,
)  # fmt: skip
FASTAPI_LIMITER = Limiter(
    "fastapi-limiter", "fastapi_limiter.depends.RateLimiter", "fastapi-limiter",
    also=("fastapi_limiter.depends.WebSocketRateLimiter",), key_argument=("identifier", -1), key="first forwarded",
)  # fmt: skip
ALLAUTH = Limiter(
    "django-allauth", "allauth.account.middleware.AccountMiddleware", "django-allauth", store="cache",
    key="first forwarded", proxy_settings=("ALLAUTH_TRUSTED_PROXY_COUNT", "ALLAUTH_TRUSTED_CLIENT_IP_HEADER"),
)  # fmt: skip

ASGI_RATELIMIT = Limiter(
    "asgi-ratelimit", "ratelimit.RateLimitMiddleware", "asgi-ratelimit", also=("ratelimit.core.RateLimitMiddleware",),
    store="shared", key_argument=("authenticate", 1),
)  # fmt: skip

LIMITERS: tuple[Limiter, ...] = (
    ASGI_RATELIMIT, FLASK_LIMITER, SLOWAPI, DJANGO_RATELIMIT, DJANGO_AXES, DRF, FASTAPI_LIMITER,
)  # fmt: skip
"""The limiters whose being there is a choice; allauth brings its limits with log-in itself."""
