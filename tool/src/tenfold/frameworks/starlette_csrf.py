"""starlette-csrf."""

from tenfold.frameworks.model import Library, Protection

LIBRARY = Library(
    name="starlette-csrf",
    package="starlette-csrf",
    modules=("starlette_csrf",),
    protections=(
        Protection(
            "starlette_csrf.CSRFMiddleware", "framework.csrf", "middleware", "checks a token on every unsafe request",
            aliases=("starlette_csrf.middleware.CSRFMiddleware",),
        ),
    ),
)  # fmt: skip
