"""What the parts of `Run` share: where it stands, what it has seen so far, and what each part asks of the others."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING

from tenfold.dataflow import values as v
from tenfold.dataflow.bounds import MAX_NESTING
from tenfold.dataflow.outcome import Outcome
from tenfold.dataflow.state import Shown, State
from tenfold.dataflow.values import Value
from tenfold.language import facts as f
from tenfold.place import Place
from tenfold.project.read import PythonFile

if TYPE_CHECKING:
    from tenfold.dataflow.machine import Machine

Split = tuple[State | None, State | None]
Given = tuple[tuple[Value, ...], dict[str, Value]]
"""Positional and keyword arguments; "**" for keywords whose names are not known."""


class Frame(ABC):
    """One function that is being followed.

    Attributes:
        machine: the app's data flow that it is part of.
        file, scope: the function.
        position: packed position of the statement or call that is looked at.
        verdict: what the last call of the project's did, for the condition that it stands in.
        last_self: what the object of the last method call has become.
        ended: the last call never returns.
        returned: what was returned, and the state at each return.
        raised: the states in which something was raised inside a `try`.
        trying: how many `try` statements are around.
        yielded: what a generator gave.
        nested: the functions defined inside, and the state at their definition.
    """

    def __init__(self, machine: Machine, file: PythonFile, scope: int) -> None:
        self.machine = machine
        self.file = file
        self.scope = scope
        self.position = file.outline.scopes[scope].at
        self.ended = False
        self.verdict: Outcome | None = None
        self.last_self: v.Atom | None = None
        self.returned: list[tuple[Value, State]] = []
        self.raised: list[State] = []
        self.trying = 0
        self.yielded: list[Value] = []
        self.nested: dict[int, State] = {}

    def place(self, at: int, end: int = 0) -> Place:
        """A packed position as a place."""
        return Place(self.file.path, f.line_of(at), f.column_of(at), end)

    def nested_too_deep(self) -> bool:
        """Whether what is looked at is nested deeper than is followed."""
        if self.machine.nesting <= MAX_NESTING:
            return False
        self.machine.limits.setdefault(self.file.path, "it is nested deeper than is followed")
        return True

    def leave(self, *states: State) -> None:
        """Something is raised here, which a `try` around may catch."""
        if self.trying:
            self.raised.extend(states)

    def take_verdict(self) -> Outcome | None:
        """What the last call of the project's did; asked once."""
        verdict, self.verdict = self.verdict, None
        return verdict

    # -- expressions.py

    @abstractmethod
    def evaluate(self, state: State, expr: f.Expr) -> Value:
        """What an expression may be."""

    @abstractmethod
    def variable(self, state: State, name: str) -> Value:
        """What a name holds."""

    @abstractmethod
    def attribute(self, state: State, atom: v.Atom, name: str, at: int) -> Value:
        """What an attribute of something is."""

    @abstractmethod
    def binary(self, op: str, left: Value, right: Value) -> Value:
        """`left op right`."""

    # -- calls.py

    @abstractmethod
    def call(self, state: State, index: int) -> Value:
        """What a call of the file gives."""

    @abstractmethod
    def call_value(self, state: State, callee: Value, given: Given, at: int, call: f.Call | None = None) -> Value:
        """What calling any of the things that `callee` may be gives."""

    @abstractmethod
    def call_method(
        self, state: State, name: str, owner: Value, given: Given, at: int, call: f.Call | None = None
    ) -> Value:
        """Call a method of the project with its object."""

    @abstractmethod
    def call_named(self, state: State, atom: v.Obj, name: str, given: Given) -> Value:
        """Call a method of an object by its name."""

    @staticmethod
    @abstractmethod
    def is_property(file: PythonFile, scope: int) -> bool:
        """Whether a method is read like an attribute."""

    # -- conditions.py

    @abstractmethod
    def split(self, state: State, test: f.Expr) -> Split:
        """The states in which a test holds and does not hold."""

    @abstractmethod
    def tests(self, expr: f.Expr) -> bool:
        """Whether an expression is a question."""

    @abstractmethod
    def within(self, value: Value, unresolved: str, problem: str = "") -> list[Shown]:
        """What a comparison of a path with its folder shows."""

    @abstractmethod
    def note_conversion(self, state: State, bare: str, given: Given) -> None:
        """What a conversion that succeeds shows."""

    # -- targets.py

    @abstractmethod
    def assign(self, state: State, assign: f.Assign, value: Value) -> None:
        """One target of an assignment."""

    @abstractmethod
    def bind(self, state: State, target: f.Expr, value: Value) -> None:
        """Give a target a value."""

    @abstractmethod
    def put_back(self, state: State, expr: f.Expr, value: Value) -> None:
        """Let what an expression names be something else from now on."""

    @abstractmethod
    def again(self, state: State, value: Value) -> Value:
        """A value that was read, with what was shown of it before."""

    @abstractmethod
    def own_class(self) -> str:
        """The qualified name of the class whose method this is."""
