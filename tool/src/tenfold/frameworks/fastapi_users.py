"""FastAPI Users."""

from tenfold.frameworks.model import Bundle, BundledRoute, Library, Protection

_NAME = "fastapi_users.FastAPIUsers"
_ROUTER = "fastapi_users.router"


def _brings(function: str, view: str, *routes: tuple[str, tuple[str, ...]]) -> Bundle:
    return Bundle(
        f"{_NAME}.{function}", tuple(BundledRoute(path, methods, f"{_ROUTER}.{view}") for path, methods in routes)
    )


LIBRARY = Library(
    name="FastAPI Users",
    package="fastapi-users",
    modules=("fastapi_users",),
    bundles=(
        _brings("get_auth_router", "get_auth_router", ("/login", ("POST",)), ("/logout", ("POST",))),
        _brings("get_register_router", "get_register_router", ("/register", ("POST",))),
        _brings(
            "get_reset_password_router", "get_reset_password_router",
            ("/forgot-password", ("POST",)), ("/reset-password", ("POST",)),
        ),
        _brings(
            "get_verify_router", "get_verify_router", ("/request-verify-token", ("POST",)), ("/verify", ("POST",))
        ),
        _brings(
            "get_users_router", "get_users_router", ("/me", ("GET", "PATCH")), ("/{id}", ("DELETE", "GET", "PATCH"))
        ),
    ),
    protections=(
        Protection(
            f"{_NAME}.current_user", "framework.access", "dependency", "lets only logged-in users through",
            off=(("optional", True),), aliases=(f"{_NAME}.authenticator.current_user",),
        ),
        Protection(_NAME, "framework.auth", "instance", "brings log-in, registration and password reset"),
        Protection(_NAME, "framework.passwords", "instance", "stores passwords with Argon2 or bcrypt"),
        Protection(
            f"{_ROUTER}.get_users_router", "framework.access", "instance", "lets only logged-in users through"
        ),
        Protection(
            "fastapi_users.authentication.BearerTransport", "framework.csrf", "instance",
            "reads the token from a header, which no other site can send along",
        ),
    ),
)  # fmt: skip
