"""From the apps down: every route with its whole path, and the nodes that it hangs below."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from tenfold.frameworks import bundles
from tenfold.language import facts as f
from tenfold.place import Place
from tenfold.program.origins import argument
from tenfold.program.routes.declared import MAIN
from tenfold.program.routes.graph import MAX_STEPS, Graph, Leaf, Mount, Node, Spot, View, join

_MAX_DEPTH = 12
_ELSEWHERE = "elsewhere"
"""Key of what stands above a node that no object of the graph mounts: Django's URL configuration."""


class Reached(msgspec.Struct, frozen=True):
    """A leaf with its whole path, the nodes above it (outermost first) and what protects them."""

    path: str
    leaf: Leaf
    nodes: tuple[str, ...]
    guarding: tuple[tuple[str, Spot], ...]


def walk(graph: Graph) -> Iterator[Reached]:
    """Every route that an app reaches; those of objects that nobody mounts, only where a mount cannot be told."""
    mounted = {mount.child for node in graph.nodes.values() for mount in node.mounts}
    roots = [
        node
        for node in graph.nodes.values()
        if node.key == MAIN or (node.router is not None and node.router.root and node.key not in mounted)
    ]
    for root in roots:
        yield from _below(graph, root, "", (), (), None)
    known_root = any(root.key != MAIN for root in roots)
    if graph.unresolved or not known_root:
        for node in graph.nodes.values():
            if node.key not in mounted and node not in roots:
                yield from _below(graph, node, "", (), (), None)


def below(graph: Graph, node: Node, prefix: str, place: Place) -> Iterator[Reached]:
    """Every route of one node that stands under `prefix`."""
    return _below(graph, node, prefix, (_ELSEWHERE,), (), Mount(node.key, "", place))


def _below(
    graph: Graph,
    node: Node,
    prefix: str,
    above: tuple[str, ...],
    guarding: tuple[tuple[str, Spot], ...],
    mount: Mount | None,
) -> Iterator[Reached]:
    graph.steps += 1
    if node.key in above or len(above) > _MAX_DEPTH or graph.steps > MAX_STEPS:
        return
    level = "app" if not above else "router"
    here = _prefix(node, prefix, mount)
    nodes = (*above, node.key)
    guarding = (*guarding, *((level, spot) for spot in node.guarding))
    yield from _bundled(node, here, nodes, guarding, mount)
    for leaf in node.leaves:
        yield Reached(join(here, leaf.path) or "/", leaf, nodes, guarding)
    for inner in node.mounts:
        child = graph.nodes.get(inner.child)
        if child is not None:
            further = (*guarding, *(("router", spot) for spot in inner.guarding))
            yield from _below(graph, child, here, nodes, further, inner)


def _prefix(node: Node, prefix: str, mount: Mount | None) -> str:
    if mount is None or mount.prefix is None:
        return join(prefix, node.prefix)
    if node.replaced:
        return join(prefix, mount.prefix)
    return join(join(prefix, mount.prefix), node.prefix)


def _bundled(
    node: Node,
    prefix: str,
    nodes: tuple[str, ...],
    guarding: tuple[tuple[str, Spot], ...],
    mount: Mount | None,
) -> Iterator[Reached]:
    """The routes that a library brings with the object."""
    if node.origin is None:
        return
    name = node.router.name if node.router is not None else node.origin.name
    bundle = bundles().get(name) or bundles().get(node.origin.name)
    if bundle is None:
        return
    call = node.origin.call
    place = mount.place if mount else Place(node.origin.file.path, f.line_of(call.at), f.column_of(call.at), call.end)
    for route in bundle.routes:
        given = [argument(call, name) for name in route.arguments]
        if f.Const(None) in given:
            continue
        path = route.path
        if given and isinstance(given[0], f.Const) and isinstance(given[0].value, str):
            own = given[0].value
            path = own.rstrip("/") + "/<path:filename>" if route.kind == "static" else own
        leaf = Leaf(path, route.methods, View(route.view), place, route.kind)
        yield Reached(join(prefix, path), leaf, nodes, guarding)
