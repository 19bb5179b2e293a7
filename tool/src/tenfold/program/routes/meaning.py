"""What an expression protects where it is used as a decorator, dependency, base, entry or middleware."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import TYPE_CHECKING

import msgspec

from tenfold import frameworks
from tenfold.frameworks.model import Protection
from tenfold.language import facts as f
from tenfold.place import Place
from tenfold.program.bodies import nested, parts
from tenfold.program.names import qualname, returns
from tenfold.program.origins import argument
from tenfold.program.routes.attached import Attached
from tenfold.program.routes.demands import Demands
from tenfold.program.routes.graph import Spot
from tenfold.program.routes.refusals import Refusals
from tenfold.project.read import PythonFile

if TYPE_CHECKING:
    from tenfold.program.app import App

_MAX_DEPTH = 8
_DEPENDS = frozenset({"Depends", "Security"})
_HOME_MADE = (
    "__call__",
    "dispatch",
    "process_request",
    "process_view",
    "has_permission",
    "authenticate",
    "before_request",
)


class Meant(msgspec.Struct, frozen=True):
    """A requirement that is met, by what, and how: `reason` is one sentence."""

    requirement: str
    name: str
    reason: str


class Meaning:
    """Looks expressions up in the declarations, and judges the project's own functions and classes."""

    def __init__(self, app: App, attached: Attached) -> None:
        self._program = app.program
        self._names = app.program.names
        self._values = app.program.values
        self._origins = app.program.origins
        self._attached = attached
        self._protections = frameworks.protections()
        self._exemptions = frameworks.exemptions()
        self.refusals = Refusals(app.program.names, app.program.origins)
        self.demands = Demands(app.program.names, self.refusals)
        self._known: dict[tuple[str, int, f.Expr, str], tuple[Meant, ...]] = {}

    def of(self, spot: Spot, how: str, depth: int = 0) -> tuple[Meant, ...]:
        """What the expression protects when it is put in force as `how` says."""
        key = (spot.file.path, spot.scope, spot.expr, how)
        if key not in self._known:
            self._known[key] = ()
            found = tuple(dict.fromkeys(self._of(spot, how, depth))) if depth < _MAX_DEPTH else ()
            self._known[key] = found
        return self._known[key]

    def _of(self, spot: Spot, how: str, depth: int) -> Iterator[Meant]:
        file, scope, expr = spot.file, spot.scope, spot.expr
        if isinstance(expr, f.Sequence):
            for item in expr.items:
                yield from self._inner(spot, item, how, depth)
            return
        if isinstance(expr, f.Op) and expr.op in {"|", "&", "+"}:
            yield from self._combined(spot, expr, how, depth)
            return
        call = file.detail.calls[expr.index] if isinstance(expr, f.CallRef) else None
        name = self._names.qualify(file, scope, call.func if call else expr)
        if call is not None and name.rpartition(".")[2] in {"method_decorator", "partial", "Depends", "Security"}:
            yield from self._wrapped(spot, call, name, how, depth)
            return
        if isinstance(expr, f.Function):
            yield from self._function(file, expr.scope, how, depth)
            return
        value = self._aliased(spot, name)
        if value is not None:
            yield from self.of(value, how, depth + 1)
            return
        yield from self._named(spot, call, name, how, depth)

    def _inner(self, spot: Spot, expr: f.Expr, how: str, depth: int) -> Iterator[Meant]:
        inner = expr.value if isinstance(expr, f.Star) else expr
        yield from self.of(Spot(spot.file, spot.scope, inner, spot.place), how, depth + 1)

    def _combined(self, spot: Spot, expr: f.Op, how: str, depth: int) -> Iterator[Meant]:
        """`A & B` needs both; `A | B` protects only what both sides protect."""
        sides = [self.of(Spot(spot.file, spot.scope, side, spot.place), how, depth + 1) for side in expr.operands]
        for side in sides:
            for meant in side:
                if expr.op != "|" or all(any(m.requirement == meant.requirement for m in other) for other in sides):
                    yield meant

    def _wrapped(self, spot: Spot, call: f.Call, name: str, how: str, depth: int) -> Iterator[Meant]:
        if name.rpartition(".")[2] in _DEPENDS:
            inner = argument(call, "dependency", 0)
            if inner is not None:
                yield from self.of(Spot(spot.file, spot.scope, inner, spot.place), "dependency", depth + 1)
        elif call.args:
            yield from self._inner(spot, call.args[0], how, depth)

    def _aliased(self, spot: Spot, name: str) -> Spot | None:
        """A name that is assigned a call or a list, which says more than the qualified name."""
        if not isinstance(spot.expr, f.Name) or ":" in name:
            return None
        names = self._names.of(spot.file.path)
        at = spot.scope
        while at >= 0:
            for binding in names.scopes[at].get(spot.expr.id, ()):
                if isinstance(binding, f.Assign) and binding.kind == "=" and binding.value is not None:
                    if isinstance(binding.value, (f.Sequence, f.CallRef, f.Item, f.Op)):
                        return Spot(spot.file, binding.scope, binding.value, spot.place)
                elif isinstance(binding, f.Import) and binding.name:
                    source = self._names.imported_module(spot.file, binding)
                    if source in self._names.files:
                        return Spot(self._names.files[source], 0, f.Name(binding.name), spot.place)
            at = spot.file.outline.scopes[at].parent
        return None

    def _named(self, spot: Spot, call: f.Call | None, name: str, how: str, depth: int) -> Iterator[Meant]:
        bare = name.replace("()", "")
        if ":" in name:
            yield from self._own(name, how, depth)
            if call is not None and how == "dependency":
                yield from self._made(name, spot, call, depth)
            return
        for protection in self._protections.get(bare, ()):
            if protection.how == how and self.in_force(spot, call, protection):
                yield Meant(protection.requirement, bare, protection.what)

    def _made(self, name: str, spot: Spot, call: f.Call, depth: int) -> Iterator[Meant]:
        """What the function protects that a function of the project gives: `Depends(current_user(required=True))`."""
        defined = self._names.definition(name)
        if defined is None or defined[0].outline.scopes[defined[1]].kind not in {"function", "async"} or depth > 4:
            return
        file, scope = defined
        for value in returns(file.detail.bodies[scope]):
            chosen = self._chosen(spot.file, call, file, scope, value)
            meant = self._names.definition(self._names.qualify(file, scope, chosen))
            own = meant[0].outline.scopes[meant[1]] if meant is not None else None
            if own is not None and own.parent == scope and own.kind != "class":
                # What is defined inside has been judged with the function itself, all but what it depends on.
                yield from self.parameters(*meant, depth + 1) if meant is not None else ()
                continue
            if isinstance(chosen, (f.Name, f.Attr, f.CallRef)):
                yield from self.of(Spot(file, scope, chosen, spot.place), "dependency", depth + 1)

    def _chosen(self, caller: PythonFile, call: f.Call, file: PythonFile, scope: int, value: f.Expr) -> f.Expr:
        """The side of `a if required else b` that a call asks for, by its argument or the parameter's default."""
        if not isinstance(value, f.Conditional) or not isinstance(value.test, f.Name):
            return value
        given = argument(call, value.test.id)
        if given is not None:
            known = self._values.of(caller, call.scope, given)
        else:
            parameters = file.outline.scopes[scope].parameters
            default = next((p.default for p in parameters if p.name == value.test.id), None)
            known = self._values.of(file, scope, default)
        return value.other if known is False else value.then if known is True else value

    def in_force(self, spot: Spot, call: f.Call | None, protection: Protection) -> bool:
        """Whether a declared protection protects as it is called: not switched off, given what it needs, attached."""
        made = call
        file = spot.file
        if made is None and protection.off:
            origin = self._origins.of(spot.file, spot.scope, spot.expr)
            if origin is not None:
                made, file = origin.call, origin.file
        if made is not None:
            for name, off in protection.off:
                given = argument(made, name)
                if given is not None and self._values.of(file, made.scope, given) == off:
                    return False
            if protection.given and not any(argument(made, name) is not None for name in protection.given):
                return False
        return not protection.attach or self._is_attached(spot, call)

    def _is_attached(self, spot: Spot, call: f.Call | None) -> bool:
        func = call.func if call is not None else spot.expr
        origin = self._origins.of(spot.file, spot.scope, func.value) if isinstance(func, f.Attr) else None
        return origin is None or self._attached.is_attached(origin)

    # -- what the project defines

    def _own(self, name: str, how: str, depth: int) -> Iterator[Meant]:
        defined = self._names.definition(name)
        if defined is None:
            return
        file, scope = defined
        if file.outline.scopes[scope].kind != "class":
            yield from self._function(file, scope, how, depth)
            return
        for base in self._names.ancestors(name.removesuffix("()")):
            for protection in self._protections.get(base.replace("()", ""), ()):
                if protection.how == how:
                    yield Meant(protection.requirement, base, protection.what)
        yield from self._class(file, scope, how, depth)

    def _class(self, file: PythonFile, scope: int, how: str, depth: int) -> Iterator[Meant]:
        wanted = (*_HOME_MADE, "__init__") if how == "dependency" else _HOME_MADE
        own = f"{file.path}:{qualname(file, scope)}"
        for base in self._names.ancestors(own):
            defined = self._names.definition(base)
            if defined is None:
                continue
            for method in wanted:
                for binding in self._names.of(defined[0].path).scopes[defined[1]].get(method, ()):
                    if isinstance(binding, int) and method in {"has_permission", "authenticate"}:
                        # A permission class of the project's refuses by returning False.
                        yield from self._permission(own, how, method)
                    elif isinstance(binding, int):
                        yield from self._function(defined[0], binding, how, depth)

    @staticmethod
    def _permission(own: str, how: str, method: str) -> Iterator[Meant]:
        if how == "entry" and method == "has_permission":
            yield Meant("framework.access", own, "a permission of this project decides")

    def _function(self, file: PythonFile, scope: int, how: str, depth: int) -> Iterator[Meant]:
        name = f"{file.path}:{qualname(file, scope)}"
        for refusal in self.refusals.of(file, _outermost(file, scope) if how == "decorator" else scope):
            yield Meant(refusal.requirement, name, f"home-made: {refusal.reason}")
        for meant in self._delegated(file, scope, how, depth):
            yield Meant(meant.requirement, meant.name, meant.reason)
        if how == "dependency":
            yield from self.parameters(file, scope, depth + 1)

    def _delegated(self, file: PythonFile, scope: int, how: str, depth: int) -> Iterator[Meant]:
        """A function that returns a known decorator, or calls one: `return user_passes_test(...)(view)`."""
        if how != "decorator" or depth > 3:
            return
        for index in nested(file, scope):
            definition = file.outline.scopes[index]
            for decorator in definition.decorators if index != scope else ():
                place = _spot_place(file, definition.at)
                yield from self.of(Spot(file, definition.parent, decorator, place), how, depth + 1)
            for statement in file.detail.bodies[index]:
                if isinstance(statement, f.Return) and isinstance(statement.value, f.CallRef):
                    for part in parts(file, statement.value):
                        if isinstance(part, f.CallRef):
                            spot = Spot(file, index, part, _spot_place(file, statement.at))
                            yield from (m for m in self.of(spot, how, depth + 1) if ":" not in m.name)

    def parameters(self, file: PythonFile, scope: int, depth: int = 0) -> Iterator[Meant]:
        """What the dependencies of a function's parameters protect."""
        definition = file.outline.scopes[scope]
        if definition.kind == "class":
            for binding in self._names.of(file.path).scopes[scope].get("__init__", ()):
                if isinstance(binding, int):
                    yield from self.parameters(file, binding, depth + 1)
            return
        place = _spot_place(file, definition.at)
        for parameter in definition.parameters:
            for expr in (parameter.default, *self.annotated(file, definition.parent, parameter.annotation)):
                spot = self._dependency(file, definition.parent, expr, parameter.annotation)
                if spot is not None:
                    yield from self.of(Spot(*spot, place), "dependency", depth + 1)
        if depth == 0:
            yield from self._shared(file, definition.parent)

    def _shared(self, file: PythonFile, scope: int) -> Iterator[Meant]:
        """What the class of a method shares with all its methods: `user: User = Depends(...)` in the class's body."""
        if scope < 1 or file.outline.scopes[scope].kind != "class":
            return
        for base in self._names.ancestors(f"{file.path}:{qualname(file, scope)}"):
            defined = self._names.definition(base)
            if defined is None:
                continue
            owner = defined[0]
            # Names on the right side are those around the class: `user = Depends(user)`.
            around = owner.outline.scopes[defined[1]].parent
            for binding in itertools.chain(*self._names.of(owner.path).scopes[defined[1]].values()):
                if isinstance(binding, f.Assign):
                    spot = self._dependency(owner, around, binding.value, binding.annotation)
                    if spot is not None:
                        yield from self.of(Spot(*spot, _spot_place(owner, binding.at)), "dependency", 1)

    def attributes(self, file: PythonFile, scope: int) -> Iterator[Meant]:
        """What a class of views depends on by its attributes: `user: User = Depends(current_user)`, bases included."""
        for base in self._names.ancestors(f"{file.path}:{qualname(file, scope)}"):
            defined = self._names.definition(base)
            if defined is None:
                continue
            owner, index = defined
            place = _spot_place(owner, owner.outline.scopes[index].at)
            for bindings in self._names.of(owner.path).scopes[index].values():
                for binding in bindings:
                    if isinstance(binding, f.Assign) and binding.value is not None:
                        spot = self._dependency(owner, index, binding.value, binding.annotation)
                        if spot is not None:
                            yield from self.of(Spot(*spot, place), "dependency", 1)

    def _dependency(
        self, file: PythonFile, scope: int, expr: f.Expr | Spot | None, annotation: f.Expr | None
    ) -> tuple[PythonFile, int, f.Expr] | None:
        if isinstance(expr, Spot):
            file, scope, expr = expr.file, expr.scope, expr.expr
        if not isinstance(expr, f.CallRef):
            return None
        call = file.detail.calls[expr.index]
        name = self._names.qualify(file, scope, call.func)
        if name.rpartition(".")[2] not in _DEPENDS:
            return self._returned_dependency(name)
        inner = argument(call, "dependency", 0)
        inner = annotation if inner is None else inner
        return (file, scope, inner) if inner is not None else None

    def _returned_dependency(self, name: str) -> tuple[PythonFile, int, f.Expr] | None:
        """`user = require("admin")` of a function of the project that returns `Depends(...)`."""
        defined = self._names.definition(name) if ":" in name else None
        if defined is None or defined[0].outline.scopes[defined[1]].kind not in {"function", "async"}:
            return None
        file, scope = defined
        for value in returns(file.detail.bodies[scope]):
            call = file.detail.calls[value.index] if isinstance(value, f.CallRef) else None
            if call is not None and self._names.qualify(file, scope, call.func).rpartition(".")[2] in _DEPENDS:
                inner = argument(call, "dependency", 0)
                return (file, scope, inner) if inner is not None else None
        return None

    def annotated(self, file: PythonFile, scope: int, annotation: f.Expr | None, depth: int = 0) -> tuple[Spot, ...]:
        """The metadata of `Annotated[X, Depends(...)]`, also behind an alias of the project's."""
        if isinstance(annotation, f.Item) and isinstance(annotation.index, f.Sequence):
            inner = annotation.index.items[1:]
            return tuple(Spot(file, scope, item, _spot_place(file, 0)) for item in inner)
        if isinstance(annotation, (f.Name, f.Attr)) and depth < 4:
            found = self._alias_of(file, scope, annotation)
            if found is not None:
                return self.annotated(*found, depth + 1)
        return ()

    def _alias_of(self, file: PythonFile, scope: int, expr: f.Expr) -> tuple[PythonFile, int, f.Expr] | None:
        if isinstance(expr, f.Attr):
            module = self._names.qualify(file, scope, expr.value)
            if module not in self._names.files:
                return None
            return self._names.files[module], 0, f.Name(expr.name)
        if not isinstance(expr, f.Name):
            return None
        for at in dict.fromkeys((scope, 0)):
            for binding in self._names.of(file.path).scopes[at].get(expr.id, ()):
                if isinstance(binding, f.Assign) and binding.value is not None:
                    return file, at, binding.value
                if isinstance(binding, f.Import) and binding.name:
                    source = self._names.imported_module(file, binding)
                    if source in self._names.files and source != file.path:
                        return self._names.files[source], 0, f.Name(binding.name)
        return None

    def exempted(self, spot: Spot) -> tuple[str, ...]:
        """The requirements that a decorator takes its view out of."""
        call = spot.file.detail.calls[spot.expr.index] if isinstance(spot.expr, f.CallRef) else None
        name = self._names.qualify(spot.file, spot.scope, call.func if call else spot.expr).replace("()", "")
        if call is not None and name.rpartition(".")[2] == "method_decorator" and call.args:
            return self.exempted(Spot(spot.file, spot.scope, call.args[0], spot.place))
        known = self._exemptions.get(name, ())
        return tuple(e.requirement for e in known) if known and self._is_attached(spot, call) else ()


def _outermost(file: PythonFile, scope: int) -> int:
    """The module-level function that a function is defined in: a decorator's wrapper is judged with all of it."""
    scopes = file.outline.scopes
    while scopes[scope].parent > 0 and scopes[scopes[scope].parent].kind in {"function", "async"}:
        scope = scopes[scope].parent
    return scope


def _spot_place(file: PythonFile, at: int) -> Place:
    return Place(file.path, f.line_of(at), f.column_of(at) if at else 0)
