"""Routes that a REST framework's router makes of the view sets that are registered with it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from tenfold import frameworks
from tenfold.language import facts as f
from tenfold.place import Place
from tenfold.program.calls import CallSite
from tenfold.program.origins import Origin, argument
from tenfold.program.routes.graph import Leaf, View
from tenfold.program.routes.views import Views
from tenfold.project.read import PythonFile

if TYPE_CHECKING:
    from tenfold.program.app import App

ACTIONS = {
    "list": (False, "GET"), "create": (False, "POST"), "retrieve": (True, "GET"), "update": (True, "PUT"),
    "partial_update": (True, "PATCH"), "destroy": (True, "DELETE"),
}  # fmt: skip
"""What each action of a view set answers: whether its path names one object, and the method."""


class ViewSets:
    """Finds what is registered with a router."""

    def __init__(self, app: App, views: Views) -> None:
        self._program = app.program
        self._views = views

    def routes(self, router: Origin, depth: int = 0) -> Iterator[Leaf]:
        """The routes of one router, and of those whose registry it takes over."""
        for site in self._registered.get(router.key, ()):
            prefix = self._program.values.of(site.file, site.call.scope, argument(site.call, "prefix", 0))
            view = self._views.of(site.file, site.call.scope, argument(site.call, "viewset", 1))
            base = f"{prefix.strip('/')}/" if isinstance(prefix, str) and prefix.strip("/") else ""
            yield from self._actions(base, view, site.place)
        if depth < 5:
            yield from self._taken_over(router, depth)

    @cached_property
    def _registered(self) -> dict[str, list[CallSite]]:
        """Every `register` by the object that it is called on."""
        found: dict[str, list[CallSite]] = {}
        for site in self._program.calls.ending("register"):
            if isinstance(site.call.func, f.Attr):
                origin = self._program.origins.of(site.file, site.call.scope, site.call.func.value)
                if origin is not None:
                    found.setdefault(origin.key, []).append(site)
        return found

    def _taken_over(self, router: Origin, depth: int) -> Iterator[Leaf]:
        """`router.registry.extend(other.registry)`."""
        for site in self._program.calls.ending("extend"):
            func, args = site.call.func, site.call.args
            if not (isinstance(func, f.Attr) and isinstance(func.value, f.Attr) and func.value.name == "registry"):
                continue
            if args and isinstance(args[0], f.Attr) and self._same(site.file, site.call, func.value.value, router):
                other = self._program.origins.of(site.file, site.call.scope, args[0].value)
                if other is not None:
                    yield from self.routes(other, depth + 1)

    def _same(self, file: PythonFile, call: f.Call, expr: f.Expr, router: Origin) -> bool:
        origin = self._program.origins.of(file, call.scope, expr)
        return origin is not None and origin.key == router.key

    def _actions(self, base: str, view: View, place: Place) -> Iterator[Leaf]:
        lookup = self._views.attribute(view, "lookup_field")
        field = self._program.values.of(*lookup[:2], lookup[2].value) if lookup else "pk"
        one = f"{base}<{field if isinstance(field, str) else 'pk'}>/"
        for action in self.brought(view):
            detail, method = ACTIONS[action]
            yield Leaf(one if detail else base, (method,), view, place, action=action)
        yield from self._extra(base, one, view, place)

    def brought(self, view: View) -> list[str]:
        """The standard actions of a view set: those that it defines and those of its bases."""
        known = frameworks.view_bases()
        found = {action for base in self._views.bases(view) if base in known for action in known[base].actions}
        found.update(action for action in ACTIONS if self._views.member(view, action) is not None)
        limited = self._views.attribute(view, "http_method_names")
        if limited is not None:
            allowed = self._program.values.of(limited[0], limited[1], limited[2].value)
            if isinstance(allowed, list):
                found = {action for action in found if ACTIONS[action][1].lower() in allowed}
        return [action for action in ACTIONS if action in found]

    def _extra(self, base: str, one: str, view: View, place: Place) -> Iterator[Leaf]:
        """Methods marked with `@action(detail=..., methods=[...], url_path=...)`."""
        for file, scope in self._views.definitions(view):
            for index in range(scope + 1, len(file.outline.scopes)):
                method = file.outline.scopes[index]
                if method.parent != scope:
                    continue
                for decorator in method.decorators:
                    call = file.detail.calls[decorator.index] if isinstance(decorator, f.CallRef) else None
                    if call is None or self._program.names.qualify(file, scope, call.func) not in _ACTION:
                        continue
                    yield self._action(file, call, method.name, base, one, view, place)

    def _action(self, file: PythonFile, call: f.Call, name: str, base: str, one: str, view: View, place: Place) -> Leaf:
        values = self._program.values
        methods = values.of(file, call.scope, argument(call, "methods", 0))
        path = values.of(file, call.scope, argument(call, "url_path"))
        verbs = tuple(sorted(m.upper() for m in methods if isinstance(m, str))) if isinstance(methods, list) else ()
        detail = values.of(file, call.scope, argument(call, "detail")) is True
        return Leaf(
            f"{one if detail else base}{path if isinstance(path, str) else name}/", verbs or ("GET",), view, place,
            action=name,
        )  # fmt: skip


_ACTION = frozenset({"rest_framework.decorators.action", "rest_framework.decorators.detail_route"})
