"""fastapi-csrf-protect."""

from tenfold.frameworks.model import Library, Protection

LIBRARY = Library(
    name="fastapi-csrf-protect",
    package="fastapi-csrf-protect",
    modules=("fastapi_csrf_protect",),
    protections=(
        Protection(
            "fastapi_csrf_protect.CsrfProtect.validate_csrf", "framework.csrf", "call", "checks a CSRF token"
        ),
    ),
)  # fmt: skip
