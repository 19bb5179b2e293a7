"""Routes as they are declared: leaves that hang on nodes (apps, blueprints, routers), and nodes mounted on nodes."""

from __future__ import annotations

import msgspec

from tenfold.frameworks.model import Router
from tenfold.language import facts as f
from tenfold.place import Place
from tenfold.program.origins import Origin
from tenfold.project.read import PythonFile

MAX_STEPS = 20_000
"""Nodes, patterns or routes that are followed for one app; what is beyond is left out."""


class Spot(msgspec.Struct, frozen=True):
    """An expression with the file and scope that it stands in, and its line's place."""

    file: PythonFile
    scope: int
    expr: f.Expr
    place: Place


class View(msgspec.Struct, frozen=True):
    """What answers a route.

    Attributes:
        name: qualified name ("app/views.py:index"), of the library's for a view of its own, "" when unknown.
        file: where it is defined; None when it is not the project's.
        scope: index of its function or class; -1 when unknown.
        wrappers: what it is wrapped in where it is routed (`login_required(view)`), outermost first.
        above: number of the view's decorators that stand above the route's, and so are not in force.
        keywords: keyword arguments given with it (`as_view(permission_classes=...)`).
    """

    name: str
    file: PythonFile | None = None
    scope: int = -1
    wrappers: tuple[Spot, ...] = ()
    above: int = 0
    keywords: tuple[f.Keyword, ...] = ()

    @property
    def place(self) -> Place | None:
        """Where it is defined."""
        if self.file is None or self.scope < 0:
            return None
        definition = self.file.outline.scopes[self.scope]
        return Place(self.file.path, f.line_of(definition.at), f.column_of(definition.at), definition.end)

    @property
    def is_class(self) -> bool:
        """Whether it is a class of the project."""
        return self.file is not None and self.scope > 0 and self.file.outline.scopes[self.scope].kind == "class"


class Leaf(msgspec.Struct, frozen=True):
    """A route on its node.

    Attributes:
        path: relative to its node.
        methods: what the declaration says; empty when the view decides.
        action: for a view set, the method of the class that answers.
        guarding: expressions that hold protections of this route alone (`dependencies=[...]`).
    """

    path: str
    methods: tuple[str, ...]
    view: View
    place: Place
    kind: str = "http"
    action: str = ""
    guarding: tuple[Spot, ...] = ()


class Mount(msgspec.Struct, frozen=True):
    """A node included in another: by its key, under a prefix, with what protects everything below."""

    child: str
    prefix: str | None
    place: Place
    guarding: tuple[Spot, ...] = ()


class Node(msgspec.Struct):
    """An object that routes hang on.

    Attributes:
        key: of the object, as `Origin.key`, or a name for one that has no call.
        prefix: of its own; a mount's prefix may replace it.
        guarding: expressions that hold protections of everything below.
        replaced: a mount's prefix takes the place of its own, instead of standing before it.
    """

    key: str
    origin: Origin | None = None
    router: Router | None = None
    prefix: str = ""
    guarding: tuple[Spot, ...] = ()
    replaced: bool = False
    leaves: list[Leaf] = []
    mounts: list[Mount] = []


class Hooked(msgspec.Struct, frozen=True):
    """A function or middleware that runs around views: `owner` is the node's key, "" for the whole app."""

    when: str
    owner: str
    spot: Spot
    everywhere: bool


class Graph(msgspec.Struct):
    """All nodes of an app by key, and what runs around their views."""

    nodes: dict[str, Node] = {}
    hooks: list[Hooked] = []
    unresolved: list[Place] = []
    """Places where something is mounted that cannot be told."""
    steps: int = 0
    """Nodes entered so far: routers that mount each other many times over would grow without end."""


def join(prefix: str, path: str) -> str:
    """Join two parts of a path with exactly one slash where both have one; no slash is added.

    >>> join("/api/", "/notes")
    '/api/notes'
    """
    if prefix.endswith("/") and path.startswith("/"):
        return prefix + path[1:]
    return prefix + path
