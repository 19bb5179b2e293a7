"""Django apps that record log-ins and their failures: django-axes, django-easy-audit, django-defender and the like."""

from tenfold.frameworks.model import Library, Protection

_RECORDED = "records log-ins and their failures with account and address"

LIBRARY = Library(
    name="django-axes",
    package="django-axes",
    modules=("axes",),
    tags=("log",),
    protections=tuple(
        Protection(name, "logging.logins", "installed", _RECORDED)
        for name in ("axes", "easyaudit", "defender", "login_history")
    ),
)
