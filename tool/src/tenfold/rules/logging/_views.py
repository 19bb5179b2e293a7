"""The functions that answer requests."""

from __future__ import annotations

from collections.abc import Iterator
from weakref import WeakKeyDictionary

from tenfold.place import Place
from tenfold.program.app import App
from tenfold.program.route import Route
from tenfold.project.read import PythonFile

_VERBS = frozenset({"get", "post", "put", "patch", "delete", "dispatch", "form_valid", "form_invalid", "create", "list",
                    "update", "destroy", "retrieve", "on_get", "on_post"})  # fmt: skip
_KNOWN: WeakKeyDictionary[App, dict[tuple[str, int], Route]] = WeakKeyDictionary()


def view_functions(app: App) -> dict[tuple[str, int], Route]:
    """Every function that answers a route, by (file, scope); for a class view its methods."""
    known = _KNOWN.get(app)
    if known is None:
        known = _KNOWN[app] = {}
        for route in app.routes:
            for key in _functions(route):
                known.setdefault(key, route)
    return known


def _functions(route: Route) -> Iterator[tuple[str, int]]:
    if route.file is None or route.scope < 1 or route.definition is None:
        return
    if route.definition.kind != "class":
        yield route.file.path, route.scope
        return
    for index, scope in enumerate(route.file.outline.scopes):
        if scope.parent == route.scope and scope.name in _VERBS:
            yield route.file.path, index


def in_view(app: App, file: PythonFile, scope: int) -> bool:
    """Whether a scope is a view, or a function that is defined inside one."""
    views = view_functions(app)
    while scope > 0:
        if (file.path, scope) in views:
            return True
        scope = file.outline.scopes[scope].parent
    return False


def added_at(app: App) -> Place:
    """Where one would add what an app lacks: the settings that production loads, or where the app is made."""
    setting = app.settings.explicit("INSTALLED_APPS") if app.framework == "django" else None
    return setting.place if setting is not None and setting.place is not None else app.place
