"""django-defender."""

from tenfold.frameworks.model import Library, Protection

LIBRARY = Library(
    name="django-defender",
    package="django-defender",
    modules=("defender",),
    tags=("log",),
    protections=(
        Protection(
            "defender",
            "logging.logins",
            "installed",
            "records log-ins and their failures with account and address",
        ),
    ),
)
