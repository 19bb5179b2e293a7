"""Flask-Security (Flask-Security-Too)."""

from tenfold.frameworks.model import Bundle, BundledRoute, Library, Protection, Router

_DECORATORS = {
    "auth_required": "refuses a request that is not authenticated",
    "login_required": "lets only logged-in users through",
    "roles_required": "lets only users with all of the roles through",
    "roles_accepted": "lets only users with one of the roles through",
    "permissions_required": "lets only users with all of the permissions through",
    "permissions_accepted": "lets only users with one of the permissions through",
    "auth_token_required": "refuses a request without a valid token",
    "http_auth_required": "refuses a request without HTTP Basic credentials",
}

LIBRARY = Library(
    name="Flask-Security",
    package="flask-security-too",
    modules=("flask_security",),
    routers=(Router("flask_security.Security", parent=("app", 0), aliases=("flask_security.core.Security",)),),
    bundles=(
        Bundle(
            "flask_security.Security",
            (
                BundledRoute("/login", ("GET", "POST"), "flask_security.views.login"),
                BundledRoute("/logout", ("GET", "POST"), "flask_security.views.logout"),
            ),
        ),
    ),
    protections=(
        Protection("flask_security.Security", "framework.auth", "attached", "brings log-in, sessions and roles"),
        *(
            Protection(
                f"flask_security.{name}", "framework.access", "decorator", what,
                aliases=(f"flask_security.decorators.{name}",),
            )
            for name, what in _DECORATORS.items() if name != "login_required"
        ),
        Protection("flask_security.decorators.login_required", "framework.access", "decorator",
                   _DECORATORS["login_required"]),
        Protection(
            "flask_security.auth_token_required", "framework.csrf", "decorator",
            "reads the token from a header, which no other site can send along",
        ),
    ),
)  # fmt: skip
