"""Flask-Talisman."""

from tenfold.frameworks.model import Library, Protection

_NAME = "flask_talisman.Talisman"
_ALIASES = ("flask_talisman.talisman.Talisman",)

LIBRARY = Library(
    name="Flask-Talisman",
    package="flask-talisman",
    modules=("flask_talisman",),
    protections=(
        Protection(
            _NAME, "xss.csp", "attached", "sends a Content-Security-Policy", aliases=_ALIASES,
            off=(("content_security_policy", None), ("content_security_policy", False)),
        ),
        Protection(_NAME, "xss.headers", "attached", "sends the security headers", aliases=_ALIASES),
        Protection(
            _NAME, "transport.https", "attached", "redirects plain HTTP to HTTPS", aliases=_ALIASES,
            off=(("force_https", False),),
        ),
        Protection(
            _NAME, "transport.hsts", "attached", "sends Strict-Transport-Security", aliases=_ALIASES,
            off=(("strict_transport_security", False),),
        ),
        Protection(
            _NAME, "sessions.cookie", "attached", "sets Secure, HttpOnly and SameSite=Lax on the session cookie",
            aliases=_ALIASES, off=(("session_cookie_secure", False), ("session_cookie_http_only", False)),
        ),
    ),
)  # fmt: skip
