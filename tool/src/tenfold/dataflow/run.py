"""One function followed from its first statement to every return: the statements."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from tenfold.dataflow import containers, texts
from tenfold.dataflow import values as v
from tenfold.dataflow.bounds import MAX_UNROLLED
from tenfold.dataflow.calls import Calls
from tenfold.dataflow.conditions import Conditions
from tenfold.dataflow.expressions import Expressions
from tenfold.dataflow.outcome import Outcome
from tenfold.dataflow.state import Shown, State, merged
from tenfold.dataflow.targets import Targets
from tenfold.dataflow.values import Data, Lit, Value
from tenfold.language import facts as f
from tenfold.project.read import PythonFile

if TYPE_CHECKING:
    from tenfold.dataflow.machine import Machine

Body = tuple[f.Stmt, ...]


class Run(Expressions, Calls, Conditions, Targets):
    """Follows one function in one way of calling it."""

    def __init__(self, machine: Machine, file: PythonFile, scope: int) -> None:
        super().__init__(machine, file, scope)
        self.breaks: list[list[State]] = []
        self.continues: list[list[State]] = []
        self.answers: dict[int, bool] = {}

    def body(self, state: State) -> Outcome:
        """Follow the whole function."""
        definition = self.file.outline.scopes[self.scope]
        entry = state.shown
        for parameter in definition.parameters:
            if parameter.name not in state.env:
                default = parameter.default
                state.env[parameter.name] = self.evaluate(State({}), default) if default is not None else v.ANYTHING
        end = self.block(self.file.detail.bodies[self.scope], state)
        if end is not None:
            self.returned.append((v.NONE, end))
        final = merged(state for _, state in self.returned)
        for scope, surrounding in self.nested.items():
            self.machine.begin_nested(self.file, scope, final or surrounding)
        return self._outcome(entry, tuple(p.name for p in definition.parameters))

    def _outcome(self, entry: frozenset[Shown], names: tuple[str, ...]) -> Outcome:
        returned = self.returned
        value = v.join(*(value for value, _ in returned)) if returned else v.NEVER
        if self.yielded:
            value = (v.Seq("generator", (), v.join(*self.yielded)),)
        parameters = {
            name: v.join(*(state.env.get(name, v.ANYTHING) for _, state in returned)) for name in names if returned
        }
        truths = [(self._truths(value, state), state.shown - entry) for value, state in returned]
        always = [shown for _, shown in truths]
        if_true = [shown for truth, shown in truths if truth != {False}]
        if_false = [shown for truth, shown in truths if truth != {True}]
        return Outcome(
            value, parameters, (_common(always), _common(if_true), _common(if_false)), returns=bool(returned)
        )

    def _truths(self, value: Value, state: State) -> set[bool | None]:
        """Whether what is returned counts as true: as the test told whose answer it is, or as the value tells."""
        told = self.answers.get(id(state))
        return {told} if told is not None else {_answer(atom) for atom in value} or {None}

    # -- statements

    def block(self, body: Body, state: State | None) -> State | None:
        """Follow statements in order; None when no path gets to their end."""
        if self.nested_too_deep():
            return state
        self.machine.nesting += 1
        try:
            for statement in body:
                if state is None:
                    return None
                if not self.machine.tick():
                    return state
                state = self._statement(statement, state)
        finally:
            self.machine.nesting -= 1
        return state

    def _statement(self, statement: f.Stmt, state: State) -> State | None:
        match statement:
            case f.Evaluate(value=value, at=at):
                self.position = at
                self.evaluate(state, value)
                return self._alive(state)
            case f.Store(assigns=indexes):
                return self._store(indexes, state)
            case f.Return(value=value, at=at):
                self._return(value, at, state)
                return None
            case f.If(test=test, then=then, other=other, at=at):
                self.position = at
                yes, no = self.split(state, test)
                return merged((self.block(then, yes), self.block(other, no)))
            case f.For():
                return self._for(statement, state)
            case f.While():
                return self._while(statement, state)
            case f.With():
                return self._with(statement, state)
            case f.Try():
                return self._try(statement, state)
            case f.Match():
                return self._match(statement, state)
            case f.Raise(value=value):
                if value is not None:
                    self.evaluate(state, value)
                self.leave(state)
                return None
            case f.Define(scope=scope):
                self.define(scope, state)
            case f.Bring(imports=indexes):
                for index in indexes:
                    imported = self.file.outline.imports[index]
                    if imported.name != "*":
                        state.env[imported.bound] = self.machine.imported(self.file, imported)
            case f.Jump(kind="break") if self.breaks:
                self.breaks[-1].append(state)
                return None
            case f.Jump(kind="continue") if self.continues:
                self.continues[-1].append(state)
                return None
        return state

    def _alive(self, state: State) -> State | None:
        """The state after an expression, or None when it called what never returns."""
        if self.ended:
            self.ended = False
            self.leave(state)
            return None
        return state

    def _store(self, indexes: tuple[int, ...], state: State) -> State | None:
        assigns = [self.file.detail.assigns[index] for index in indexes]
        first = assigns[0] if assigns else None
        if first is None:
            return state
        self.position = first.at
        if first.kind == "del":
            for assign in assigns:
                self.remove(state, assign.target)
            return state
        if first.value is None:
            return state
        value = self.evaluate(state, first.value)
        if self.ended:
            return self._alive(state)
        for assign in assigns:
            self.assign(state, assign, value)
        return state

    def _return(self, value: f.Expr | None, at: int, state: State) -> None:
        self.position = at
        kept = isinstance(value, f.Name) and value.id in state.tests
        if value is not None and (kept or self.tests(value)):
            given = self.evaluate(state.copy(), value)
            yes, no = self.split(state, value)
            if yes is not None:
                self.answers[id(yes)] = True
                self.returned.append((tuple(atom for atom in given if v.truth(atom) is not False) or v.TRUE, yes))
            if no is not None:
                self.answers[id(no)] = False
                self.returned.append((tuple(atom for atom in given if v.truth(atom) is not True) or v.FALSE, no))
            return
        self.take_verdict()
        found = self.evaluate(state, value) if value is not None else v.NONE
        if self.ended:
            self._alive(state)
            return
        if isinstance(value, f.CallRef) and self._handed_on(found, state):
            return
        self.machine.records.result(self.file.path, self.scope, found, self.place(at))
        self.returned.append((found, state))

    def _handed_on(self, value: Value, state: State) -> bool:
        """`return check(data)`: what the other function's answer shows is handed on with it."""
        outcome = self.take_verdict()
        if outcome is None or not (outcome.when_true or outcome.when_false):
            return False
        other = state.copy()
        state.learn(outcome.when_true)
        other.learn(outcome.when_false)
        self.answers.update({id(state): True, id(other): False})
        self.returned.append((tuple(atom for atom in value if v.truth(atom) is not False), state))
        self.returned.append((tuple(atom for atom in value if v.truth(atom) is not True), other))
        return True

    def define(self, scope: int, state: State) -> None:
        """A nested function or class."""
        definition = self.file.outline.scopes[scope]
        if definition.kind == "class":
            state.put(definition.name, (v.Ref(self.machine.names.name(self.file, self.scope, definition.name)),))
            return
        self.nested[scope] = state
        closure: Value = (v.Closure(self.file, scope, state),)
        state.put(definition.name, self.decorated(state, scope, closure))

    # -- loops

    def _for(self, statement: f.For, state: State) -> State | None:
        assign = self.file.detail.assigns[statement.assign]
        source = self.evaluate(state, assign.value) if assign.value is not None else v.ANYTHING
        exact, anything = containers.items_of(source)
        if exact is not None and len(exact) <= MAX_UNROLLED:
            return self._unrolled(statement, exact, state)
        if not anything:
            return self.block(statement.other, state)

        def once(current: State) -> State | None:
            self.bind(
                current, assign.target, v.stepped(anything, self.place(assign.at), "is one of what is looped over")
            )
            end = self.block(statement.body, current)
            if end is not None:
                ends.append(end.shown)
            return end

        ends: list[frozenset[Shown]] = []
        left, broken = self._loop(once, state)
        if left is not None and ends:
            # What every round shows of the data that all of it came from holds after the last, and of no round at all.
            roots = {data.root for data in v.roots_in(source)}
            left.learn(one for one in frozenset.intersection(*ends) if one[2] == "clean" and one[0] in roots)
        return merged((self.block(statement.other, left), *broken))

    def _unrolled(self, statement: f.For, items: list[Value], state: State) -> State | None:
        assign = self.file.detail.assigns[statement.assign]
        broken: list[State] = []
        current: State | None = state
        for item in items:
            if current is None:
                break
            self.bind(current, assign.target, item)
            self.breaks.append(broken)
            self.continues.append([])
            current = self.block(statement.body, current)
            current = merged((current, *self.continues.pop()))
            self.breaks.pop()
        return merged((self.block(statement.other, current), *broken))

    def _loop(self, once: Callable[[State], State | None], state: State) -> tuple[State | None, list[State]]:
        """Follow a body twice from what it may begin with, and forget the constants that it keeps changing."""
        broken: list[State] = []
        before = state
        every: frozenset[Shown] = frozenset()
        current: State | None = state
        for _ in range(2):
            if current is None:
                break
            self.breaks.append(broken)
            self.continues.append([])
            after = once(current.copy())
            after = merged((after, *self.continues.pop()))
            self.breaks.pop()
            every = after.shown if after is not None and not broken else frozenset()
            before, current = current, merged((current, after))
        if current is None:
            return None, broken
        # What each round has shown of the one that it looked at holds of all of them when the loop is through.
        current.learn(one for one in every if one[1][-1:] == ("#each",))
        return _widened(before, current), broken

    def _while(self, statement: f.While, state: State) -> State | None:
        endless = isinstance(statement.test, f.Const) and bool(statement.test.value)

        def once(current: State) -> State | None:
            yes, _ = self.split(current, statement.test)
            return self.block(statement.body, yes)

        left, broken = self._loop(once, state)
        if left is not None and not endless:
            _, left = self.split(left, statement.test)
        elif endless:
            left = None if broken else left
        return merged((self.block(statement.other, left), *broken))

    # -- other compound statements

    def _with(self, statement: f.With, state: State) -> State | None:
        for manager, index in zip(statement.managers, statement.assigns, strict=False):
            value = self.entered(state, self.evaluate(state, manager))
            if self.ended:
                return self._alive(state)
            if index >= 0:
                self.bind(state, self.file.detail.assigns[index].target, value)
        return self.block(statement.body, state)

    def _try(self, statement: f.Try, state: State) -> State | None:
        before = state.copy()
        outside, self.raised = self.raised, []
        returned = len(self.returned)
        self.trying += 1
        end = self.block(statement.body, state)
        self.trying -= 1
        thrown = [*self.raised, *(after for _, after in self.returned[returned:])]
        self.raised = outside
        # A call may raise anywhere: handlers begin with what held before, and what the body had assigned by then.
        entered = merged((before, end.copy() if end is not None else None, *(one.copy() for one in thrown)))
        if entered is not None:
            entered.shown = before.shown
        ends = [self.block(statement.other, end)]
        for handler in statement.handlers:
            if entered is None:
                continue
            current = entered.copy()
            if handler.name:
                current.put(handler.name, (v.Ref("builtins.Exception()"),))
            ends.append(self.block(handler.body, current))
        if not statement.handlers:
            self.leave(*thrown)
        after = merged(ends)
        if not statement.final:
            return after
        if after is not None:
            return self.block(statement.final, after)
        self.block(statement.final, before)
        return None

    def _match(self, statement: f.Match, state: State) -> State | None:
        subject = self.evaluate(state, statement.subject)
        ends: list[State | None] = []
        remaining: State | None = state
        for case in statement.cases:
            if remaining is None:
                break
            taken, remaining = self.matched(remaining, statement.subject, subject, case)
            ends.append(self.block(case.body, taken))
        return merged((*ends, remaining))


