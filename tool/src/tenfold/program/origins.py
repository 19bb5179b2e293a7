"""Which object an expression means: the call that made it, followed through names, modules, members and arguments."""

from __future__ import annotations

import msgspec

from tenfold.language import facts as f
from tenfold.program.calls import Calls
from tenfold.program.names import Names, class_of, qualname, returns
from tenfold.project.read import PythonFile

_MAX_DEPTH = 12


class Origin(msgspec.Struct, frozen=True):
    """An object by the call that makes it.

    Attributes:
        file: where it is made.
        index: of the call in the file's detail.
        name: qualified name of what is called ("flask.Blueprint").
    """

    file: PythonFile
    index: int
    name: str

    @property
    def key(self) -> str:
        """What tells it from other objects."""
        return f"{self.file.path}#{self.index}"

    @property
    def call(self) -> f.Call:
        """The call that makes it."""
        return self.file.detail.calls[self.index]

    def argument(self, name: str, position: int = -1) -> f.Expr | None:
        """An argument of that call, by keyword or position (-1: keyword only)."""
        return argument(self.call, name, position)


def argument(call: f.Call, name: str, position: int = -1) -> f.Expr | None:
    """The argument of `call` given by keyword `name`, or else at `position` (0-based; -1: keyword only)."""
    for keyword in call.keywords:
        if keyword.name == name and name:
            return keyword.value
    before = call.args[: position + 1] if 0 <= position < len(call.args) else ()
    return before[-1] if before and not any(isinstance(arg, f.Star) for arg in before) else None


class Origins:
    """Finds origins; an object that comes in by a parameter is looked up where the function is called."""

    def __init__(self, names: Names, calls: Calls) -> None:
        self._names = names
        self._calls = calls
        self._known: dict[tuple[str, int, f.Expr], Origin | None] = {}

    def of(self, file: PythonFile, scope: int, expr: f.Expr | None, depth: int = 0) -> Origin | None:
        """The origin of an expression that stands in `scope` of `file`; None when it cannot be told."""
        if expr is None or depth > _MAX_DEPTH:
            return None
        key = (file.path, scope, expr)
        if key in self._known:
            return self._known[key]
        self._known[key] = None
        found = self._known[key] = self._of(file, scope, expr, depth + 1)
        return found

    def _of(self, file: PythonFile, scope: int, expr: f.Expr, depth: int) -> Origin | None:
        match expr:
            case f.CallRef(index=index):
                return self._call(file, index, depth)
            case f.Name(id=name):
                return self._name(file, scope, name, depth)
            case f.Attr(value=value, name=name):
                return self._attribute(file, scope, value, name, depth)
            case f.Await(value=value):
                return self.of(file, scope, value, depth)
            case f.Walrus(assign=index):
                return self.of(file, scope, file.detail.assigns[index].value, depth)
            case f.Conditional(then=then, other=other):
                return self.of(file, scope, then, depth) or self.of(file, scope, other, depth)
        return None

    def _call(self, file: PythonFile, index: int, depth: int) -> Origin | None:
        call = file.detail.calls[index]
        name = self._names.qualify(file, call.scope, call.func)
        defined = self._names.definition(name) if name and not name.endswith("()") else None
        if defined is not None and defined[0].outline.scopes[defined[1]].kind != "class":
            owner, scope = defined
            for value in returns(owner.detail.bodies[scope]):
                found = self.of(owner, scope, value, depth)
                if found is not None:
                    return found
            return None
        return Origin(file, index, name.replace("()", "")) if name else None

    def _name(self, file: PythonFile, scope: int, name: str, depth: int) -> Origin | None:
        names = self._names.of(file.path)
        scopes = file.outline.scopes
        at = scope
        while at > 0:
            bindings = names.scopes[at].get(name) if at == scope or scopes[at].kind != "class" else None
            if bindings:
                return self._bound(file, at, list(bindings), depth)
            at = scopes[at].parent
        return self._top_level(file.path, name, depth)

    def _top_level(self, path: str, name: str, depth: int) -> Origin | None:
        names = self._names.of(path)
        bindings = names.scopes[0].get(name)
        if bindings:
            return self._bound(names.file, 0, list(bindings), depth)
        for star in names.stars:
            source = self._names.imported_module(names.file, star)
            if source in self._names.files and depth <= _MAX_DEPTH:
                found = self._top_level(source, name, depth + 1)
                if found is not None:
                    return found
        return None

    def _bound(
        self, file: PythonFile, scope: int, bindings: list[f.Import | f.Assign | f.Parameter | int], depth: int
    ) -> Origin | None:
        found: Origin | None = None
        for binding in bindings:
            if isinstance(binding, f.Import) and binding.name:
                source = self._names.imported_module(file, binding)
                if source in self._names.files and depth <= _MAX_DEPTH:
                    found = self._top_level(source, binding.name, depth + 1)
            elif isinstance(binding, f.Assign) and binding.kind in {"=", "with"} and isinstance(binding.target, f.Name):
                found = self.of(file, binding.scope, binding.value, depth)
            elif isinstance(binding, f.Parameter):
                found = self._parameter(file, scope, binding, depth)
            if found is not None:
                return found
        return None

    def _attribute(self, file: PythonFile, scope: int, value: f.Expr, name: str, depth: int) -> Origin | None:
        base = self._names.qualify(file, scope, value)
        if base.endswith(".py"):
            return self._top_level(base, name, depth) if base in self._names.files else None
        for owner in self._names.ancestors(base.removesuffix("()")) if ":" in base else ():
            defined = self._names.definition(owner)
            if defined is None:
                continue
            names = self._names.of(defined[0].path)
            bindings = [*names.scopes[defined[1]].get(name, ()), *names.members.get(defined[1], {}).get(name, ())]
            for binding in bindings:
                if isinstance(binding, f.Assign):
                    found = self.of(defined[0], binding.scope, binding.value, depth)
                    if found is not None:
                        return found
        return None

    def _parameter(self, file: PythonFile, scope: int, parameter: f.Parameter, depth: int) -> Origin | None:
        """What the callers of a function give for a parameter: the first that can be told."""
        definition = file.outline.scopes[scope]
        position = definition.parameters.index(parameter)
        owner = class_of(file, scope)
        bound = owner >= 0 and definition.parent == owner
        called = f"{file.path}:{qualname(file, scope)}"
        segment = definition.name
        if bound and definition.name == "__init__":
            called, segment = called.removesuffix(".__init__"), file.outline.scopes[owner].name
        if not segment:
            return None
        for site in self._calls.ending(segment)[:50]:
            if site.name == called:
                given = argument(site.call, parameter.name, position - 1 if bound else position)
                found = self.of(site.file, site.call.scope, given, depth)
                if found is not None:
                    return found
        return None
