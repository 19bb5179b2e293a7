"""Flask-Talisman."""

from tenfold.frameworks.model import Library, Protection

_ALIASES = ("flask_talisman.talisman.Talisman",)

LIBRARY = Library(
    name="Flask-Talisman",
    package="flask-talisman",
    modules=("flask_talisman",),
    protections=(
        Protection(
            "flask_talisman.Talisman", "transport.https", "attached", "redirects plain HTTP to HTTPS",
            aliases=_ALIASES, off=(("force_https", False),),
        ),
        Protection(
            "flask_talisman.Talisman", "transport.hsts", "attached", "sends Strict-Transport-Security",
            aliases=_ALIASES, off=(("strict_transport_security", False),),
        ),
    ),
)  # fmt: skip
