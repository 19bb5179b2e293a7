"""Functions of the project that add routes for their callers: `def add(self, view, *urls): self.add_resource(...)`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import msgspec

from tenfold.frameworks.model import RouteMaker
from tenfold.language import facts as f
from tenfold.program.calls import CallSite
from tenfold.program.names import qualname
from tenfold.program.origins import argument
from tenfold.program.routes.choices import UNKNOWN_PART, Choices
from tenfold.project.read import PythonFile

if TYPE_CHECKING:
    from tenfold.program.program import Program

_MAX_CALLERS = 1000


class Passed(msgspec.Struct, frozen=True):
    """What one caller passes on: the view, the paths, and the object that the routes are added to.

    That is the object whose method it calls, or an argument of the caller's; None where it is neither.
    """

    site: CallSite
    view: f.Expr
    paths: tuple[str, ...]
    owner: f.Expr | None


class Wrapped:
    """Finds what the callers of a wrapping function pass on."""

    def __init__(self, program: Program) -> None:
        self._names = program.names
        self._calls = program.calls
        self._choices = Choices(program)

    def passed(self, file: PythonFile, call: f.Call, maker: RouteMaker) -> Iterator[Passed]:
        """What each caller passes; nothing where the view of `call` is no parameter of the function around it."""
        definition = file.outline.scopes[call.scope]
        view = self._parameter(file, call.scope, argument(call, *maker.view))
        if view is None or not definition.name:
            return
        bound = definition.parent > 0 and file.outline.scopes[definition.parent].kind == "class"
        called = f"{file.path}:{qualname(file, call.scope)}"
        sites = (site for site in self._calls.ending(definition.name)[:_MAX_CALLERS] if site.name == called)
        for site in sites:
            given = self._given(definition, view, site, bound)
            if given:
                owner = site.call.func.value if bound and isinstance(site.call.func, f.Attr) else None
                owner = owner or self._named(file, call, site, bound)
                yield Passed(site, given[0], tuple(self._paths(file, call, maker, site, bound)), owner)

    def _named(self, file: PythonFile, call: f.Call, site: CallSite, bound: bool) -> f.Expr | None:
        """The object of `blueprint.add_url_rule(...)` where `blueprint` is a parameter."""
        parameter = self._parameter(file, call.scope, call.func.value) if isinstance(call.func, f.Attr) else None
        given = self._given(file.outline.scopes[call.scope], parameter, site, bound) if parameter is not None else ()
        return given[0] if given else None

    def _looped(self, file: PythonFile, scope: int, expr: f.Expr) -> f.Parameter | None:
        """The parameter that `for path in paths` goes through, for the name `path`."""
        bindings = self._names.of(file.path).scopes[scope].get(expr.id, ()) if isinstance(expr, f.Name) else ()
        source = next((b.value for b in bindings if isinstance(b, f.Assign) and b.kind == "for"), None)
        return self._parameter(file, scope, source)

    def _parameter(self, file: PythonFile, scope: int, expr: f.Expr | None) -> f.Parameter | None:
        name = expr.value if isinstance(expr, f.Star) else expr
        if scope < 1 or not isinstance(name, f.Name):
            return None
        bindings = self._names.of(file.path).scopes[scope].get(name.id, ())
        return next((binding for binding in bindings if isinstance(binding, f.Parameter)), None)

    @staticmethod
    def _given(definition: f.Scope, parameter: f.Parameter, site: CallSite, bound: bool) -> tuple[f.Expr, ...]:
        position = definition.parameters.index(parameter) - bound
        if parameter.kind == "*":
            return site.call.args[position:]
        found = argument(site.call, parameter.name, position)
        return () if found is None else (found,)

    def _paths(self, file: PythonFile, call: f.Call, maker: RouteMaker, site: CallSite, bound: bool) -> Iterator[str]:
        definition = file.outline.scopes[call.scope]

        def text(expr: f.Expr) -> str:
            """A path with the wrapper's parameters replaced by what the caller gives."""
            match expr:
                case f.Op(op="+", operands=inner) | f.Format(parts=inner):
                    return "".join(text(part) for part in inner)
                case f.Field(value=value):
                    return text(value)
            parameter = self._parameter(file, call.scope, expr)
            if parameter is None:
                return self._choices.text(file, call.scope, expr)
            given = self._given(definition, parameter, site, bound)
            return self._choices.text(site.file, site.call.scope, given[0]) if given else UNKNOWN_PART

        first = argument(call, *maker.path)
        for expr in call.args[maker.path[1] :] if maker.many else (first or f.Opaque(),):
            parameter = self._parameter(file, call.scope, expr)
            if parameter is not None and parameter.kind == "*":
                for given in self._given(definition, parameter, site, bound):
                    yield self._choices.text(site.file, site.call.scope, given)
            elif (looped := self._looped(file, call.scope, expr)) is not None:
                for given in self._given(definition, looped, site, bound):
                    for item in given.items if isinstance(given, f.Sequence) else (given,):
                        yield self._choices.text(site.file, site.call.scope, item)
            else:
                yield text(expr)
