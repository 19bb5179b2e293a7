"""Flask-RESTX."""

from tenfold.frameworks.model import Bundle, BundledRoute, Library, RouteMaker, Router, Source, ViewBase

LIBRARY = Library(
    name="Flask-RESTX",
    package="flask-restx",
    modules=("flask_restx",),
    routers=(
        Router("flask_restx.Api", prefix=("prefix", 15), parent=("app", 0), dependencies=("decorators",)),
        Router(
            "flask_restx.Namespace", prefix=("path", 2), default="/{0}", replaces=True, dependencies=("decorators",),
            aliases=("flask_restx.Api.namespace",),
        ),
    ),
    routes=(
        RouteMaker("flask_restx.Api.add_namespace", (), "mount", view=("ns", 0), path=("path", 1)),
        RouteMaker("flask_restx.Api.route", (), "decorator", path=("urls", 0), many=True),
        RouteMaker("flask_restx.Namespace.route", (), "decorator", path=("urls", 0), many=True),
        RouteMaker("flask_restx.Namespace.add_resource", (), "call", view=("resource", 0), path=("urls", 1), many=True),
    ),
    bundles=(
        Bundle(
            "flask_restx.Api", (BundledRoute("/", ("GET",), "flask_restx.Api.render_doc", arguments=("doc",)),)
        ),
    ),
    views=(ViewBase("flask_restx.Resource"),),
    sources=(
        Source("flask_restx.reqparse.RequestParser.parse_args", "any", "parser.parse_args()", validated=True),
        Source("flask_restx.Api.payload", "body", "api.payload", holds="json",
               aliases=("flask_restx.Namespace.payload",)),
    ),
)  # fmt: skip
