"""Django's URL configuration: `urlpatterns` followed from ROOT_URLCONF through every include."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from tenfold import frameworks
from tenfold.language import facts as f
from tenfold.place import Place
from tenfold.program.names import returns
from tenfold.program.origins import argument
from tenfold.program.routes.choices import Choices
from tenfold.program.routes.configuration import configured
from tenfold.program.routes.graph import MAX_STEPS, Graph, Leaf, View, join
from tenfold.program.routes.views import Views
from tenfold.program.routes.viewsets import ViewSets
from tenfold.program.routes.walk import Reached, below
from tenfold.project.read import PythonFile

if TYPE_CHECKING:
    from tenfold.program.app import App

_MAX_DEPTH = 15
_INCLUDE = frozenset({"django.urls.include", "django.conf.urls.include", "django.urls.conf.include"})
_THROUGH = frozenset({
    "rest_framework.urlpatterns.format_suffix_patterns", "builtins.list", "builtins.tuple",
    "django.views.decorators.cache.never_cache", "functools.reduce", "itertools.chain",
    "itertools.chain.from_iterable", "builtins.sum", "django.conf.urls.patterns", "django.conf.urls.defaults.patterns",
})  # fmt: skip
"""What gives the patterns of its arguments; `patterns` is Django's before 1.10."""
_LANGUAGE = frozenset({"django.conf.urls.i18n.i18n_patterns"})

Where = tuple[PythonFile, int, f.Expr]


