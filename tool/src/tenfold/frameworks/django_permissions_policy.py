"""django-permissions-policy."""

from tenfold.frameworks.model import Library, Protection

LIBRARY = Library(
    name="django-permissions-policy",
    package="django-permissions-policy",
    modules=("django_permissions_policy",),
    protections=(
        Protection(
            "django_permissions_policy.PermissionsPolicyMiddleware", "xss.headers", "middleware",
            "sends Permissions-Policy",
        ),
    ),
)  # fmt: skip
