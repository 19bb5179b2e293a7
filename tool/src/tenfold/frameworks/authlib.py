"""Authlib."""

from tenfold.frameworks.model import Library, Protection

LIBRARY = Library(
    name="Authlib",
    package="authlib",
    modules=("authlib",),
    protections=(
        *(
            Protection(
                "authlib.integrations.flask_oauth2.ResourceProtector", requirement, "decorator", what,
                off=(("optional", True),),
            )
            for requirement, what in (
                ("framework.access", "refuses a request without a valid token"),
                ("framework.csrf", "reads the token from a header, which no other site can send along"),
            )
        ),
    ),
)  # fmt: skip
