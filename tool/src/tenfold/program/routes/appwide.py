"""What reaches many routes at once: attached extensions, middleware, functions that run before or after each view."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from tenfold import frameworks
from tenfold.language import facts as f
from tenfold.place import Place
from tenfold.program.route import Guarding
from tenfold.program.routes.attached import Attached
from tenfold.program.routes.choices import Choices
from tenfold.program.routes.configuration import entries
from tenfold.program.routes.declared import MAIN
from tenfold.program.routes.graph import Graph, Hooked, Spot
from tenfold.program.routes.headers import REQUIREMENTS, headers_set
from tenfold.program.routes.meaning import Meaning
from tenfold.program.routes.views import Views
from tenfold.project.read import PythonFile

if TYPE_CHECKING:
    from tenfold.program.app import App

_MAX_HOOKS = 500
"""Functions around views that are judged; no app that people wrote has as many."""

_REQUEST = ("__call__", "process_request", "process_view", "dispatch", "__acall__")
_RESPONSE = ("__call__", "process_response", "dispatch", "__acall__", "process_template_response")


class AppWide:
    """Works out what is in force for a whole app.

    Attributes:
        guards: what reaches every route.
        hooked: for each function or middleware around an object's views, what it protects.
        roots: keys of the objects that a server runs.
        exempted: what is taken out by a call: requirement and place, by the key of an object or the name of a view.
    """

    def __init__(
        self, app: App, graph: Graph, choices: Choices, views: Views, meaning: Meaning, attached: Attached
    ) -> None:
        self._app = app
        self._graph = graph
        self._choices = choices
        self._views = views
        self._meaning = meaning
        self._attached = attached
        self._names = app.program.names
        self._protections = frameworks.protections()
        self.roots = {n.key for n in graph.nodes.values() if n.router is not None and n.router.root} | {MAIN}
        self.hooked = [(hooked, tuple(self._hook(hooked))) for hooked in graph.hooks[:_MAX_HOOKS]]
        self.guards = tuple(dict.fromkeys((*self._extensions(), *self._listed(), *self._wrapped())))
        self.exempted: dict[str, list[tuple[str, Place]]] = {}
        self._collect_exempted()

    def _extensions(self) -> Iterator[Guarding]:
        for extension in self._attached.extensions:
            if extension.attached is None:
                continue
            for protection in extension.protections:
                if self._attached.protects(extension, protection) and self._has(protection.needs):
                    yield Guarding(
                        protection.requirement, extension.origin.name, extension.attached, "app", protection.what
                    )

    def _has(self, needs: tuple[str, ...]) -> bool:
        """Whether one of the named middleware is in force, where any is needed."""
        spots = [hooked.spot for hooked in self._graph.hooks if needs and hooked.when == "around"]
        return not needs or any(self._names.qualify(spot.file, spot.scope, spot.expr) in needs for spot in spots)

    def _listed(self) -> Iterator[Guarding]:
        """Django's MIDDLEWARE, in its order."""
        if self._app.framework != "django":
            return
        for name, place in entries(self._app, "MIDDLEWARE"):
            for protection in self._protections.get(name, ()):
                if protection.how == "middleware":
                    yield Guarding(protection.requirement, name, place, "middleware", protection.what)
            module, _, short = name.rpartition(".")
            path = self._app.program.modules.find(module, self._app.place.file) if module else None
            if path is not None:
                yield from self._middleware(Spot(self._names.files[path], 0, f.Name(short), place))

    def _wrapped(self) -> Iterator[Guarding]:
        """`app.wsgi_app = Middleware(app.wsgi_app)`, `app = Middleware(app)`: calls of a declared middleware class."""
        if self._app.framework == "django":
            return
        names = [name for name, known in self._protections.items() if any(p.how == "middleware" for p in known)]
        for site in self._app.calls(*names):
            for protection in self._protections.get(site.name, ()):
                if protection.how == "middleware" and site.call.args:
                    yield Guarding(protection.requirement, site.name, site.place, "middleware", protection.what)

    # -- hooks

    def _hook(self, hooked: Hooked) -> Iterator[Guarding]:
        spot = hooked.spot
        level = "app" if hooked.owner in self.roots or hooked.everywhere else "router"
        if hooked.when == "around":
            if isinstance(spot.expr, f.Function):
                yield from self._function(spot.file, spot.expr.scope, spot.place, "middleware", refuses=True)
            else:
                yield from self._middleware(spot)
            return
        target = self._target(spot)
        if target is not None:
            yield from self._function(*target, spot.place, level, refuses=hooked.when == "before")
        elif hooked.when == "before":
            for meant in self._meaning.of(spot, "decorator"):
                yield Guarding(meant.requirement, meant.name, spot.place, level, meant.reason)

    def _target(self, spot: Spot) -> tuple[PythonFile, int] | None:
        if isinstance(spot.expr, f.Function):
            return spot.file, spot.expr.scope
        return self._names.definition(self._names.qualify(spot.file, spot.scope, spot.expr))

    def _middleware(self, spot: Spot) -> Iterator[Guarding]:
        """A middleware class: declared ones by name or base, the project's own by what they do."""
        name = self._names.qualify(spot.file, spot.scope, spot.expr)
        bases = self._names.ancestors(name) if name else []
        for base in bases:
            for protection in self._protections.get(base.replace("()", ""), ()):
                # Django's MIDDLEWARE names its own classes itself, see `_listed`.
                if protection.how == "middleware" and (":" in name or self._app.framework != "django"):
                    yield Guarding(protection.requirement, base, spot.place, "middleware", protection.what)
        for base in bases:
            defined = self._names.definition(base)
            if defined is None:
                continue
            file, scope = defined
            if file.outline.scopes[scope].kind != "class":
                yield from self._function(file, scope, spot.place, "middleware", refuses=True)
                continue
            members = self._names.of(file.path).scopes[scope]
            for method in dict.fromkeys((*_REQUEST, *_RESPONSE)):
                for binding in members.get(method, ()):
                    if isinstance(binding, int):
                        yield from self._function(
                            file, binding, spot.place, "middleware", refuses=method in _REQUEST, name=name
                        )

    def _function(
        self, file: PythonFile, scope: int, place: Place, level: str, *, refuses: bool, name: str = ""
    ) -> Iterator[Guarding]:
        """What a function around views does: refuse, be decorated with a known protection, set headers."""
        name = name or self._views.name(file, scope)
        definition = file.outline.scopes[scope]
        if refuses:
            for refusal in self._meaning.demands.around(file, scope):
                yield Guarding(refusal.requirement, name, place, level, f"home-made: {refusal.reason}")
            for decorator in definition.decorators:
                for meant in self._meaning.of(Spot(file, definition.parent, decorator, place), "decorator"):
                    yield Guarding(meant.requirement, meant.name, place, level, meant.reason)
            for call in file.detail.calls:
                if call.scope == scope:
                    bare = self._names.qualify(file, scope, call.func).replace("()", "")
                    for protection in self._protections.get(bare, ()):
                        if protection.how == "call":
                            yield Guarding(protection.requirement, bare, place, level, protection.what)
        for header, where in headers_set(self._app.program.values, file, scope):
            if header in REQUIREMENTS:
                yield Guarding(REQUIREMENTS[header], name, where, level, f"home-made: sets {header}")

    # -- exemptions by a call

    def _collect_exempted(self) -> None:
        known = frameworks.exemptions()
        for site in self._app.calls(*known):
            if not site.call.args or not isinstance(site.call.func, f.Attr):
                continue
            owner = self._app.program.origins.of(site.file, site.call.scope, site.call.func.value)
            if owner is not None and not self._attached.is_attached(owner):
                continue
            for choice in self._choices.of(site.file, site.call.scope, site.call.args[0]):
                origin = self._app.program.origins.of(*choice)
                view = self._views.of(*choice)
                keys = {origin.key if origin is not None else "", view.name} - {""}
                for exemption in known.get(site.name, ()):
                    for key in keys:
                        self.exempted.setdefault(key, []).append((exemption.requirement, site.place))
