"""All routes of an app: collect what is declared, walk it, and say what each route answers and what guards it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from msgspec.structs import replace

from tenfold.program.route import Route
from tenfold.program.routes import openapi
from tenfold.program.routes.applied import apply
from tenfold.program.routes.appwide import AppWide
from tenfold.program.routes.attached import Attached
from tenfold.program.routes.choices import Choices
from tenfold.program.routes.declared import Declared
from tenfold.program.routes.graph import Graph
from tenfold.program.routes.guards import Guards
from tenfold.program.routes.meaning import Meaning
from tenfold.program.routes.methods import Methods
from tenfold.program.routes.protections import Protections
from tenfold.program.routes.urlconf import UrlConf
from tenfold.program.routes.views import Views
from tenfold.program.routes.walk import Reached, walk

if TYPE_CHECKING:
    from tenfold.program.app import App


class Assembly:
    """The routes and protections of one app: everything that works them out, and the results."""

    def __init__(self, app: App) -> None:
        self.app = app
        self.graph = Graph()
        self.views = Views(app.program.names, app.program.values)
        Declared(app, self.graph, self.views).collect()
        openapi.declare(app, self.graph, self.views)
        apply(app, self.graph)
        choices = Choices(app.program)
        self.attached = Attached(app, choices)
        self.meaning = Meaning(app, self.attached)
        self.app_wide = AppWide(app, self.graph, choices, self.views, self.meaning, self.attached)
        self._methods = Methods(app.program, self.views)

    def reached(self) -> Iterator[Reached]:
        """Every route with its whole path."""
        if self.app.framework == "django":
            return UrlConf(self.app, self.graph, self.views).routes()
        return walk(self.graph)

    @cached_property
    def routes(self) -> tuple[Route, ...]:
        """Every route, with what guards it."""
        guards = Guards(self.app, self.views, self.meaning, self.app_wide)
        found: list[Route] = []
        for reached in self.reached():
            for methods, action in self._methods.of(reached.leaf):
                found.append(guards.guarded(self._route(reached, methods), reached, action))
        return tuple(_merged(found))

    @cached_property
    def protections(self) -> Protections:
        """What is in force, and what is not."""
        return Protections(self.app_wide, self.attached, self.routes)

    def _route(self, reached: Reached, methods: tuple[str, ...]) -> Route:
        leaf, view = reached.leaf, reached.leaf.view
        path = reached.path if reached.path.startswith(("/", "{")) else "/" + reached.path
        return Route(
            path, methods, view.name, leaf.place, view.place, view.file, view.scope, app=self.app.name, kind=leaf.kind
        )


def _merged(routes: list[Route]) -> Iterator[Route]:
    """Routes that differ only in their method are one."""
    merged: dict[tuple[object, ...], Route] = {}
    for route in routes:
        key = (route.path, route.view, route.place, route.guards, route.exempt, route.kind)
        known = merged.get(key)
        methods = tuple(sorted({*known.methods, *route.methods})) if known else route.methods
        merged[key] = replace(route, methods=methods)
    yield from merged.values()
