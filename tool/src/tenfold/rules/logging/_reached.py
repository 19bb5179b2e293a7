"""Which files the server's process imports: what only a script or a migration runs configures nothing for the app."""

from __future__ import annotations

import re
from weakref import WeakKeyDictionary

from tenfold.program.app import App
from tenfold.project.read import PythonFile

_ENTRY = re.compile(
    r"(^|/)(wsgi|asgi|main|app|application|server?|serve|run|manage|gunicorn[^/]*|__main__|__init__)\.py$"
)
_KNOWN: WeakKeyDictionary[App, frozenset[str]] = WeakKeyDictionary()


def reached(app: App) -> frozenset[str]:
    """The files that importing the app imports, and its entry files. Django imports by name: all of its files count."""
    known = _KNOWN.get(app)
    if known is None:
        files = _served(app) if app.framework == "django" else _walked(app)
        known = _KNOWN[app] = files
    return known


def _served(app: App) -> frozenset[str]:
    """Django imports much by name: all files count but those that are run by hand and that no other file imports."""
    by_hand = {path for path, file in app.files.items() if file.outline.main and not path.endswith("manage.py")}
    if by_hand:
        for file in app.files.values():
            by_hand -= _imports(app, file)
    return frozenset(app.files.keys() - by_hand)


def by_hand(app: App, path: str) -> bool:
    """Whether a file is a script beside the app: it has `if __name__ == "__main__":` and the app never imports it."""
    return bool(app.files[path].outline.main) and path not in reached(app)


def _walked(app: App) -> frozenset[str]:
    made = {app.place.file, *(place.file for place in app.instances)}
    pending = [*made]
    for path, file in app.files.items():
        name = path.rpartition("/")[2]
        if path not in made and (name.startswith("gunicorn") or (_ENTRY.search(path) and made & _imports(app, file))):
            pending.append(path)
    seen: set[str] = set()
    while pending:
        path = pending.pop()
        if path in seen or path not in app.files:
            continue
        seen.add(path)
        pending.extend(_imports(app, app.files[path]))
        folder = path.rpartition("/")[0]
        while folder:
            pending.append(f"{folder}/__init__.py")
            folder = folder.rpartition("/")[0]
    return frozenset(seen)


def _imports(app: App, file: PythonFile) -> set[str]:
    found: set[str] = set()
    for imported in file.outline.imports:
        module = app.program.names.imported_module(file, imported)
        if module in app.files:
            found.add(module)
        if imported.name:
            inner = app.program.names.imported(file, imported)
            path = inner.partition(":")[0]
            if path in app.files:
                found.add(path)
    return found
