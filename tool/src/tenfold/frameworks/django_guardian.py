"""django-guardian."""

from tenfold.frameworks.model import Library, Protection

_WHAT = "lets only users with the object's permission through"

LIBRARY = Library(
    name="django-guardian",
    package="django-guardian",
    modules=("guardian",),
    protections=(
        *(
            Protection(f"guardian.decorators.{name}", "framework.access", "decorator", _WHAT)
            for name in ("permission_required", "permission_required_or_403", "permission_required_or_404")
        ),
        Protection("guardian.mixins.PermissionRequiredMixin", "framework.access", "base", _WHAT),
        Protection(
            "guardian.mixins.LoginRequiredMixin", "framework.access", "base", "lets only logged-in users through"
        ),
    ),
)  # fmt: skip
