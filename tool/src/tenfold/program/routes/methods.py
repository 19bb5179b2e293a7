"""Which HTTP methods a view answers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from tenfold import frameworks
from tenfold.language import facts as f
from tenfold.program.bodies import expressions, nested
from tenfold.program.origins import argument
from tenfold.program.routes.graph import Leaf, View
from tenfold.program.routes.views import Views
from tenfold.project.read import PythonFile

if TYPE_CHECKING:
    from tenfold.program.program import Program

_KNOWN = frozenset({"GET", "POST", "PUT", "PATCH", "DELETE"})
_READS = frozenset({"POST", "FILES", "body"})


class Methods:
    """Says for a route what it answers, and by which method of a class."""

    def __init__(self, program: Program, views: Views) -> None:
        self._program = program
        self._views = views
        self._limits = frameworks.method_limits()

    def of(self, leaf: Leaf) -> Iterator[tuple[tuple[str, ...], str]]:
        """Each group of methods with the name of the class's method that answers them ("" for a function)."""
        if leaf.action or leaf.kind == "websocket":
            yield leaf.methods, leaf.action
            return
        view = leaf.view
        if view.is_class:
            declared = set(leaf.methods)
            for method in self._views.class_methods(view) or leaf.methods:
                if not declared or method in declared:
                    yield (method,), method.lower()
            return
        if leaf.methods:
            yield leaf.methods, ""
            return
        bases = frameworks.view_bases()
        if view.file is None:
            yield (bases[view.name].methods if view.name in bases else ()), ""
            return
        yield self._function(view), ""

    def _function(self, view: View) -> tuple[str, ...]:
        """What a function view answers: as its decorators limit it, else as its body reads the request."""
        assert view.file is not None
        definition = view.file.outline.scopes[view.scope]
        wrappers = [(spot.file, spot.scope, spot.expr) for spot in view.wrappers]
        decorators = [(view.file, definition.parent, decorator) for decorator in definition.decorators]
        for file, scope, expr in (*wrappers, *decorators):
            call = file.detail.calls[expr.index] if isinstance(expr, f.CallRef) else None
            name = self._program.names.qualify(file, scope, call.func if call else expr)
            limit = self._limits.get(name)
            if limit is None:
                if call is not None and (own := self._own_limit(file, call, name)):
                    return own
                continue
            listed = argument(call, "request_method_list", 0) if call else None
            listed = argument(call, "http_method_names", 0) if call and listed is None else listed
            given = self._program.values.of(file, scope, listed) if listed is not None else None
            if limit.methods and not isinstance(given, list):
                return limit.methods
            if isinstance(given, list):
                return tuple(sorted({item.upper() for item in given if isinstance(item, str)}))
        return self._body(view)

    def _own_limit(self, file: PythonFile, call: f.Call, name: str) -> tuple[str, ...]:
        """What the project's own `@methods("GET", "POST")` lets through: a decorator that looks at the method."""
        given = [self._program.values.of(file, call.scope, arg) for arg in call.args]
        if len(given) == 1 and isinstance(given[0], list):
            given = given[0]
        verbs = {verb.upper() for verb in given if isinstance(verb, str)}
        if not given or len(verbs) < len(given) or not verbs <= _KNOWN | {"HEAD", "OPTIONS"}:
            return ()
        defined = self._program.names.definition(name)
        if defined is None or not any(
            isinstance(expr, f.Attr) and expr.name == "method"
            for index in nested(*defined)
            for expr in expressions(defined[0], index)
        ):
            return ()
        return tuple(sorted(verbs & _KNOWN))

    def _body(self, view: View) -> tuple[str, ...]:
        assert view.file is not None
        parameters = view.file.outline.scopes[view.scope].parameters
        request = parameters[0].name if parameters else "request"
        found = {"GET"}
        for expr in expressions(view.file, view.scope):
            if isinstance(expr, f.Attr) and expr.name in _READS and expr.value == f.Name(request):
                found.add("POST")
            elif isinstance(expr, f.Op) and f.Attr(f.Name(request), "method") in expr.operands:
                for side in expr.operands:
                    values = side.items if isinstance(side, f.Sequence) else (side,)
                    found |= {v.value for v in values if isinstance(v, f.Const) and v.value in _KNOWN}
        return tuple(sorted(found))
