"""Functions that a framework calls with data of a request, told by their base, their decorator or their module.

Routes are known of Flask, Django and FastAPI alone; this sees the handlers of all other frameworks.
"""

from __future__ import annotations

import re
from functools import cached_property

import msgspec

from tenfold import frameworks
from tenfold.frameworks.model import Handler, Holds, Part
from tenfold.language import facts as f
from tenfold.program.names import Names
from tenfold.project.read import PythonFile

_CONVERTER = re.compile(r"<(\w{1,80}):(\w{1,20})>")
_TYPED = frozenset({"int", "float", "number", "uuid", "ymd", "alpha", "integer"})


class Handed(msgspec.Struct, frozen=True):
    """What a parameter of a handler holds.

    Attributes:
        object: qualified name of the class of the request; "" when it is data of it.
        part: the part of the request that it is.
        holds: as in `Source`.
        validated: a schema has passed it.
        typed: it can only be a number or the like.
    """

    object: str = ""
    part: Part = "any"
    holds: Holds = ""
    validated: bool = False
    typed: bool = False


class Handlers:
    """Answers for one project what frameworks hand to its functions."""

    def __init__(self, names: Names) -> None:
        self._names = names
        self._known: dict[tuple[str, int], Handler | None] = {}
        self._imports: dict[str, frozenset[str]] = {}

    @cached_property
    def attributes(self) -> dict[str, str]:
        """The attributes of declared bases that hold the request, with the class of what they hold."""
        return {
            f"{base}.{attribute}": request
            for one in frameworks.handlers()
            for attribute, request in one.attributes
            for base in (one.name, *one.aliases)
        }

    def of(self, file: PythonFile, scope: int, parameter: f.Parameter) -> Handed | None:
        """What a framework hands to a function as `parameter`; None when that is nothing, or not known."""
        handler = self._handler(file, scope)
        if handler is None:
            return None
        own = _own(file, scope)
        if parameter not in own:
            return None
        for name, request in handler.request:
            if parameter.name == name or (not name and own[:1] == (parameter,)):
                return Handed(request) if parameter.kind not in {"*", "**"} else None
        chosen = not handler.only or parameter.name in handler.only
        if not handler.others or not chosen or parameter.name in handler.skip:
            return None
        typed = handler.others == "path" and _typed(file, scope, parameter.name)
        return Handed("", handler.others, handler.holds, handler.validated, typed)

    def _handler(self, file: PythonFile, scope: int) -> Handler | None:
        key = (file.path, scope)
        if key not in self._known:
            self._known[key] = next((one for one in frameworks.handlers() if self._is(one, file, scope)), None)
        return self._known[key]

    def _is(self, handler: Handler, file: PythonFile, scope: int) -> bool:
        definition = file.outline.scopes[scope]
        if handler.methods and not any(_matches(definition.name, pattern) for pattern in handler.methods):
            return False
        if handler.takes and not any(parameter.name in handler.takes for parameter in definition.parameters):
            return False
        names = (handler.name, *handler.aliases)
        match handler.how:
            case "module":
                return handler.name in self._imported(file)
            case "signature":
                return set(handler.takes) <= {parameter.name for parameter in definition.parameters}
            case "base":
                owner = definition.parent
                if owner <= 0 or file.outline.scopes[owner].kind != "class" or not file.outline.scopes[owner].bases:
                    return False
                own = self._names.name(file, scope, _first(file, scope)).removesuffix("()")
                return bool(own) and any(base in names for base in self._names.ancestors(own)[1:])
        if (
            handler.mark
            and handler.name.partition(".")[0] in self._imported(file)
            and _marked(file, scope, handler.mark)
        ):
            return True
        return any(self._decorator(file, definition.parent, one) in names for one in definition.decorators)

    def _decorator(self, file: PythonFile, scope: int, decorator: f.Expr) -> str:
        expr = file.detail.calls[decorator.index].func if isinstance(decorator, f.CallRef) else decorator
        return self._names.qualify(file, scope, expr).replace("()", "")

    def _imported(self, file: PythonFile) -> frozenset[str]:
        """The modules that a file imports, with the packages that they lie in."""
        found = self._imports.get(file.path)
        if found is None:
            modules: set[str] = set()
            for one in file.outline.imports:
                if not one.level:
                    modules.update(packages_of(f"{one.module}.{one.name}"))
            found = self._imports[file.path] = frozenset(modules)
        return found


def packages_of(dotted: str) -> list[str]:
    """A dotted name and the packages that it lies in; a "*" or nothing at its end is left out."""
    parts = dotted.removesuffix("*").removesuffix(".").split(".")
    return [".".join(parts[:size]) for size in range(1, len(parts) + 1)]


def _typed(file: PythonFile, scope: int, name: str) -> bool:
    """Whether the path in a decorator lets only a number or the like through: `@app.route("/<name:int>")`."""
    for decorator in file.outline.scopes[scope].decorators:
        for path in file.detail.calls[decorator.index].args if isinstance(decorator, f.CallRef) else ():
            if isinstance(path, f.Const) and isinstance(path.value, str):
                found = _CONVERTER.findall(path.value)
                if any(one == name and converter in _TYPED for one, converter in found):
                    return True
    return False


def _marked(file: PythonFile, scope: int, mark: str) -> bool:
    """Whether the attribute that marks a handler is set on a function, where it is defined."""
    definition = file.outline.scopes[scope]
    target = f.Attr(f.Name(definition.name), mark)
    return any(one.scope == definition.parent and one.target == target for one in file.detail.assigns)


def _first(file: PythonFile, scope: int) -> str:
    parameters = file.outline.scopes[scope].parameters
    return parameters[0].name if parameters else ""


def _own(file: PythonFile, scope: int) -> tuple[f.Parameter, ...]:
    """The parameters of a function after `self`."""
    definition = file.outline.scopes[scope]
    method = definition.parent > 0 and file.outline.scopes[definition.parent].kind == "class"
    static = f.Name("staticmethod") in definition.decorators
    return definition.parameters[1:] if method and not static else definition.parameters


def _matches(name: str, pattern: str) -> bool:
    return name.startswith(pattern[:-1]) if pattern.endswith("*") else name == pattern
