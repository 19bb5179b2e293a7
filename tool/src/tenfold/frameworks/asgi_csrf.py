"""asgi-csrf."""

from tenfold.frameworks.model import Library, Protection

LIBRARY = Library(
    name="asgi-csrf",
    package="asgi-csrf",
    modules=("asgi_csrf",),
    protections=(
        Protection("asgi_csrf.asgi_csrf", "framework.csrf", "middleware", "checks a token on every unsafe request"),
    ),
)
