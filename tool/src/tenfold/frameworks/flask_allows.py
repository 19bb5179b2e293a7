"""Flask-Allows, and its fork Flask-Allows2."""

from tenfold.frameworks.model import Library, Protection

LIBRARY = Library(
    name="Flask-Allows",
    package="flask-allows",
    modules=("flask_allows", "flask_allows2"),
    protections=(
        Protection(
            "flask_allows.Allows.requires", "framework.access", "decorator", "lets only who is allowed through",
            aliases=("flask_allows2.Allows.requires",),
        ),
        Protection(
            "flask_allows.requires", "framework.access", "decorator", "lets only who meets the requirements through",
            aliases=("flask_allows2.requires",),
        ),
    ),
)  # fmt: skip
