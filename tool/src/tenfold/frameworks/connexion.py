"""Connexion: apps whose routes stand in an OpenAPI file."""

from tenfold.frameworks.model import AppMaker, Library

LIBRARY = Library(
    name="Connexion",
    package="connexion",
    modules=("connexion",),
    apps=(
        AppMaker("connexion.App", "flask", until="3.0"),
        AppMaker("connexion.FlaskApp", "flask", aliases=("connexion.apps.flask.FlaskApp",)),
    ),
)
