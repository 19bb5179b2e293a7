"""Flask-SeaSurf."""

from tenfold.frameworks.model import Exemption, Library, Protection

LIBRARY = Library(
    name="Flask-SeaSurf",
    package="flask-seasurf",
    modules=("flask_seasurf",),
    protections=(
        Protection("flask_seasurf.SeaSurf", "framework.csrf", "attached", "checks a token on every unsafe request"),
        Protection(
            "flask_seasurf.SeaSurf.include", "framework.csrf", "decorator", "checks a token",
            attach="flask_seasurf.SeaSurf",
        ),
    ),
    exemptions=(Exemption("flask_seasurf.SeaSurf.exempt", "framework.csrf"),),
)  # fmt: skip
