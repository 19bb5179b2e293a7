"""Routes that stand in an OpenAPI file: Connexion's `app.add_api("openapi.yml")`.

Each operation names the function that answers it by `operationId` (documentation of Connexion, "Routing").
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from tenfold import frameworks
from tenfold.language import facts as f
from tenfold.place import Place
from tenfold.program.calls import CallSite
from tenfold.program.routes.graph import Graph, Leaf, Node, View
from tenfold.program.routes.views import Views
from tenfold.project.facts import SettingsFacts
from tenfold.project.read import PythonFile

if TYPE_CHECKING:
    from tenfold.program.app import App

_ADDS = frozenset({"add_api"})
_METHODS = frozenset({"get", "post", "put", "patch", "delete", "head", "options"})
_MAX_OPERATIONS = 5000
_PARAMETER = re.compile(r"\{(\w{1,80})\}")


def declare(app: App, graph: Graph, views: Views) -> None:
    """Hang the operations of each added file on the app's graph."""
    makers = frozenset(name for name in frameworks.app_makers() if name.startswith("connexion."))
    for name in sorted(_ADDS):
        for site in app.ending(name):
            if site.name.rpartition(".")[0] in makers:
                _added(app, graph, views, site)


def _added(app: App, graph: Graph, views: Views, site: CallSite) -> None:
    given = site.argument("specification", 0)
    text = app.program.values.of(site.file, site.call.scope, given) if given is not None else None
    if not isinstance(text, str) or not text:
        return
    func = site.call.func
    origin = app.program.origins.of(site.file, site.call.scope, func.value) if isinstance(func, f.Attr) else None
    key = origin.key if origin is not None else "main"
    node = graph.nodes.setdefault(key, Node(key, origin))
    base = site.argument("base_path", -1)
    prefix = app.program.values.of(site.file, site.call.scope, base) if base is not None else ""
    for path, method, named, place in _operations(app, text):
        found = _function(app, site.file, named)
        view = views.of(*found) if found is not None else View("")
        shown = (prefix if isinstance(prefix, str) else "") + _PARAMETER.sub(r"<\1>", path)
        node.leaves.append(Leaf(shown, (method.upper(),), view, place))


def _operations(app: App, text: str) -> Iterator[tuple[str, str, str, Place]]:
    """Path, method, `operationId` and place of each operation in the file that `text` names."""
    tail = "/" + text.lstrip("./")
    file = next((path for path in sorted(app.facts_of(SettingsFacts)) if f"/{path}".endswith(tail)), None)
    settings = app.facts_of(SettingsFacts)[file].settings if file is not None else ()
    controllers: dict[str, str] = {}
    found: list[tuple[str, str, str, Place]] = []
    for setting in settings:
        start, _, rest = setting.key.partition(".")
        if start != "paths" or len(found) >= _MAX_OPERATIONS or file is None:
            continue
        above, _, last = rest.rpartition(".")
        path, _, method = above.rpartition(".")
        if last in {"x-openapi-router-controller", "x-swagger-router-controller"}:
            controllers[above] = setting.value
        elif last == "operationId" and setting.value and method in _METHODS:
            found.append((path, method, setting.value, Place(file, setting.line)))
    for path, method, named, place in found:
        controller = controllers.get(f"{path}.{method}") or controllers.get(path)
        yield path, method, f"{controller}.{named}" if controller else named, place


def _function(app: App, file: PythonFile, named: str) -> tuple[PythonFile, int, f.Expr] | None:
    """The function, or the method of a class, that a dotted path names."""
    parts = named.split(".")
    for size in range(len(parts) - 1, 0, -1):
        module = app.program.modules.find(".".join(parts[:size]), file.path)
        if module is not None and module in app.program.names.files:
            expr: f.Expr = f.Name(parts[size])
            for part in parts[size + 1 :]:
                expr = f.Attr(expr, part)
            return app.program.names.files[module], 0, expr
    return None
