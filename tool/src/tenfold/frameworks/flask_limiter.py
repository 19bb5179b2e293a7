"""Flask-Limiter."""

from tenfold.frameworks.model import Exemption, Library, Protection

_LIMITER = "flask_limiter.Limiter"

LIBRARY = Library(
    name="Flask-Limiter",
    package="flask-limiter",
    modules=("flask_limiter",),
    protections=(
        Protection(
            _LIMITER, "rate.default", "attached", "limits every route that does not say otherwise",
            given=("default_limits", "application_limits", "RATELIMIT_DEFAULT", "RATELIMIT_APPLICATION"),
        ),
        Protection(f"{_LIMITER}.limit", "rate.default", "decorator", "limits this route", attach=_LIMITER),
        Protection(f"{_LIMITER}.shared_limit", "rate.default", "decorator", "limits these routes", attach=_LIMITER),
    ),
    exemptions=(Exemption(f"{_LIMITER}.exempt", "rate.default"),),
)  # fmt: skip
