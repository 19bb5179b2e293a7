"""Flask-RESTful."""

from tenfold.frameworks.model import ClassAttribute, Library, RouteMaker, Router, Source, ViewBase

LIBRARY = Library(
    name="Flask-RESTful",
    package="flask-restful",
    modules=("flask_restful",),
    routers=(Router("flask_restful.Api", prefix=("prefix", 1), parent=("app", 0), dependencies=("decorators",)),),
    routes=(
        RouteMaker("flask_restful.Api.add_resource", (), "call", view=("resource", 0), path=("urls", 1), many=True),
        RouteMaker("flask_restful.Api.resource", (), "decorator", path=("urls", 0), many=True),
    ),
    views=(ViewBase("flask_restful.Resource"),),
    sources=(Source("flask_restful.reqparse.RequestParser.parse_args", "any", "parser.parse_args()", validated=True),),
    attributes=(ClassAttribute("method_decorators", "decorator"),),
)