class UrlConf:
    """Walks one Django app's URL configuration."""

    def __init__(self, app: App, graph: Graph, views: Views) -> None:
        self._app = app
        self._graph = graph
        self._views = views
        self._names = app.program.names
        self._values = app.program.values
        self._origins = app.program.origins
        self._choices = Choices(app.program)
        self._makers = frameworks.route_makers()
        self._viewsets = ViewSets(app, views)
        self._busy: set[str] = set()
        self._added: dict[str, dict[str, list[f.Call]]] = {}

    def routes(self) -> Iterator[Reached]:
        """Every route below ROOT_URLCONF."""
        root = configured(self._app, "ROOT_URLCONF")
        path = self._module(root, self._app.place.file) if isinstance(root, str) else None
        if path is None:
            found = [p for p in self._app.files if p.endswith("urls.py") and "urlpatterns" in self._stored(p)]
            path = min(found, key=lambda p: (p.count("/"), len(p), p), default=None)
        if path is not None:
            yield from self._file(path, "/", 0)

    def _stored(self, path: str) -> frozenset[str]:
        return self._app.files[path].outline.stored

    def _module(self, name: str, near: str) -> str | None:
        return self._app.program.modules.find(name, near)

    def _file(self, path: str, prefix: str, depth: int) -> Iterator[Reached]:
        if path in self._names.files and path not in self._busy:
            self._busy.add(path)
            yield from self._variable(self._names.files[path], 0, "urlpatterns", prefix, depth)
            self._busy.discard(path)

    def _variable(self, file: PythonFile, scope: int, name: str, prefix: str, depth: int) -> Iterator[Reached]:
        """A list of patterns by its name: every `=`, `+=`, `append` and `extend` of it."""
        bindings = self._names.of(file.path).scopes[scope].get(name, [])
        for binding in bindings:
            if isinstance(binding, f.Assign) and binding.value is not None and binding.kind in {"=", "+="}:
                yield from self.patterns(file, binding.scope, binding.value, prefix, depth + 1)
            elif isinstance(binding, f.Import) and binding.name:
                source = self._names.imported_module(file, binding)
                if source in self._names.files:
                    yield from self._variable(self._names.files[source], 0, binding.name, prefix, depth + 1)
        if not bindings and scope == 0:
            for star in self._names.of(file.path).stars:
                source = self._names.imported_module(file, star)
                if source in self._names.files and depth < _MAX_DEPTH:
                    yield from self._variable(self._names.files[source], 0, name, prefix, depth + 1)
        for call in self._additions(file).get(name, ()):
            yield from self.patterns(file, call.scope, call.args[-1], prefix, depth + 1)

    def _additions(self, file: PythonFile) -> dict[str, list[f.Call]]:
        """The calls that add to each list of a file."""
        if file.path not in self._added:
            added = self._added[file.path] = {}
            for call in file.detail.calls:
                name, _, method = call.name.rpartition(".")
                if call.args and method in {"append", "extend", "insert"}:
                    added.setdefault(name, []).append(call)
        return self._added[file.path]

    def patterns(self, file: PythonFile, scope: int, expr: f.Expr, prefix: str, depth: int) -> Iterator[Reached]:
        """The routes that an expression gives: a list of patterns, one pattern, or something that holds them."""
        self._graph.steps += 1
        if depth > _MAX_DEPTH or self._graph.steps > MAX_STEPS:
            return
        match expr:
            case f.Sequence(items=items) | f.Op(op="+", operands=items):
                for item in items:
                    yield from self.patterns(file, scope, item, prefix, depth + 1)
            case f.Star(value=value) | f.Await(value=value):
                yield from self.patterns(file, scope, value, prefix, depth + 1)
            case f.Conditional(then=then, other=other):
                yield from self.patterns(file, scope, then, prefix, depth + 1)
                yield from self.patterns(file, scope, other, prefix, depth + 1)
            case f.Name(id=name):
                at = scope
                while at > 0 and name not in self._names.of(file.path).scopes[at]:
                    at = file.outline.scopes[at].parent
                yield from self._variable(file, at, name, prefix, depth)
            case f.Attr():
                yield from self._attribute(file, scope, expr, prefix, depth, _place(file, 0, 0))
            case f.CallRef(index=index):
                yield from self._call(file, file.detail.calls[index], prefix, depth)
            case f.Comprehension(elements=elements):
                yield from self.patterns(file, scope, elements[0], prefix, depth + 1)

    def _call(self, file: PythonFile, call: f.Call, prefix: str, depth: int) -> Iterator[Reached]:
        name = self._names.qualify(file, call.scope, call.func)
        maker = self._makers.get(name)
        if maker is not None and maker.style == "list":
            route = self._choices.text(file, call.scope, argument(call, *maker.path))
            path = join(prefix, _plain(route) if maker.path[0] == "regex" else route)
            view = argument(call, *maker.view)
            if view is not None:
                yield from self._target(file, call, view, path, depth)
        elif name in _LANGUAGE:
            for arg in call.args:
                yield from self.patterns(file, call.scope, arg, join(prefix, "<language>/"), depth + 1)
        elif name in _THROUGH:
            for arg in call.args:
                yield from self.patterns(file, call.scope, arg, prefix, depth + 1)
        else:
            defined = self._names.definition(name)
            if defined is not None and defined[0].outline.scopes[defined[1]].kind != "class":
                for value in returns(defined[0].detail.bodies[defined[1]]):
                    yield from self.patterns(defined[0], defined[1], value, prefix, depth + 1)

    def _target(self, file: PythonFile, call: f.Call, view: f.Expr, path: str, depth: int) -> Iterator[Reached]:
        """What a pattern leads to: an include, something with `.urls`, or a view."""
        place = _place(file, call.at, call.end)
        where, scope, value = self._views.value(file, call.scope, view)
        if isinstance(value, f.CallRef):
            inner = where.detail.calls[value.index]
            if self._names.qualify(where, inner.scope, inner.func) in _INCLUDE and inner.args:
                yield from self._include(where, inner.scope, inner.args[0], path, depth, place)
                return
        if isinstance(value, f.Sequence) and value.items:
            yield from self.patterns(where, scope, value.items[0], path, depth + 1)
            return
        if isinstance(value, f.Attr) and value.name == "urls":
            yield from self._attribute(where, scope, value, path, depth, place)
            return
        found = self._views.of(file, call.scope, view)
        yield Reached(path, Leaf("", (), found, place), (), ())

    def _include(
        self, file: PythonFile, scope: int, expr: f.Expr, path: str, depth: int, place: Place
    ) -> Iterator[Reached]:
        if isinstance(expr, f.Sequence) and expr.kind == "tuple" and expr.items:
            yield from self._include(file, scope, expr.items[0], path, depth + 1, place)
            return
        value = self._values.of(file, scope, expr) if not isinstance(expr, (f.Sequence, f.Attr)) else None
        if isinstance(value, str):
            yield from self._included_module(value, file.path, path, depth, place)
            return
        module = self._names.qualify(file, scope, expr)
        if module.endswith(".py"):
            yield from self._file(module, path, depth + 1)
        elif module in frameworks.bundles():
            yield from self._bundle(module, path, place)
        elif isinstance(expr, f.Attr) and expr.name == "urls":
            yield from self._attribute(file, scope, expr, path, depth, place)
        else:
            yield from self.patterns(file, scope, expr, path, depth + 1)

    def _included_module(self, name: str, near: str, path: str, depth: int, place: Place) -> Iterator[Reached]:
        found = self._module(name, near)
        if found is not None:
            yield from self._file(found, path, depth + 1)
        elif name in frameworks.bundles():
            yield from self._bundle(name, path, place)
        else:
            yield Reached(path, Leaf("", (), View(name), place, "included"), (), ())

    @staticmethod
    def _bundle(name: str, path: str, place: Place) -> Iterator[Reached]:
        for route in frameworks.bundles()[name].routes:
            yield Reached(
                join(path, route.path), Leaf(route.path, route.methods, View(route.view), place, route.kind), (), ()
            )

    def _attribute(
        self, file: PythonFile, scope: int, expr: f.Attr, path: str, depth: int, place: Place
    ) -> Iterator[Reached]:
        """`admin.site.urls`, `router.urls`, `api.urls`, `module.patterns`."""
        name = self._names.qualify(file, scope, expr)
        bare = name.replace("()", "")
        if bare in frameworks.bundles():
            yield from self._bundle(bare, path, place)
            return
        owner = self._names.qualify(file, scope, expr.value)
        if owner.endswith(".py"):
            if owner in self._names.files:
                yield from self._variable(self._names.files[owner], 0, expr.name, path, depth + 1)
            return
        origin = self._origins.of(file, scope, expr.value)
        if origin is None:
            return
        node = self._graph.nodes.get(origin.key)
        if node is not None and (node.leaves or node.mounts):
            yield from below(self._graph, node, path, place)
        elif self._admin(origin.name):
            yield from self._bundle("django.contrib.admin.site.urls", path, place)
        else:
            for leaf in self._viewsets.routes(origin):
                yield Reached(join(path, leaf.path), leaf, (), ())

    def _admin(self, name: str) -> bool:
        return any(base.rpartition(".")[2] == "AdminSite" for base in self._names.ancestors(name))


def _plain(regex: str) -> str:
    """A regular expression without what frames it, and with the slash that it leaves open: `^login/?$` is `login/`."""
    text = regex.lstrip("^").removesuffix("$")
    if text.endswith("/?"):
        return text.removesuffix("?").removesuffix("/").removesuffix("\\") + "/"
    return text


def _place(file: PythonFile, at: int, end: int) -> Place:
    return Place(file.path, f.line_of(at), f.column_of(at) if at else 0, end)
