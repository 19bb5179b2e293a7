"""Flask-JWT-Extended."""

from tenfold.frameworks.model import Library, Protection

_CSRF = "reads the token from a header, or checks a second token for one in a cookie"

LIBRARY = Library(
    name="Flask-JWT-Extended",
    package="flask-jwt-extended",
    modules=("flask_jwt_extended",),
    protections=(
        Protection(
            "flask_jwt_extended.jwt_required", "framework.access", "decorator",
            "refuses a request without a valid token", off=(("optional", True),),
            aliases=("flask_jwt_extended.view_decorators.jwt_required",),
        ),
        Protection(
            "flask_jwt_extended.jwt_required", "framework.csrf", "decorator", _CSRF,
            aliases=("flask_jwt_extended.view_decorators.jwt_required",),
        ),
        Protection(
            "flask_jwt_extended.verify_jwt_in_request", "framework.access", "call",
            "refuses a request without a valid token", off=(("optional", True),),
            aliases=("flask_jwt_extended.view_decorators.verify_jwt_in_request",),
        ),
        Protection(
            "flask_jwt_extended.verify_jwt_in_request", "framework.csrf", "call", _CSRF,
            aliases=("flask_jwt_extended.view_decorators.verify_jwt_in_request",),
        ),
        Protection("flask_jwt_extended.JWTManager", "framework.auth", "attached", "issues and checks tokens"),
    ),
)  # fmt: skip
