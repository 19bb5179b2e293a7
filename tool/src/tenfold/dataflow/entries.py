"""Where the data flow begins: views and what frameworks call, and what their parameters hold."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from tenfold.dataflow import values as v
from tenfold.dataflow.values import Data, Ref, Root, Value
from tenfold.language import facts as f
from tenfold.place import Place
from tenfold.program.handlers import Handed, Handlers
from tenfold.project.read import PythonFile

if TYPE_CHECKING:
    from tenfold.dataflow.machine import Machine

Bindings = dict[str, Value]


class Entries:
    """The functions to begin with in one app, and what they are given."""

    def __init__(self, machine: Machine) -> None:
        self._machine = machine
        self._app = machine.app
        self._names = machine.names
        self._parameters = machine.parameters
        self._dependencies: dict[tuple[str, int], Value] = {}
        self.handlers = Handlers(machine.names)

    def roots(self) -> Iterable[tuple[PythonFile, int]]:
        """The functions to begin with: the views, then every function that nothing has called yet."""
        for route in self._app.routes:
            if route.file is not None and route.scope > 0:
                yield from self._entries(route.file, route.scope)
        later: list[tuple[PythonFile, int]] = []
        called = {name for file in self._app.files.values() for name in file.outline.called}
        for file in self._app.files.values():
            for scope, definition in enumerate(file.outline.scopes):
                if definition.kind in {"function", "async"}:
                    # What somebody seems to call is begun last: its callers know what it is given.
                    if definition.name in called:
                        later.append((file, scope))
                    else:
                        yield file, scope
        yield from later

    @staticmethod
    def _entries(file: PythonFile, scope: int) -> Iterable[tuple[PythonFile, int]]:
        scopes = file.outline.scopes
        if scopes[scope].kind != "class":
            yield file, scope
            return
        yield from ((file, i) for i in range(scope + 1, len(scopes)) if scopes[i].parent == scope)

    def parameters_of(self, file: PythonFile, scope: int) -> Bindings:
        """What the parameters of a function hold that nothing in the project calls."""
        found: Bindings = {}
        for parameter in file.outline.scopes[scope].parameters:
            found[parameter.name] = self._parameter(file, scope, parameter)
        return found

    def _parameter(self, file: PythonFile, scope: int, parameter: f.Parameter) -> Value:
        origin = self._parameters.of(file, scope, parameter)
        if origin is not None:
            name = f"{file.path}:{scope}.{parameter.name}"
            root = Root(name, "", origin.source, origin.part, origin.place, validated=origin.validated)
            kind = "number" if origin.typed else "files" if origin.part == "file" else ""
            if not origin.typed and (origin.validated or origin.part == "body"):
                kind = self._model(file, scope, parameter.annotation)
            data = Data(root, kind="file" if kind == "files" else kind)
            return (data.step(origin.place, f"{origin.source} comes in here"),)
        handed = self.handlers.of(file, scope, parameter)
        if handed is not None:
            return self._handed(file, scope, parameter, handed)
        if parameter.kind == "*":
            return (v.Seq("tuple", (), v.ANYTHING),)
        if parameter.kind == "**":
            return (v.Map({}, v.ANYTHING),)
        if self._parameters.is_request(file, scope, parameter):
            return (Ref("django.http.HttpRequest()"),)
        owner = file.outline.scopes[scope].parent
        if owner > 0 and file.outline.scopes[owner].kind == "class" and parameter.name in {"self", "cls"}:
            name = self._names.name(file, scope, parameter.name).removesuffix("()")
            return (self._machine.instance(name),) if parameter.name == "self" else (Ref(name),)
        depended = self._depended(file, scope, parameter)
        if depended is not None:
            return depended
        meaning = self._names.annotated(file, scope, parameter.annotation) if parameter.annotation is not None else ""
        if meaning.endswith("()") and not meaning.startswith(("builtins.", "typing.")):
            if self._names.definition(meaning.removesuffix("()")) is not None:
                return (self._machine.instance(meaning.removesuffix("()")),)
            return (Ref(meaning),)
        return v.ANYTHING

    def _handed(self, file: PythonFile, scope: int, parameter: f.Parameter, handed: Handed) -> Value:
        """What a framework hands to a function that no known route leads to."""
        if handed.object:
            return (Ref(f"{handed.object}()"),)
        at = file.outline.scopes[scope].at
        place = Place(file.path, f.line_of(at), f.column_of(at))
        part = "request" if handed.part == "any" else handed.part
        label = f"the {part} parameter {parameter.name}"
        root = Root(f"{file.path}:{scope}.{parameter.name}", "", label, handed.part, place, validated=handed.validated)
        kind: str = "number" if handed.typed else "" if handed.holds == "text" else handed.holds
        if parameter.annotation is not None:
            typed = self._parameters.kind(file, scope, parameter.annotation) == "typed"
            kind = "number" if typed else kind or self._model(file, scope, parameter.annotation).removeprefix("json")
        data = Data(root, kind=kind).step(place, f"{label} comes in here")
        if parameter.kind == "*":
            return (v.Seq("tuple", (), (data,)),)
        return (v.Map({}, (data,)),) if parameter.kind == "**" else (data,)

    def _depended(self, file: PythonFile, scope: int, parameter: f.Parameter) -> Value | None:
        """What a FastAPI dependency gives: `Depends(function)`, `Depends(Class)`, or `name: Class = Depends()`."""
        name = self._parameters.dependency(file, scope, parameter)
        if not name:
            return None
        defined = self._machine.function(name)
        if defined is not None:
            return self._dependency(*defined)
        if self._names.definition(name) is None:
            return v.ANYTHING
        made = self._machine.function(f"{name}.__init__")
        if made is not None:
            outcome = self._machine.outcome(*made, self.parameters_of(*made), None, frozenset())
            return outcome.parameters.get("self") or v.ANYTHING
        at = file.outline.scopes[scope].at
        place = Place(file.path, f.line_of(at), f.column_of(at))
        label = f"the query parameters {parameter.name}"
        root = Root(f"{file.path}:{scope}.{parameter.name}", "", label, "query", place)
        return (Data(root, kind=f"model:{name}").step(place, f"{label} come in here"),)

    def _dependency(self, file: PythonFile, scope: int) -> Value:
        """What a dependency gives, which may depend on others, and by mistake on itself."""
        key = (file.path, scope)
        found = self._dependencies.get(key)
        if found is None:
            machine = self._machine
            self._dependencies[key] = v.ANYTHING
            if not machine.exhausted(file, {}):
                machine.depth += 1
                given = self.parameters_of(file, scope)
                machine.depth -= 1
                found = machine.outcome(file, scope, given, None, frozenset()).value
            self._dependencies[key] = found = found or v.ANYTHING
        return found

    def _model(self, file: PythonFile, scope: int, annotation: f.Expr | None) -> str:
        """The kind of a body: an object of a schema of the project, or any JSON."""
        name = self._names.annotated(file, scope, annotation).removesuffix("()") if annotation is not None else ""
        return f"model:{name}" if self._names.definition(name) is not None else "json"
