"""Flask-Bcrypt."""

from tenfold.frameworks.model import Library, Protection

LIBRARY = Library(
    name="Flask-Bcrypt",
    package="flask-bcrypt",
    modules=("flask_bcrypt",),
    protections=(
        Protection("flask_bcrypt.Bcrypt.generate_password_hash", "framework.passwords", "call", "uses bcrypt"),
        Protection("flask_bcrypt.Bcrypt.check_password_hash", "framework.passwords", "call", "uses bcrypt"),
        Protection("flask_bcrypt.generate_password_hash", "framework.passwords", "call", "uses bcrypt"),
        Protection("flask_bcrypt.check_password_hash", "framework.passwords", "call", "uses bcrypt"),
    ),
)
