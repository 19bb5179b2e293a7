"""Whether a request gets to a piece of code: a route, a framework or something that is called by these leads there."""

from __future__ import annotations

from functools import cached_property

from tenfold.dataflow.machine import Machine
from tenfold.language import facts as f
from tenfold.place import Place
from tenfold.program.bodies import parts

_Where = tuple[str, int]
_PLAIN = frozenset({"staticmethod", "classmethod", "property", "cached_property", "cache", "lru_cache", "wraps"})
"""Decorators that register nothing."""


class Reached:
    """Answers for one app, once it was followed."""

    def __init__(self, machine: Machine) -> None:
        self._machine = machine
        self._files = machine.app.files

    def place(self, place: Place) -> bool:
        """Whether a request gets to the function at a place; true outside of functions."""
        file = self._files.get(place.file)
        if file is None:
            return True
        inside = [
            (f.line_of(scope.at), index)
            for index, scope in enumerate(file.outline.scopes)
            if scope.kind in {"function", "async"} and f.line_of(scope.at) <= place.line <= scope.end
        ]
        return not inside or self._function((place.file, max(inside)[1]))

    def _function(self, where: _Where) -> bool:
        """Whether the function, or one of those that call it, is one that somebody outside the project calls."""
        seen = {where}
        pending = [where]
        while pending:
            at = pending.pop()
            if self._begun(at):
                return True
            fresh = self._machine.callers.get(at, set()) - seen
            seen |= fresh
            pending.extend(fresh)
        return False

    def _begun(self, where: _Where) -> bool:
        """Whether a function is a view, is registered, or is handed on as a value; methods of bases are called too."""
        path, scope = where
        file = self._files.get(path)
        if file is None or where in self._views:
            return True
        definition = file.outline.scopes[scope]
        parent = file.outline.scopes[definition.parent]
        return (
            definition.name in self._handed_on
            or parent.kind in {"function", "async", "lambda"}
            or (parent.kind == "class" and bool(parent.bases))
            or any(_last(self._machine, path, one) not in _PLAIN for one in definition.decorators)
        )

    @cached_property
    def _views(self) -> frozenset[_Where]:
        return frozenset(
            (route.file.path, scope)
            for route in self._machine.app.routes
            if route.file is not None
            for scope, one in enumerate(route.file.outline.scopes)
            if route.scope in {scope, one.parent} and route.scope > 0
        )

    @cached_property
    def _handed_on(self) -> frozenset[str]:
        """Names that stand as values: arguments of calls, and what is assigned."""
        found: set[str] = set()
        for file in self._files.values():
            given = [one for call in file.detail.calls for one in (*call.args, *(k.value for k in call.keywords))]
            given.extend(assign.value for assign in file.detail.assigns if assign.value is not None)
            for expr in given:
                if isinstance(expr, (f.Mapping, f.Sequence)):
                    found.update(part.id for part in parts(file, expr) if isinstance(part, f.Name))
                elif isinstance(expr, f.Name):
                    found.add(expr.id)
                elif isinstance(expr, f.Attr):
                    found.add(expr.name)
        return frozenset(found)


def _last(machine: Machine, path: str, decorator: f.Expr) -> str:
    file = machine.app.files[path]
    expr = file.detail.calls[decorator.index].func if isinstance(decorator, f.CallRef) else decorator
    return expr.id if isinstance(expr, f.Name) else expr.name if isinstance(expr, f.Attr) else ""
