"""django-easy-audit."""

from tenfold.frameworks.model import Library, Protection

LIBRARY = Library(
    name="django-easy-audit",
    package="django-easy-audit",
    modules=("easyaudit",),
    tags=("log",),
    protections=(
        Protection(
            "easyaudit",
            "logging.logins",
            "installed",
            "records log-ins and their failures with account and address",
        ),
    ),
)
