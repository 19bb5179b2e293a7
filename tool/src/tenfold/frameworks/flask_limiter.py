"""Flask-Limiter."""

from tenfold.frameworks.model import Exemption, Library, Protection

_LIMITER = "flask_limiter.Limiter"
SETTING_NAMES = {
    "flask_limiter.extension.C.STORAGE_URL": "RATELIMIT_STORAGE_URL",
    "flask_limiter.extension.C.GLOBAL_LIMITS": "RATELIMIT_DEFAULT",
    "flask_limiter.extension.C.ENABLED": "RATELIMIT_ENABLED",
    "flask_limiter.extension.C.HEADERS_ENABLED": "RATELIMIT_HEADERS_ENABLED",
    "flask_limiter.constants.ConfigVars.STORAGE_URI": "RATELIMIT_STORAGE_URI",
    "flask_limiter.constants.ConfigVars.STORAGE_URL": "RATELIMIT_STORAGE_URL",
    "flask_limiter.constants.ConfigVars.DEFAULT_LIMITS": "RATELIMIT_DEFAULT",
    "flask_limiter.constants.ConfigVars.ENABLED": "RATELIMIT_ENABLED",
    "flask_limiter.constants.ConfigVars.HEADERS_ENABLED": "RATELIMIT_HEADERS_ENABLED",
}
"""The library's constants that people write for the names of its settings (flask_limiter/constants.py; before 2.0
flask_limiter/extension.py)."""

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
