"""Flask-Login."""

from tenfold.frameworks.model import Library, Protection

LIBRARY = Library(
    name="Flask-Login",
    package="flask-login",
    modules=("flask_login",),
    protections=(
        Protection(
            "flask_login.login_required", "framework.access", "decorator", "lets only logged-in users through",
            aliases=("flask_login.utils.login_required",),
        ),
        Protection(
            "flask_login.fresh_login_required", "framework.access", "decorator",
            "lets only users through who logged in a short time ago",
            aliases=("flask_login.utils.fresh_login_required",),
        ),
        Protection(
            "flask_login.LoginManager", "framework.auth", "attached", "keeps the logged-in user in the session",
            aliases=("flask_login.login_manager.LoginManager",),
        ),
    ),
)  # fmt: skip
