"""django-ratelimit."""

from tenfold.frameworks.model import Library, Protection

LIBRARY = Library(
    name="django-ratelimit",
    package="django-ratelimit",
    modules=("django_ratelimit",),
    protections=(
        Protection(
            "django_ratelimit.decorators.ratelimit", "rate.default", "decorator", "limits this route",
            aliases=("ratelimit.decorators.ratelimit",), off=(("block", False),),
        ),
        Protection(
            "django_ratelimit.core.is_ratelimited", "rate.default", "call", "counts requests of this route",
            aliases=("ratelimit.core.is_ratelimited",),
        ),
    ),
)  # fmt: skip
