"""What an app's settings say, for the routes: the only door between routes and settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tenfold.language import facts as f
from tenfold.place import Place
from tenfold.program.values import UNKNOWN, Env, Value

if TYPE_CHECKING:
    from tenfold.program.app import App


def configured(app: App, name: str) -> Value:
    """The value of a setting; an environment variable counts as its default."""
    settings = getattr(app, "settings", None)
    if settings is not None:
        found = settings.get(name)
        value = found.value if found is not None else UNKNOWN
    else:
        value = _read(app, name)
    return value.default if isinstance(value, Env) else value


def place_of(app: App, name: str) -> Place:
    """Where a setting is set; the app's place when it is not."""
    settings = getattr(app, "settings", None)
    found = settings.get(name) if settings is not None else None
    if found is not None and found.place is not None:
        place: Place = found.place
        return place
    file = app.program.facts.python.get(app.place.file)
    for assign in file.detail.assigns if file is not None else ():
        if assign.stem == name:
            return Place(app.place.file, f.line_of(assign.at), f.column_of(assign.at), assign.end)
    return app.place


def entries(app: App, name: str) -> list[tuple[str, Place]]:
    """The entries of a setting that is a list, each with its place."""
    settings = getattr(app, "settings", None)
    if settings is not None:
        return [(item.value, item.place) for item in settings.list(name)]
    value = _read(app, name)
    place = place_of(app, name)
    return [(item, place) for item in value if isinstance(item, str)] if isinstance(value, list) else []


def _read(app: App, name: str) -> Value:
    """A setting by the module that makes the app, where the effective settings are not worked out."""
    file = app.program.facts.python.get(app.place.file)
    if file is None:
        return UNKNOWN
    found: Value = app.program.values.of(file, 0, f.Name(name))
    for assign in file.detail.assigns:
        if assign.stem == name and assign.kind == "+=":
            further = app.program.values.of(file, 0, assign.value)
            if isinstance(found, list) and isinstance(further, list):
                found = [*found, *further]
    return found
