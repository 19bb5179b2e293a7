"""django-otp."""

from tenfold.frameworks.model import Library, Protection

LIBRARY = Library(
    name="django-otp",
    package="django-otp",
    modules=("django_otp",),
    protections=(
        Protection(
            "django_otp.decorators.otp_required", "framework.access", "decorator",
            "lets only users through who gave a one-time code",
        ),
    ),
)  # fmt: skip
