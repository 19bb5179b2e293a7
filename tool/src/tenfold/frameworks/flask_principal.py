"""Flask-Principal."""

from tenfold.frameworks.model import Library, Protection

LIBRARY = Library(
    name="Flask-Principal",
    package="flask-principal",
    modules=("flask_principal",),
    protections=(
        Protection(
            "flask_principal.Permission.require", "framework.access", "decorator",
            "lets only identities with the permission through",
        ),
    ),
)  # fmt: skip
