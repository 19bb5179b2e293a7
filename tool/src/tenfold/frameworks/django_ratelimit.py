"""django-ratelimit."""

from tenfold.frameworks.model import Library, Protection

LIBRARY = Library(
    name="django-ratelimit",
    package="django-ratelimit",
    modules=("django_ratelimit", "ratelimit"),
    protections=(
        Protection(
            "django_ratelimit.decorators.ratelimit", "rate.default", "decorator", "limits this route",
            off=(("block", False),),
        ),
        Protection(
            "ratelimit.decorators.ratelimit", "rate.default", "decorator", "limits this route", until="4.0",
        ),
        Protection(
            "django_ratelimit.core.is_ratelimited", "rate.default", "call", "counts requests of this route",
        ),
    ),
)  # fmt: skip
