"""Quart."""

from tenfold.frameworks.model import AppMaker, Library, Router, ViewBase

LIBRARY = Library(
    name="Quart",
    package="quart",
    modules=("quart",),
    apps=(AppMaker("quart.Quart", "flask", aliases=("quart.app.Quart",)),),
    tags=("framework",),
    routers=(
        Router("quart.Quart", root=True, like="flask.Flask", aliases=("quart.app.Quart",)),
        Router("quart.Blueprint", prefix=("url_prefix", 5), replaces=True, like="flask.Blueprint"),
    ),
    views=(ViewBase("quart.views.View", ("GET",)), ViewBase("quart.views.MethodView")),
)
