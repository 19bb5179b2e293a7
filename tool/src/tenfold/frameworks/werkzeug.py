"""Werkzeug."""

from tenfold.frameworks.model import Library, Protection

LIBRARY = Library(
    name="Werkzeug",
    package="werkzeug",
    modules=("werkzeug",),
    protections=(
        Protection(
            "werkzeug.security.generate_password_hash", "framework.passwords", "call", "stores a slow, salted hash",
        ),
        Protection(
            "werkzeug.security.check_password_hash", "framework.passwords", "call",
            "compares with the stored hash in constant time",
        ),
    ),
)  # fmt: skip
