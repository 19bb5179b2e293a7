"""Runs whole scopes: modules, classes and functions, each into a state of its own."""

from __future__ import annotations

from abc import ABC, abstractmethod

from msgspec.structs import replace

from tenfold.language import facts as f
from tenfold.program.names import Names
from tenfold.program.settings.evaluate import Evaluator, Supply
from tenfold.program.settings.pydantic_fields import BASES, SettingsClass
from tenfold.program.settings.serves import environment_of
from tenfold.program.settings.traced import State, Traced
from tenfold.program.values import Env, Made, Unknown, Value
from tenfold.project.read import PythonFile

_MAX_DEPTH = 25


class Stop:
    """The body ends here: it raises."""


STOP = Stop()
Flow = Traced | Stop | None
"""How a block ends: with a returned value, by raising, or at its end."""


class Scopes(ABC):
    """One run over the modules that settings are made of; module states are kept."""

    def __init__(self, names: Names, supply: Supply, environment: str) -> None:
        """Run as `environment` would, with the variables that `supply` knows."""
        self.names = names
        self.environment = environment
        self.evaluator = Evaluator(names, supply, environment)
        self.evaluator.state_of = self.module
        self.evaluator.run_function = self.function
        self.evaluator.field_of = self.attribute
        self.read: set[str] = set()
        self.owner = ""
        self.pending: dict[tuple[str, int], str] = {}
        self._states: dict[str, State] = {}
        self._fields: dict[str, tuple[State, State]] = {}
        self._depth = 0

    def module(self, path: str) -> State:
        """What the names of a module hold after it has run."""
        known = self._states.get(path)
        if known is not None:
            return known
        state = self._states[path] = {}
        if self._depth < _MAX_DEPTH and path in self.names.files:
            self.read.add(path)
            self.scope(self.names.files[path], 0, state, path)
        return state

    def scope(self, file: PythonFile, scope: int, state: State, owner: str) -> Flow:
        """Run the body of a scope into `state`; what it sets belongs to `owner`."""
        key = (file.path, scope)
        outer = (self.owner, self.evaluator.place, self.evaluator.frames.get(key))
        self.owner = owner
        self.evaluator.frames[key] = state
        self._depth += 1
        try:
            return self.block(file, scope, file.detail.bodies[scope])
        finally:
            self._depth -= 1
            self.owner, self.evaluator.place, frame = outer
            if frame is not None:
                self.evaluator.frames[key] = frame
            elif scope:
                del self.evaluator.frames[key]

    def class_state(self, name: str) -> State:
        """What the attributes of a class hold, those of its bases included."""
        state: State = {}
        for base in reversed(self.names.ancestors(name)):
            defined = self.names.definition(base)
            if defined is not None:
                file, scope = defined
                self.read.add(file.path)
                self.module(file.path)
                inherited = dict(state)
                own: State = {}
                self.scope(file, scope, own, base.rpartition(":")[2])
                for key, value in own.items():
                    before = inherited.get(key)
                    state[key] = over(value, before) if before is not None else value
        return state

    def fields(self, name: str) -> tuple[State, State]:
        """The fields and the plain attributes of a pydantic-settings class; both empty for other classes."""
        known = self._fields.get(name)
        if known is None:
            self._fields[name] = ({}, {})
            if not BASES.isdisjoint(self.names.ancestors(name)):
                place = self.evaluator.place
                self._fields[name] = SettingsClass(self, name).fields()
                self.evaluator.place = place
            known = self._fields[name]
        return known

    def attribute(self, owner: str, name: str) -> Traced | None:
        """An attribute of an instance of a pydantic-settings class, or of its subclass for the judged environment."""
        if BASES.isdisjoint(self.names.ancestors(owner)):
            return None
        fields, constants = self.fields(self._judged_subclass(owner))
        return fields.get(name) or constants.get(name)

    def _judged_subclass(self, owner: str) -> str:
        path = owner.partition(":")[0]
        for scope in self.names.files[path].outline.scopes:
            name = f"{path}:{scope.name}"
            judged = scope.kind == "class" and environment_of(scope.name) == self.environment
            if judged and owner in self.names.ancestors(name):
                return name
        return owner

    @abstractmethod
    def block(self, file: PythonFile, scope: int, body: tuple[f.Stmt, ...]) -> Flow:
        """Run statements in order; the first that returns or raises ends them."""

    def function(self, file: PythonFile, scope: int, caller: PythonFile, call: f.Call) -> Traced | None:
        """What a function of the project returns for these arguments; None for what is no function."""
        if file.outline.scopes[scope].kind != "function" or self._depth >= _MAX_DEPTH:
            return None
        frame = self.arguments(file, scope, caller, call)
        self.pending.pop((file.path, scope), None)
        flow = self.scope(file, scope, frame, self.owner)
        variable = self.pending.pop((file.path, scope), "")
        if variable and isinstance(flow, Traced):
            return replace(flow, value=absent(variable, flow.value))
        return flow if isinstance(flow, Traced) else None

    def arguments(self, file: PythonFile, scope: int, caller: PythonFile | None, call: f.Call | None) -> State:
        """The frame of a function that is called so; without a call its parameters have their defaults."""
        frame: State = {}
        parameters = [p for p in file.outline.scopes[scope].parameters if p.kind not in {"*", "**"}]
        for parameter in parameters:
            if parameter.default is not None:
                frame[parameter.name] = self.evaluator.traced(file, 0, parameter.default)
        if call is None or caller is None:
            return frame
        for parameter, arg in zip([p for p in parameters if p.kind != "k"], call.args, strict=False):
            if isinstance(arg, f.Star):
                break
            frame[parameter.name] = self.evaluator.traced(caller, call.scope, arg)
        known = {p.name for p in parameters}
        for keyword in call.keywords:
            if keyword.name in known:
                frame[keyword.name] = self.evaluator.traced(caller, call.scope, keyword.value)
        return frame


def absent(variable: str, value: Value) -> Value:
    """A known value that holds while a variable is absent, as that variable with this default."""
    if isinstance(value, (Env, Made, Unknown, list, dict)):
        return value
    return Env(variable, value, "bool" if isinstance(value, bool) else "")


def over(new: Traced, before: Traced) -> Traced:
    """`new` in the place of `before`, whose place it remembers."""
    if before.place == new.place:
        return new
    return replace(new, overridden=(*new.overridden, *before.overridden, before.place)[-20:])
