"""The protections of an app: what is in force, app-wide and on routes, and what is declared without being in force."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tenfold.place import Place
from tenfold.program.route import Guarding, Route

if TYPE_CHECKING:
    from tenfold.program.routes.appwide import AppWide
    from tenfold.program.routes.attached import Attached


class Protections:
    """What an app has put in force.

    Attributes:
        app_wide: guards that reach every route that is not taken out: extensions, middleware, hooks of the whole app.
    """

    def __init__(self, app_wide: AppWide, attached: Attached, routes: tuple[Route, ...]) -> None:
        self.app_wide = app_wide.guards
        self._hooked = app_wide.hooked
        self._attached = attached
        self._routes = routes

    def in_force(self, requirement: str) -> tuple[Guarding, ...]:
        """Everything that meets a requirement somewhere, the widest reach first, each place once."""
        found = [*self.app_wide, *(guard for _, guards in self._hooked for guard in guards)]
        found.extend(guard for route in self._routes for guard in route.guards)
        return tuple(dict.fromkeys(guard for guard in found if guard.requirement == requirement))

    def unattached(self, requirement: str) -> tuple[Guarding, ...]:
        """Objects that would meet a requirement if they were given the app; `place` is where each is made."""
        return tuple(
            Guarding(
                requirement, extension.origin.name, extension.made, "unattached", "is made but never given the app"
            )
            for extension in self._attached.extensions
            if extension.attached is None and any(p.requirement == requirement for p in extension.protections)
        )

    def exempt(self, requirement: str) -> tuple[tuple[Route, Place], ...]:
        """The routes that are taken out of a requirement, with the place that does so."""
        return tuple((route, place) for route in self._routes for name, place in route.exempt if name == requirement)
