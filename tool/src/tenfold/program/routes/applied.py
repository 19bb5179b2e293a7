"""Protections that are put on a whole router by calling them with it: `limiter.limit("10 per minute")(blueprint)`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tenfold import frameworks
from tenfold.frameworks.model import Protection
from tenfold.language import facts as f
from tenfold.place import Place
from tenfold.program.routes.graph import Graph, Spot

if TYPE_CHECKING:
    from tenfold.program.app import App


def apply(app: App, graph: Graph) -> None:
    """Add to each router of the graph what it is given to."""
    names = {name.rpartition(".")[2] for name, known in frameworks.protections().items() if _decorates(known)}
    for file in app.files.values():
        if names.isdisjoint(file.outline.called):
            continue
        for call in file.detail.calls:
            if len(call.args) != 1 or call.keywords or not isinstance(call.func, f.CallRef):
                continue
            if file.detail.calls[call.func.index].name.rpartition(".")[2] not in names:
                continue
            origin = app.program.origins.of(file, call.scope, call.args[0])
            node = graph.nodes.get(origin.key) if origin is not None else None
            if node is not None:
                place = Place(file.path, f.line_of(call.at), f.column_of(call.at), call.end)
                node.guarding = (*node.guarding, Spot(file, call.scope, call.func, place))


def _decorates(known: tuple[Protection, ...]) -> bool:
    return any(protection.how == "decorator" for protection in known)
