"""What an app's settings say, for the routes: the only door between routes and settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tenfold.place import Place
from tenfold.program.values import UNKNOWN, Env, Value

if TYPE_CHECKING:
    from tenfold.program.app import App


def configured(app: App, name: str) -> Value:
    """The value of a setting; an environment variable counts as its default."""
    found = app.settings.get(name)
    value = found.value if found is not None else UNKNOWN
    return value.default if isinstance(value, Env) else value


def configured_part(app: App, name: str, key: str) -> tuple[Value, Place]:
    """One entry of a setting that is a dict, and where it is set; the app's place when it is not."""
    found = app.settings.nested(name, key)
    if found is None:
        return UNKNOWN, app.place
    value = found.value
    return (value.default if isinstance(value, Env) else value), found.place or app.place


def entries(app: App, name: str) -> list[tuple[str, Place]]:
    """The entries of a setting that is a list, each with its place."""
    return [(item.value, item.place) for item in app.settings.list(name)]
