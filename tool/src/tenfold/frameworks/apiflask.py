"""APIFlask."""

from tenfold.frameworks.model import AppMaker, Library, Protection, Router, ViewBase

LIBRARY = Library(
    name="APIFlask",
    package="apiflask",
    modules=("apiflask",),
    apps=(AppMaker("apiflask.APIFlask", "flask"),),
    tags=("framework", "schema"),
    routers=(
        Router("apiflask.APIFlask", root=True, like="flask.Flask"),
        Router("apiflask.APIBlueprint", prefix=("url_prefix", 7), replaces=True, like="flask.Blueprint"),
    ),
    views=(ViewBase("apiflask.views.MethodView"),),
    protections=(
        *(
            Protection(f"apiflask.{owner}.auth_required", "framework.access", "decorator", "refuses without log-in")
            for owner in ("APIFlask", "APIBlueprint")
        ),
    ),
)  # fmt: skip
