"""Routes that are declared on objects: Flask apps and blueprints, FastAPI and Starlette routers, Ninja APIs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from tenfold import frameworks
from tenfold.frameworks.model import Hook, RouteMaker, Router
from tenfold.language import facts as f
from tenfold.place import Place
from tenfold.program.bodies import calls
from tenfold.program.origins import Origin, argument
from tenfold.program.routes.choices import Choices
from tenfold.program.routes.graph import Graph, Hooked, Leaf, Mount, Node, Spot, View
from tenfold.program.routes.views import Views
from tenfold.program.routes.wrapped import Passed, Wrapped
from tenfold.project.read import PythonFile

if TYPE_CHECKING:
    from tenfold.program.app import App

MAIN = "main"
"""Key of the node that stands for the app where it cannot be told which one is meant."""


class Declared:
    """Collects the graph of one app."""

    def __init__(self, app: App, graph: Graph, views: Views) -> None:
        self._app = app
        self._graph = graph
        self._views = views
        self._names = app.program.names
        self._values = app.program.values
        self._origins = app.program.origins
        self._choices = Choices(app.program)
        self._wrapped = Wrapped(app.program)
        self._makers = frameworks.route_makers()
        self._routers = frameworks.routers()
        self._hooks = frameworks.hooks()
        self._segments = self._last(lambda _: True) | {name.rpartition(".")[2] for name in self._hooks}
        self._decorating = self._last(lambda maker: maker.style == "decorator")
        self._made = self._making()
        self._unnamed = self._by_segment()

    def _last(self, wanted: Callable[[RouteMaker], bool]) -> set[str]:
        """The last names of route makers; of a Django project only those of its routers, since it has no other."""
        django = self._app.framework == "django"
        return {
            name.rpartition(".")[2]
            for name, maker in self._makers.items()
            if wanted(maker) and (not django or name.startswith("ninja."))
        }

    def _making(self) -> set[str]:
        """The last names of classes whose objects have routes by being made: apps, and what hangs on them."""
        names = [name for name, router in self._routers.items() if router.parent[0] or router.root]
        own = (name.rpartition(":")[2] for name in self._app.program.calls.subclasses(names))
        return {name.rpartition(".")[2] for name in (*names, *own)}

    def _by_segment(self) -> dict[str, RouteMaker]:
        """What a method means on an object whose class cannot be told: what the app's own class makes of it."""
        known: dict[str, RouteMaker] = {}
        roots = {"flask": "flask.Flask", "fastapi": "fastapi.FastAPI"}
        for name in self._line(roots.get(self._app.framework, "")):
            for qualified, maker in self._makers.items():
                owner, _, segment = qualified.rpartition(".")
                if owner == name:
                    known.setdefault(segment, maker)
        return known

    def collect(self) -> None:
        """Fill the graph from every file of the app."""
        hooks = {name.rpartition(".")[2] for name in self._hooks}
        for file in self._app.files.values():
            outline = file.outline
            if (self._segments | self._made).isdisjoint(outline.called) and not _bare_hooks(outline, hooks):
                continue
            decorated = self._decorators(file)
            for index in range(len(file.detail.calls)):
                if index not in decorated:
                    self._statement(file, index)

    # -- decorators

    def _decorators(self, file: PythonFile) -> frozenset[int]:
        """Take every decorator that makes a route or hooks a function; returns the calls that are decorators."""
        seen: set[int] = set()
        for scope, definition in enumerate(file.outline.scopes):
            for position, decorator in enumerate(definition.decorators):
                if isinstance(decorator, f.CallRef):
                    call = file.detail.calls[decorator.index]
                    seen.add(decorator.index)
                    if isinstance(call.func, f.Attr) and call.func.name in self._segments:
                        self._decorator(file, scope, position, call.func, call)
                elif isinstance(decorator, f.Attr) and decorator.name in self._segments:
                    self._decorator(file, scope, position, decorator, None)
        return frozenset(seen)

    def _decorator(self, file: PythonFile, scope: int, position: int, func: f.Attr, call: f.Call | None) -> None:
        parent = file.outline.scopes[scope].parent
        name = self._meaning(file, parent, func)
        place = _place(file, call.at, call.end) if call else self._views.place(file, scope)
        hook = self._hook_of(name) if name or call is not None else self._unnamed_hook(func.name)
        if hook is not None:
            node = self._node(file, parent, func.value)
            spot = Spot(file, scope, f.Function(scope), place)
            self._graph.hooks.append(Hooked(hook.when, node.key, spot, hook.everywhere))
            return
        maker = self._maker_of(name)
        if maker is None and not name and call is not None and _looks_routed(call):
            maker = self._unnamed.get(func.name)
        if maker is None or maker.style != "decorator" or call is None:
            return
        view = View(self._views.name(file, scope), file, scope, above=position + 1)
        self._leaf(file, call, maker, view, self._node(file, parent, func.value))

    def _leaf(
        self, file: PythonFile, call: f.Call, maker: RouteMaker, view: View, node: Node, passed: Passed | None = None
    ) -> None:
        place = passed.site.place if passed else _place(file, call.at, call.end)
        for path in passed.paths if passed else self._paths(file, call, maker):
            methods = () if maker.kind == "websocket" else self._methods(file, call) or maker.methods
            if view.is_class and not self._methods(file, call):
                methods = ()
            leaf = Leaf(
                path, methods, view, place, maker.kind,
                guarding=self._guarding(file, call, maker.dependencies),
            )  # fmt: skip
            node.leaves.append(leaf)

    def _paths(self, file: PythonFile, call: f.Call, maker: RouteMaker) -> list[str]:
        if maker.many:
            return [self._choices.text(file, call.scope, arg) for arg in call.args[maker.path[1] :]]
        expr = argument(call, *maker.path)
        return [self._choices.text(file, call.scope, expr) if expr is not None else ""]

    def _methods(self, file: PythonFile, call: f.Call) -> tuple[str, ...]:
        value = self._values.of(file, call.scope, argument(call, "methods"))
        if not isinstance(value, list):
            return ()
        return tuple(sorted({item.upper() for item in value if isinstance(item, str)}))

    def _guarding(self, file: PythonFile, call: f.Call, names: tuple[str, ...]) -> tuple[Spot, ...]:
        spots: list[Spot] = []
        for name in names:
            given = argument(call, name)
            if given is not None:
                spots.append(Spot(file, call.scope, given, _place(file, call.at, call.end)))
        return tuple(spots)

    # -- calls

    def _statement(self, file: PythonFile, index: int) -> None:
        call = file.detail.calls[index]
        segment = call.name.rpartition(".")[2]
        if segment == "init_app":
            self._given(file, call)
        elif segment in self._made:
            self._find_made(file, index)
        if segment not in self._segments or (segment in self._decorating and not _called_on(file, index)):
            return
        name = self._meaning(file, call.scope, call.func)
        hook = self._hook_of(name)
        if hook is not None and isinstance(call.func, f.Attr) and call.args:
            node = self._node(file, call.scope, call.func.value)
            spot = Spot(file, call.scope, call.args[0], _place(file, call.at, call.end))
            self._graph.hooks.append(Hooked(hook.when, node.key, spot, hook.everywhere))
            return
        maker = self._maker_of(name)
        if maker is None and not name and isinstance(call.func, f.Attr):
            maker = self._unnamed.get(segment)
        if maker is None or not isinstance(call.func, f.Attr):
            return
        if maker.style == "call":
            self._added(file, call, maker)
        elif maker.style == "mount":
            self._mounted(file, call, maker)
        elif maker.style == "decorator" and name:
            self._applied(file, index, call, maker)

    def _find_made(self, file: PythonFile, index: int) -> None:
        """An object that hangs on the app by being made has routes even if nothing is declared on it."""
        origin = self._origins.of(file, file.detail.calls[index].scope, f.CallRef(index))
        if origin is not None and self.router_of(origin) is not None:
            self.node_of(origin)

    def _applied(self, file: PythonFile, index: int, call: f.Call, maker: RouteMaker) -> None:
        """`app.get("/")(view)`: a decorator that is called by hand."""
        assert isinstance(call.func, f.Attr)
        outer = _called_on(file, index)
        if outer is not None and outer.args:
            view = self._views.of(file, outer.scope, outer.args[0])
            self._leaf(file, call, maker, view, self._node(file, call.scope, call.func.value))

    def _added(self, file: PythonFile, call: f.Call, maker: RouteMaker) -> None:
        assert isinstance(call.func, f.Attr)
        node = self._node(file, call.scope, call.func.value)
        passed = list(self._wrapped.passed(file, call, maker))
        for one in passed:
            view = self._views.of(one.site.file, one.site.call.scope, one.view)
            owner = self._node(one.site.file, one.site.call.scope, one.owner) if one.owner is not None else node
            self._leaf(file, call, maker, view, owner, one)
        if passed:
            return
        for choice in self._choices.of(file, call.scope, argument(call, *maker.view)):
            self._leaf(file, call, maker, self._views.of(choice[0], choice[1], choice[2]), node)

    def _mounted(self, file: PythonFile, call: f.Call, maker: RouteMaker) -> None:
        assert isinstance(call.func, f.Attr)
        node = self._node(file, call.scope, call.func.value)
        place = _place(file, call.at, call.end)
        given = argument(call, *maker.path)
        guarding = self._guarding(file, call, maker.dependencies)
        prefixes = [self._choices.text(*choice) for choice in self._choices.of(file, call.scope, given)]
        for i, choice in enumerate(self._choices.of(file, call.scope, argument(call, *maker.view))):
            prefix = prefixes[min(i, len(prefixes) - 1)] if prefixes else None
            origin = self._origins.of(*self._choices.by_path(*choice))
            if origin is None:
                self._graph.unresolved.append(place)
                continue
            node.mounts.append(Mount(self.node_of(origin).key, prefix, place, guarding))

    # -- nodes

    def _node(self, file: PythonFile, scope: int, expr: f.Expr) -> Node:
        """The node that an expression means; the app's main one when it cannot be told."""
        origin = self._origins.of(file, scope, expr)
        if origin is not None:
            return self.node_of(origin)
        return self._graph.nodes.setdefault(MAIN, Node(MAIN))

    def node_of(self, origin: Origin) -> Node:
        """The node of an object."""
        node = self._graph.nodes.get(origin.key)
        if node is None:
            node = self._graph.nodes[origin.key] = Node(origin.key, origin, self.router_of(origin))
            self._describe(node, origin)
        return node

    def router_of(self, origin: Origin) -> Router | None:
        """What kind of router an object is, by its class or the nearest base of it."""
        bases = self._names.ancestors(origin.name)
        return next((self._routers[base] for base in bases if base in self._routers), None)

    def _describe(self, node: Node, origin: Origin) -> None:
        router = node.router
        if router is None:
            return
        given = origin.argument(*router.prefix)
        if given is not None:
            node.prefix = self._choices.text(origin.file, origin.call.scope, given)
        elif router.default:
            first = argument(origin.call, "name", 0) if "{0}" in router.default else None
            named = self._choices.text(origin.file, origin.call.scope, first) if first is not None else ""
            node.prefix = router.default.replace("{0}", named)
        node.guarding = self._guarding(origin.file, origin.call, router.dependencies)
        for file, call in self._initialised(origin):
            node.guarding = (*node.guarding, *self._guarding(file, call, router.dependencies))
        node.replaced = router.replaces
        self._hang(node, origin, router)
        if router.routes:
            listed = origin.argument(router.routes)
            if listed is not None:
                self._listed(node, origin.file, origin.call.scope, listed)
        if router.middleware:
            self._middleware(node, origin, origin.argument(router.middleware))

    def _initialised(self, origin: Origin) -> Iterator[tuple[PythonFile, f.Call]]:
        """The `super().__init__(dependencies=[...])` of a router class of the project's."""
        for base in self._names.ancestors(origin.name) if ":" in origin.name else ():
            made = self._names.definition(f"{base}.__init__")
            if made is None:
                continue
            for call in calls(*made):
                if isinstance(call.func, f.Attr) and call.func.name == "__init__":
                    yield made[0], call

    def _hang(self, node: Node, origin: Origin, router: Router) -> None:
        """Mount what hangs on the object that it is made with: `Api(app)`, `api.namespace("notes")`."""
        call = origin.call
        parent = argument(call, *router.parent) if router.parent[0] else None
        owner = origin.name.rpartition(".")[0]
        if owner in self._routers and isinstance(call.func, f.Attr) and origin.name in self._routers:
            parent = call.func.value
        if parent is None or parent == f.Const(None):
            return
        place = _place(origin.file, call.at, call.end)
        self._node(origin.file, call.scope, parent).mounts.append(Mount(node.key, None, place))

    def _given(self, file: PythonFile, call: f.Call) -> None:
        """`api.init_app(app)` hangs a router of the kind that hangs on an app."""
        if not (isinstance(call.func, f.Attr) and call.args):
            return
        for choice in self._choices.of(file, call.scope, call.func.value):
            origin = self._origins.of(*choice)
            router = self.router_of(origin) if origin is not None else None
            if origin is not None and router is not None and router.parent[0]:
                child = self.node_of(origin)
                place = _place(file, call.at, call.end)
                self._node(file, call.scope, call.args[0]).mounts.append(Mount(child.key, None, place))

    def _middleware(self, node: Node, origin: Origin, expr: f.Expr | None) -> None:
        where, scope, items = self._choices.sequence(origin.file, origin.call.scope, expr)
        for item in items:
            if isinstance(item, f.CallRef):
                call = where.detail.calls[item.index]
                if call.args:
                    spot = Spot(where, scope, call.args[0], _place(where, call.at, call.end))
                    self._graph.hooks.append(Hooked("around", node.key, spot, everywhere=False))

    def _listed(self, node: Node, file: PythonFile, scope: int, expr: f.Expr) -> None:
        """Take a list of routes: `Route("/", view)`, `Mount("/x", app=...)`, `Mount("/x", routes=[...])`."""
        where, at, items = self._choices.sequence(file, scope, expr)
        for item in items:
            if not isinstance(item, f.CallRef):
                continue
            call = where.detail.calls[item.index]
            maker = self._makers.get(self._meaning(where, at, call.func))
            if maker is None:
                continue
            if maker.style == "list":
                view = self._views.of(where, at, argument(call, *maker.view) or f.Opaque())
                self._leaf(where, call, maker, view, node)
            elif maker.style == "mount":
                self._listed_mount(node, where, call, item.index, maker)

    def _listed_mount(self, node: Node, file: PythonFile, call: f.Call, index: int, maker: RouteMaker) -> None:
        place = _place(file, call.at, call.end)
        prefix = self._paths(file, call, maker)[0]
        routes = argument(call, "routes")
        if routes is not None:
            child = self._graph.nodes.setdefault(f"{file.path}#{index}", Node(f"{file.path}#{index}"))
            self._listed(child, file, call.scope, routes)
            node.mounts.append(Mount(child.key, prefix, place))
            return
        origin = self._origins.of(file, call.scope, argument(call, *maker.view))
        if origin is not None:
            node.mounts.append(Mount(self.node_of(origin).key, prefix, place))

    # -- meanings

    def _meaning(self, file: PythonFile, scope: int, expr: f.Expr) -> str:
        """What is called; a method of a parameter is one of the object that callers give for it."""
        name = self._names.qualify(file, scope, expr).replace("()", "")
        if not name and isinstance(expr, f.Attr):
            origin = self._origins.of(file, scope, expr.value)
            router = self.router_of(origin) if origin is not None else None
            return f"{router.name}.{expr.name}" if router is not None else ""
        return name

    def _unnamed_hook(self, segment: str) -> Hook | None:
        """`@app.before_request` where nothing tells what `app` is: the app of the framework at hand."""
        return self._hook_of(f"flask.Flask.{segment}") if self._app.framework == "flask" else None

    def _line(self, owner: str) -> Iterator[str]:
        """A router's class and those that it is like."""
        router = self._routers.get(owner)
        while router is not None:
            yield router.name
            router = self._routers.get(router.like) if router.like else None

    def _maker_of(self, name: str) -> RouteMaker | None:
        known = self._makers.get(name)
        if known is not None or "." not in name:
            return known
        owner, _, segment = name.rpartition(".")
        return next(filter(None, (self._makers.get(f"{line}.{segment}") for line in self._line(owner))), None)

    def _hook_of(self, name: str) -> Hook | None:
        known = self._hooks.get(name)
        if known is not None or "." not in name:
            return known
        owner, _, segment = name.rpartition(".")
        return next(filter(None, (self._hooks.get(f"{line}.{segment}") for line in self._line(owner))), None)


def _bare_hooks(outline: f.Outline, hooks: set[str]) -> bool:
    return any(isinstance(d, f.Attr) and d.name in hooks for scope in outline.scopes for d in scope.decorators)


def _called_on(file: PythonFile, index: int) -> f.Call | None:
    """The call whose callee is what the call at `index` gives; calls stand right after the calls inside them."""
    following = file.detail.calls[index + 1 : index + 20]
    return next((outer for outer in following if outer.func == f.CallRef(index)), None)


def _looks_routed(call: f.Call) -> bool:
    first = call.args[0] if call.args else None
    return isinstance(first, f.Const) and isinstance(first.value, str) and first.value.startswith("/")


def _place(file: PythonFile, at: int, end: int) -> Place:
    return Place(file.path, f.line_of(at), f.column_of(at), end)
