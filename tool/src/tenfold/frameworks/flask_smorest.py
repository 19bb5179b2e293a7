"""flask-smorest."""

from tenfold.frameworks.model import Handler, Library, RouteMaker, Router

LIBRARY = Library(
    name="flask-smorest",
    package="flask-smorest",
    modules=("flask_smorest",),
    tags=("schema",),
    routers=(
        Router("flask_smorest.Api", parent=("app", 0)),
        Router("flask_smorest.Blueprint", prefix=("url_prefix", 5), replaces=True, like="flask.Blueprint"),
    ),
    handlers=(
        Handler("flask_smorest.Blueprint.arguments", "decorator", others="any", holds="json", validated=True),
    ),
    routes=(
        RouteMaker(
            "flask_smorest.Api.register_blueprint", (), "mount", view=("blp", 0), path=("url_prefix", -1)
        ),
    ),
)  # fmt: skip
