"""SlowApi."""

from tenfold.frameworks.model import Exemption, Library, Protection

_LIMITER = "slowapi.Limiter"

LIBRARY = Library(
    name="SlowApi",
    package="slowapi",
    modules=("slowapi",),
    protections=(
        Protection(
            f"{_LIMITER}.limit", "rate.default", "decorator", "limits this route", attach=_LIMITER,
            aliases=("slowapi.extension.Limiter.limit",),
        ),
        Protection(
            f"{_LIMITER}.shared_limit", "rate.default", "decorator", "limits these routes", attach=_LIMITER,
            aliases=("slowapi.extension.Limiter.shared_limit",),
        ),
        Protection(
            _LIMITER, "rate.default", "attached", "limits every route that does not say otherwise",
            given=("default_limits", "application_limits"), needs=("slowapi.middleware.SlowAPIMiddleware",
            "slowapi.middleware.SlowAPIASGIMiddleware"), aliases=("slowapi.extension.Limiter",),
        ),
    ),
    exemptions=(Exemption(f"{_LIMITER}.exempt", "rate.default", aliases=("slowapi.extension.Limiter.exempt",)),),
)  # fmt: skip
