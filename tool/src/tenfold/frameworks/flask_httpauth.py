"""Flask-HTTPAuth."""

from tenfold.frameworks.model import Library, Protection

_KINDS = ("HTTPBasicAuth", "HTTPDigestAuth", "HTTPTokenAuth", "MultiAuth")

LIBRARY = Library(
    name="Flask-HTTPAuth",
    package="flask-httpauth",
    modules=("flask_httpauth",),
    protections=(
        *(
            Protection(
                f"flask_httpauth.{kind}.login_required", "framework.access", "decorator",
                "refuses a request without valid credentials", off=(("optional", True),),
            )
            for kind in _KINDS
        ),
        Protection(
            "flask_httpauth.HTTPTokenAuth.login_required", "framework.csrf", "decorator",
            "reads the token from a header, which no other site can send along",
        ),
    ),
)  # fmt: skip
