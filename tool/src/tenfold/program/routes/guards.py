"""What protects each route: its decorators and dependencies, its class, its routers, what the app has in force."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from msgspec.structs import replace

from tenfold import frameworks
from tenfold.language import facts as f
from tenfold.place import Place
from tenfold.program.bodies import calls
from tenfold.program.route import Guarding, Route
from tenfold.program.routes.appwide import AppWide
from tenfold.program.routes.classes import ClassGuards
from tenfold.program.routes.declared import MAIN
from tenfold.program.routes.graph import Spot, View
from tenfold.program.routes.meaning import Meaning, Meant
from tenfold.program.routes.views import Views
from tenfold.program.routes.walk import Reached
from tenfold.project.read import PythonFile

if TYPE_CHECKING:
    from tenfold.program.app import App

_NOTHING = f.Const(None)
"""`auth=None` takes a route out of what its router demands."""


class Guards:
    """Works out the guards and exemptions of every route of one app."""

    def __init__(self, app: App, views: Views, meaning: Meaning, app_wide: AppWide) -> None:
        self._app_wide = app_wide
        self._meaning = meaning
        self._views = views
        self._names = app.program.names
        self._protections = frameworks.protections()
        self._exemptions = frameworks.exemptions()
        self._classes = ClassGuards(app, views, meaning)
        self._calling = {
            name.rpartition(".")[2] for name, known in self._protections.items() if any(p.how == "call" for p in known)
        }

    def guarded(self, route: Route, reached: Reached, action: str) -> Route:
        """The route with its guards, nearest first, and what it is taken out of."""
        view = reached.leaf.view
        own = list(dict.fromkeys(self._own(view, reached, action)))
        exempt = dict(self._exempt(view, reached, action))
        met = {guard.requirement for guard in own}
        inherited = [guard for guard in self._inherited(reached) if guard.requirement not in exempt]
        # A view that is taken out of the app's protection by its library and brings its own is not exempt.
        left = tuple((name, place) for name, place in exempt.items() if name not in met)
        return replace(route, guards=tuple(dict.fromkeys((*own, *inherited))), exempt=left)

    # -- the route's own

    def _own(self, view: View, reached: Reached, action: str) -> Iterator[Guarding]:
        for spot in (*view.wrappers, *self._decorators(view, action)):
            yield from _guardings(self._meaning.of(spot, "decorator"), spot.place, "route")
        for spot in reached.leaf.guarding:
            yield from self._listed(spot, "route")
        if view.file is not None and view.scope > 0:
            yield from self._body(view, action)
        yield from self._classes.of(view, action)
        if view.file is None:
            for base in (view.name, view.name.rpartition(".")[0]):
                for protection in self._protections.get(base, ()):
                    if protection.how == "instance":
                        place = reached.leaf.place
                        yield Guarding(protection.requirement, base, place, "route", protection.what)
        if not any(spot.expr == _NOTHING for spot in reached.leaf.guarding):
            for level, spot in reversed(reached.guarding):
                yield from self._listed(spot, level)

    def _listed(self, spot: Spot, level: str) -> Iterator[Guarding]:
        """A list of dependencies or decorators given to a route or a router."""
        for how in ("dependency", "decorator"):
            yield from _guardings(self._meaning.of(spot, how), spot.place, level)

    def _decorators(self, view: View, action: str) -> Iterator[Spot]:
        """The decorators in force on a view: those below the route's, and those of the method that answers."""
        if view.file is None or view.scope < 1:
            return
        definition = view.file.outline.scopes[view.scope]
        for decorator in definition.decorators[view.above :]:
            if not view.is_class or self._classes.reaches(view.file, decorator, action):
                yield self._spot(view.file, view.scope, decorator)
        for name in dict.fromkeys((action, "dispatch")) if view.is_class else ():
            found = self._views.member(view, name) if name else None
            if found is not None:
                method = found[0].outline.scopes[found[1]]
                for decorator in method.decorators:
                    yield self._spot(*found, decorator)

    def _spot(self, file: PythonFile, scope: int, decorator: f.Expr) -> Spot:
        """A decorator of a definition; a bare one has no place of its own and takes the definition's."""
        parent = file.outline.scopes[scope].parent
        if not isinstance(decorator, f.CallRef):
            return Spot(file, parent, decorator, self._views.place(file, scope))
        call = file.detail.calls[decorator.index]
        return Spot(file, parent, decorator, Place(file.path, f.line_of(call.at), f.column_of(call.at), call.end))

    def _body(self, view: View, action: str) -> Iterator[Guarding]:
        """What the view's parameters and body protect: dependencies, a form with a token, a log-in check."""
        assert view.file is not None
        targets = [(view.file, view.scope)]
        if view.is_class:
            own = self._views.member(view, action) if action else None
            targets = [own] if own is not None else []
            dispatch = self._views.member(view, "dispatch")
            if dispatch is not None and dispatch[0].outline.scopes[dispatch[1]].parent == view.scope:
                targets.append(dispatch)
        for file, scope in targets:
            place = self._views.place(file, scope)
            if not view.is_class:
                yield from _guardings(self._meaning.parameters(file, scope), place, "route")
                parent = file.outline.scopes[scope].parent
                if parent > 0 and file.outline.scopes[parent].kind == "class":
                    yield from _guardings(self._meaning.attributes(file, parent), place, "class")
            name = self._views.name(file, scope)
            if self._meaning.demands.identity(file, scope):
                yield Guarding("framework.access", name, place, "route", "home-made: refuses who is not logged in")
            yield from self._called(file, scope)

    def _called(self, file: PythonFile, scope: int) -> Iterator[Guarding]:
        """Calls in the body that protect: a form of a class that checks a token, `verify_jwt_in_request()`."""
        validates = _validates(file)
        for call in calls(file, scope):
            segment = call.name.rpartition(".")[2]
            if segment not in self._calling and not (validates and segment[:1].isupper()):
                continue
            name = self._names.qualify(file, call.scope, call.func)
            place = Place(file.path, f.line_of(call.at), f.column_of(call.at), call.end)
            bases = self._names.ancestors(name) if ":" in name and not name.endswith("()") else []
            for base, how in ((name, "call"), *((base, "base") for base in (bases if validates else ()))):
                for protection in self._protections.get(base.replace("()", ""), ()):
                    if protection.how == how and self._meaning.in_force(
                        Spot(file, call.scope, call.func, place), call, protection
                    ):
                        yield Guarding(protection.requirement, base.replace("()", ""), place, "route", protection.what)

    # -- what the route inherits

    def _inherited(self, reached: Reached) -> Iterator[Guarding]:
        keys = set(reached.nodes)
        for hooked, guards in self._app_wide.hooked:
            if hooked.everywhere or hooked.owner in keys or hooked.owner == MAIN or (
                MAIN in keys and hooked.owner in self._app_wide.roots
            ):  # fmt: skip
                yield from guards
        yield from self._app_wide.guards

    def _exempt(self, view: View, reached: Reached, action: str) -> Iterator[tuple[str, Place]]:
        for spot in (*view.wrappers, *self._all_decorators(view, action)):
            for requirement in self._meaning.exempted(spot):
                yield requirement, spot.place
        for key in (view.name, *reached.nodes):
            yield from self._app_wide.exempted.get(key, ())
        for spot in reached.leaf.guarding:
            if spot.expr == _NOTHING:
                yield "framework.access", spot.place
        bases = self._views.bases(view)
        for base in bases:
            for exemption in self._exemptions.get(base, ()):
                yield exemption.requirement, view.place or reached.leaf.place
        yield from self._classes.exempt(view, action)

    def _all_decorators(self, view: View, action: str) -> Iterator[Spot]:
        if view.file is not None and view.scope > 0:
            definition = view.file.outline.scopes[view.scope]
            for decorator in definition.decorators[: view.above]:
                yield self._spot(view.file, view.scope, decorator)
        yield from self._decorators(view, action)


def _guardings(meant: Iterable[Meant], place: Place, level: str) -> Iterator[Guarding]:
    for one in meant:
        yield Guarding(one.requirement, one.name, place, level, one.reason)


def _validates(file: PythonFile) -> bool:
    return not file.outline.called.isdisjoint({"validate_on_submit", "validate"})
