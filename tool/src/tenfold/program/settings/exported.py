"""Settings that are the members of a home-made class: `ShopSettings.load_settings(__name__)` puts them into the module.

Read the Docs keeps its settings so: class attributes and properties, each environment a subclass.
"""

from __future__ import annotations

import msgspec
from msgspec.structs import replace

from tenfold.language import facts as f
from tenfold.place import Place
from tenfold.program.names import Names
from tenfold.program.settings.evaluate import SUPER, Supply
from tenfold.program.settings.split import SplitExecution
from tenfold.program.settings.traced import State, Traced
from tenfold.project.read import PythonFile

_PROPERTIES = (f.Name("property"), f.Name("cached_property"), f.Attr(f.Name("functools"), "cached_property"))
_MAX_RUNNING = 12
"""Properties that ask each other in turn; a longer chain is unknown."""
_NAMESPACES = frozenset({"builtins.globals", "builtins.locals", "builtins.vars"})


class _Instance(msgspec.Struct):
    """An instance whose members are taken: what they hold, and the properties that have been asked."""

    name: str
    state: State
    told: set[str] = set()


def declared(file: PythonFile) -> frozenset[str]:
    """The names in capitals that a file gives a value: by assignment, or as a property of a class."""
    scopes = file.outline.scopes
    properties = {s.name for i, s in enumerate(scopes) if s.name.isupper() and is_property(file, i)}
    return frozenset(properties | {name for name in file.outline.stored if name.isupper()})


def is_property(file: PythonFile, scope: int) -> bool:
    """Whether a scope is a property of a class."""
    own = file.outline.scopes[scope]
    return (
        own.kind == "function"
        and file.outline.scopes[own.parent].kind == "class"
        and any(decorator in _PROPERTIES for decorator in own.decorators)
    )


class ExportExecution(SplitExecution):
    """An execution that knows classes whose members become the module's names."""

    def __init__(self, names: Names, supply: Supply, environment: str) -> None:
        """Run as `environment` would, with the variables that `supply` knows."""
        super().__init__(names, supply, environment)
        self._instances: list[_Instance] = []
        self._running: list[tuple[str, str]] = []

    def call(self, file: PythonFile, scope: int, call: f.Call) -> None:
        """Run a call that stands as a statement."""
        owner = self._exported(file, call) if scope == 0 else ""
        if not owner:
            super().call(file, scope, call)
            return
        frame = self.evaluator.frames[file.path, scope]
        place = self.evaluator.place
        for name, traced in self.instance_state(owner).items():
            if name.isupper() and not name.startswith("_"):
                frame[name] = traced
        self.evaluator.place = place

    def _exported(self, file: PythonFile, call: f.Call) -> str:
        """The class whose members a call puts into the module: its own class method that is told the module does so."""
        if not isinstance(call.func, f.Attr):
            return ""
        target = call.func.value
        if self._is_namespace(file, target) and call.func.name == "update":
            return next(filter(None, (self._class_in(file, arg) for arg in call.args)), "")
        told = any(arg == f.Name("__name__") or self._is_namespace(file, arg) for arg in call.args)
        return self._class_in(file, target) if told else ""

    def _is_namespace(self, file: PythonFile, expr: f.Expr) -> bool:
        return self.names.qualify(file, 0, expr).removesuffix("()") in _NAMESPACES

    def _class_in(self, file: PythonFile, expr: f.Expr) -> str:
        """The project's class that an expression names, makes an instance of, or takes the members of."""
        for _ in range(4):
            name = self.names.qualify(file, 0, expr).removesuffix("()")
            defined = self.names.definition(name)
            if defined is not None and defined[0].outline.scopes[defined[1]].kind == "class":
                return name
            if isinstance(expr, f.CallRef):
                call = file.detail.calls[expr.index]
                expr = call.args[0] if call.args else call.func
            elif isinstance(expr, f.Attr):
                expr = expr.value
            else:
                return ""
        return ""

    def instance_state(self, name: str) -> State:
        """What the attributes and properties of an instance of a class hold."""
        state = self.class_state(name)
        self._instances.append(_Instance(name, state))
        try:
            for base in self.names.ancestors(name):
                defined = self.names.definition(base)
                if defined is None:
                    continue
                file, owner = defined
                for index, scope in enumerate(file.outline.scopes):
                    if scope.parent == owner and scope.name.isupper() and is_property(file, index):
                        self.attribute(name, scope.name)
        finally:
            self._instances.pop()
        return state

    def attribute(self, owner: str, name: str) -> Traced | None:
        """An attribute of the instance whose settings are being taken, properties run; else as for other classes."""
        order = self.names.ancestors(self._instances[-1].name) if self._instances else []
        if owner == SUPER:
            running = self._running[-1][0] if self._running else ""
            return self._member(order[order.index(running) + 1 :], name) if running in order else None
        if owner not in order:
            return super().attribute(owner, name)
        instance = self._instances[-1]
        found = self._property_of(order, name) if name not in instance.told else None
        if found is not None:
            instance.told.add(name)
            value = self._run(*found)
            instance.state.pop(name, None)
            if value is not None:
                instance.state[name] = value
        return instance.state.get(name)

    def _member(self, order: list[str], name: str) -> Traced | None:
        """What `super()` has under a name."""
        found = self._property_of(order, name)
        if found is not None:
            return self._run(*found)
        return self.class_state(order[0]).get(name) if order else None

    def _property_of(self, order: list[str], name: str) -> tuple[str, PythonFile, int] | None:
        """The property that the first class in `order` that has the name gives; None where it is a plain attribute."""
        for base in order:
            defined = self.names.definition(base)
            if defined is None:
                continue
            file, owner = defined
            for binding in self.names.of(file.path).scopes[owner].get(name, ()):
                if isinstance(binding, int):
                    return (base, file, binding) if is_property(file, binding) else None
                return None
        return None

    def _run(self, owner: str, file: PythonFile, scope: int) -> Traced | None:
        """The value that a property gives."""
        key = (owner, file.outline.scopes[scope].name)
        if key in self._running or len(self._running) >= _MAX_RUNNING:
            return None
        self._running.append(key)
        place = self.evaluator.place
        try:
            flow = self.scope(file, scope, {}, owner.rpartition(":")[2])
        finally:
            self._running.pop()
            self.evaluator.place = place
        if not isinstance(flow, Traced):
            return None
        own = file.outline.scopes[scope]
        return replace(flow, place=Place(file.path, f.line_of(own.at)), module=owner.partition(":")[0])