def _answer(atom: v.Atom) -> bool | None:
    """Whether what a function returns says yes: itself, or the first yes or no in a tuple."""
    if isinstance(atom, v.Seq) and atom.kind == "tuple":
        for item in atom.items:
            if len(item) == 1 and isinstance(item[0], Lit) and isinstance(item[0].value, bool):
                return item[0].value
    return v.truth(atom)


def _common(found: list[frozenset[Shown]]) -> frozenset[Shown]:
    return frozenset.intersection(*found) if found else frozenset()


def _widened(before: State, after: State) -> State:
    """What holds after any number of rounds: constants that the last round still changed are forgotten."""
    for name, value in after.env.items():
        if before.env.get(name) != value:
            after.env[name] = tuple(dict.fromkeys(_wide(atom) for atom in value))
    return after


def _wide(atom: v.Atom) -> v.Atom:
    if isinstance(atom, Lit) and atom.value is not None and not isinstance(atom.value, bool):
        return v.HARMLESS
    if isinstance(atom, v.Text):
        request = [part for part in atom.parts if isinstance(part, Data)]
        first = atom.parts[0] if isinstance(atom.parts[0], str) else ""
        return texts.atom_of([first, *request])
    if isinstance(atom, v.Seq) and atom.kind != "tuple":
        return v.Seq(atom.kind, (), v.join(*atom.items, atom.rest) if atom.items or atom.rest else v.NEVER)
    return atom
