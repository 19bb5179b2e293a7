"""asgi-ratelimit."""

from tenfold.frameworks.model import Library, Protection

_NAME = "ratelimit.RateLimitMiddleware"

LIBRARY = Library(
    name="asgi-ratelimit",
    package="asgi-ratelimit",
    modules=("ratelimit",),
    protections=tuple(
        Protection(
            _NAME, "rate.default", how, "limits the paths that its rules name",
            aliases=("ratelimit.core.RateLimitMiddleware",),
        )
        for how in ("middleware", "call")
    ),
)  # fmt: skip
