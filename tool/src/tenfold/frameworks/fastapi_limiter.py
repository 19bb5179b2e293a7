"""fastapi-limiter."""

from tenfold.frameworks.model import Library, Protection

LIBRARY = Library(
    name="fastapi-limiter",
    package="fastapi-limiter",
    modules=("fastapi_limiter",),
    protections=(
        Protection("fastapi_limiter.depends.RateLimiter", "rate.default", "dependency", "limits this route"),
        Protection("fastapi_limiter.depends.WebSocketRateLimiter", "rate.default", "dependency", "limits this socket"),
    ),
)
