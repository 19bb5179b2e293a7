"""A route of an app and what protects it, as the linker finds them and rules read them."""

from __future__ import annotations

import msgspec

from tenfold.language.facts import Scope
from tenfold.place import Place
from tenfold.project.read import PythonFile

UNSAFE_METHODS = frozenset({"POST", "PUT", "PATCH", "DELETE"})
"""Methods that change state (RFC 9110, section 9.2.1 names the safe ones)."""


class Guarding(msgspec.Struct, frozen=True):
    """A protection in force for a route or an app.

    Attributes:
        requirement: the requirement that it meets.
        name: qualified name of what protects ("flask_login.login_required"), or the project's own function.
        place: where it is put in force.
        level: "route", "class", "router", "middleware", "app", "settings" or "proxy": how far it reaches.
        reason: one sentence for the user.
    """

    requirement: str
    name: str
    place: Place
    level: str
    reason: str = ""


class Route(msgspec.Struct, frozen=True):
    """A route.

    Attributes:
        path: as the app declares it, prefixes joined ("/notes/<int:id>").
        methods: HTTP methods, upper case, sorted; for a Django function view that does not say, what its body accepts.
        view: qualified name of the view ("app/views.py:index").
        place: where the route is declared.
        view_place: where the view is defined; None when it is not the project's.
        file: file of the view; None when it is not the project's.
        scope: index of the view's scope (function or class) in that file; -1 when unknown.
        guards: what protects it, inherited ones included.
        exempt: requirements that it is taken out of, with the place.
        app: name of the app.
        kind: "http", "websocket", "static" or "admin".
    """

    path: str
    methods: tuple[str, ...]
    view: str
    place: Place
    view_place: Place | None = None
    file: PythonFile | None = None
    scope: int = -1
    guards: tuple[Guarding, ...] = ()
    exempt: tuple[tuple[str, Place], ...] = ()
    app: str = ""
    kind: str = "http"

    @property
    def changes_state(self) -> bool:
        """Whether it answers a method that changes state."""
        return not UNSAFE_METHODS.isdisjoint(self.methods)

    def guarded(self, requirement: str) -> Guarding | None:
        """The first protection in force for a requirement."""
        return next((guard for guard in self.guards if guard.requirement == requirement), None)

    @property
    def definition(self) -> Scope | None:
        """The view's scope."""
        return self.file.outline.scopes[self.scope] if self.file is not None and self.scope >= 0 else None
