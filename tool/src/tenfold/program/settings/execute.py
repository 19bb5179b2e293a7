"""Runs through the statements of settings modules, configuration classes and factories, in order, without running them.

Branches are taken as the judged environment would take them; what the other branches set is noted.
"""

from __future__ import annotations

import msgspec
from msgspec.structs import replace

from tenfold.language import facts as f
from tenfold.place import Place
from tenfold.program.names import Names
from tenfold.program.roles import role_of
from tenfold.program.settings.evaluate import Supply, or_else
from tenfold.program.settings.mutations import Mutations
from tenfold.program.settings.scopes import STOP, Flow, Scopes, Stop, absent, over
from tenfold.program.settings.serves import environment_of
from tenfold.program.settings.traced import State, Traced, parts
from tenfold.program.values import REQUIRED, UNKNOWN, Env, Made, Unknown
from tenfold.project.read import PythonFile


class Note(msgspec.Struct, frozen=True):
    """What a branch that is not taken would set, and the environment that its test speaks of ("" when of none)."""

    name: str
    traced: Traced
    environment: str


Aside = tuple[list[tuple[str, Traced]], Flow]


class Execution(Scopes):
    """A run, statement by statement."""

    def __init__(self, names: Names, supply: Supply, environment: str) -> None:
        """Run as `environment` would, with the variables that `supply` knows."""
        super().__init__(names, supply, environment)
        self.mutations = Mutations(self.evaluator)
        self.notes: list[Note] = []

    def block(self, file: PythonFile, scope: int, body: tuple[f.Stmt, ...]) -> Flow:
        """Run statements in order; the first that returns or raises ends them."""
        for statement in body:
            self.evaluator.spent += 1
            if self.evaluator.exhausted:
                return None
            flow = self.statement(file, scope, statement)
            if flow is not None:
                return flow
        return None

    def statement(self, file: PythonFile, scope: int, statement: f.Stmt) -> Flow:
        """Run one statement."""
        match statement:
            case f.Store(assigns=assigns):
                for index in assigns:
                    self.assign(file, scope, file.detail.assigns[index])
            case f.Evaluate(value=f.CallRef(index=index), at=position):
                self.evaluator.place = _place(file, position, file.detail.calls[index].end)
                self.call(file, scope, file.detail.calls[index])
            case f.Bring(imports=imports):
                for index in imports:
                    self.bring(file, scope, file.outline.imports[index])
            case f.If():
                return self.branch(file, scope, statement)
            case f.Try():
                return self.attempt(file, scope, statement)
            case f.With(body=body):
                return self.block(file, scope, body)
            case f.For():
                return self.loop(file, scope, statement)
            case f.While(body=body):
                return self.block(file, scope, body)
            case f.Match():
                return self.match(file, scope, statement)
            case f.Return(value=value) if file.outline.scopes[scope].kind not in {"module", "class"}:
                none = Traced(None, self.evaluator.place)
                return self.evaluator.traced(file, scope, value) if value is not None else none
            case f.Raise():
                return STOP
        return None

    def assign(self, file: PythonFile, scope: int, assign: f.Assign) -> None:
        """Run an assignment to a name or to a part of what a name holds."""
        self.evaluator.place = _place(file, assign.at, assign.end)
        if self.stored(file, scope, assign):
            return
        if assign.kind == "del" and isinstance(assign.target, f.Name):
            self.evaluator.frames[file.path, scope].pop(assign.target.id, None)
        elif assign.value is not None and assign.kind not in {"for", "with", "except", ":"}:
            new = self.evaluator.traced(file, scope, assign.value)
            if assign.kind != "=":
                self.mutations.augment(file, scope, assign, new, self.owner)
            else:
                self.bind(file, scope, assign.target, new)

    def bind(self, file: PythonFile, scope: int, target: f.Expr, new: Traced) -> None:
        """Give a target its value."""
        frame = self.evaluator.frames.setdefault((file.path, scope), {})
        if isinstance(target, f.Name):
            before = frame.get(target.id)
            placed = replace(new, place=self.evaluator.place, module=self.owner, overridden=())
            frame[target.id] = over(placed, before) if before is not None else placed
        elif isinstance(target, f.Sequence):
            items = parts(new)
            for i, inner in enumerate(target.items):
                single = items[i] if len(items) == len(target.items) else replace(new, value=UNKNOWN, items=())
                self.bind(file, scope, inner, single)
        else:
            self.mutations.put(file, scope, target, new, self.owner)

    def stored(self, file: PythonFile, scope: int, assign: f.Assign) -> bool:
        """Whether the assignment is one to a framework's configuration, which a subclass takes."""
        _ = (self, file, scope, assign)
        return False

    def call(self, file: PythonFile, scope: int, call: f.Call) -> None:
        """Run a call that stands as a statement."""
        self.mutations.call(file, scope, call, self.owner)

    def bring(self, file: PythonFile, scope: int, imported: f.Import) -> None:
        """Run an import: a star import brings all names of a module of the project."""
        if imported.name != "*":
            return
        source = self.names.imported_module(file, imported)
        if source not in self.names.files:
            return
        state = self.module(source)
        frame = self.evaluator.frames[file.path, scope]
        local = imported.guarded and (
            role_of(source) == "local" or environment_of(source) not in {"", self.environment}
        )
        for name, traced in state.items():
            if name.startswith("_"):
                continue
            if local:
                self.notes.append(Note(name, traced, environment_of(source) or "development"))
            else:
                before = frame.get(name)
                frame[name] = over(traced, before) if before is not None else traced

    def branch(self, file: PythonFile, scope: int, statement: f.If) -> Flow:
        """Run the branch that the judged environment takes, and note what the other would set."""
        judged = self.evaluator.judge(file, scope, statement.test)
        if judged is None:
            self.aside(file, scope, statement.then, self.spoken(statement.test))
            saved = self.snapshot(file, scope)
            flow = self.block(file, scope, statement.other)
            if isinstance(flow, Stop) and statement.then:
                self.restore(file, scope, saved)
                return self.block(file, scope, statement.then)
            return flow
        taken, left = (statement.then, statement.other) if judged else (statement.other, statement.then)
        variable = self.evaluator.tested(file, scope, statement.test)
        wanted, away = self.aside(file, scope, left, self.spoken(statement.test) if not judged else "")
        saved = self.snapshot(file, scope)
        flow = self.block(file, scope, taken)
        if isinstance(flow, Stop) and not isinstance(away, Stop):
            # What production runs does not raise here: the variable that the test looks at must be set.
            self.restore(file, scope, saved)
            self.demand(file, scope, variable)
            return self.block(file, scope, left)
        decided = self.evaluator.of(file, scope, statement.test) if scope else None
        deciding = decided.variable if isinstance(decided, Env) else variable
        if deciding and isinstance(flow, Traced):
            return replace(flow, value=absent(deciding, flow.value))
        if deciding and isinstance(away, Traced):
            self.pending[file.path, scope] = deciding
        if variable and flow is None:
            for state in self.stores(file, scope):
                for name, traced in wanted:
                    if name in state:
                        state[name] = or_else(traced, variable, state[name])
        return flow

    @staticmethod
    def spoken(test: f.Expr) -> str:
        """The environment that a test speaks of by its words."""
        words: list[str] = []
        pending = [test]
        while pending:
            expr = pending.pop()
            if isinstance(expr, f.Op) and expr.op not in {"not", "!=", "not in"}:
                pending.extend(expr.operands)
            elif isinstance(expr, f.Const) and isinstance(expr.value, str):
                words.append(expr.value)
            elif isinstance(expr, f.Name):
                words.append(expr.id)
        return next(filter(None, map(environment_of, words)), "")

    def demand(self, file: PythonFile, scope: int, variable: str) -> None:
        """Note of all that a variable decides that the app does not start without it."""
        for state in self.stores(file, scope) if variable else ():
            for name, traced in state.items():
                value = traced.value
                if isinstance(value, Env) and value.variable == variable and value.default in (None, ""):
                    state[name] = replace(traced, value=Env(variable, REQUIRED, value.cast))

    def aside(self, file: PythonFile, scope: int, body: tuple[f.Stmt, ...], environment: str) -> Aside:
        """Note, and return, what statements would set that are not run, and how they would end."""
        if not body:
            return [], None
        saved = self.snapshot(file, scope)
        flow = self.block(file, scope, body)
        changed = self.changed(file, scope, saved)
        self.notes.extend(Note(name, traced, environment) for name, traced in changed)
        self.restore(file, scope, saved)
        return changed, flow

    def stores(self, file: PythonFile, scope: int) -> list[State]:
        """The states that statements of a scope may change."""
        return [self.evaluator.frames.setdefault((file.path, scope), {})]

    def snapshot(self, file: PythonFile, scope: int) -> list[State]:
        """A copy of the states of a scope."""
        self.evaluator.spent += sum(len(state) for state in self.stores(file, scope)) // 10
        return [dict(state) for state in self.stores(file, scope)]

    def restore(self, file: PythonFile, scope: int, saved: list[State]) -> None:
        """Put the states of a scope back."""
        for state, before in zip(self.stores(file, scope), saved, strict=True):
            state.clear()
            state.update(before)

    def changed(self, file: PythonFile, scope: int, saved: list[State]) -> list[tuple[str, Traced]]:
        """The names that hold something else than when `saved` was taken."""
        return [
            (name, traced)
            for state, before in zip(self.stores(file, scope), saved, strict=True)
            for name, traced in state.items()
            if before.get(name) is not traced
        ]

    def attempt(self, file: PythonFile, scope: int, statement: f.Try) -> Flow:
        """Run a `try`: a variable that its body demands and a handler replaces has the handler's value as default."""
        before = self.snapshot(file, scope)
        flow = self.block(file, scope, statement.body)
        after = dict(self.changed(file, scope, before))
        raises = isinstance(flow, Stop) or self._misses(file, statement)
        for handler in statement.handlers:
            if raises:
                flow = self.block(file, scope, handler.body)
                break
            saved = self.snapshot(file, scope)
            handled = self.block(file, scope, handler.body)
            instead = dict(self.changed(file, scope, saved))
            self.restore(file, scope, saved)
            if isinstance(flow, Traced) and isinstance(handled, Traced):
                flow = _fallback(flow, handled)
            for name, traced in after.items():
                if name in instead:
                    self.stores(file, scope)[0][name] = _fallback(traced, instead[name])
        if flow is None and not raises:
            flow = self.block(file, scope, statement.other)
        final = self.block(file, scope, statement.final)
        return final if final is not None else flow

    def _misses(self, file: PythonFile, statement: f.Try) -> bool:
        """Whether the body imports a module that is not there where production runs: local settings."""
        for inner in statement.body:
            if isinstance(inner, f.Bring):
                imported = file.outline.imports[inner.imports[0]]
                source = self.names.imported_module(file, imported)
                local = "local" in imported.module or imported.name == "local"
                if imported.guarded and imported.name and (not source or local or role_of(source) == "local"):
                    return True
        return False

    def loop(self, file: PythonFile, scope: int, statement: f.For) -> Flow:
        """Run a `for` for each item of a known list, else once."""
        assign = file.detail.assigns[statement.assign]
        source = self.evaluator.traced(file, scope, assign.value) if assign.value is not None else None
        items = parts(source)[:200] if source is not None and isinstance(source.value, list) else ()
        if not items:
            if source is not None and source.value == []:
                return None
            return self.block(file, scope, statement.body)
        for item in items:
            self.bind(file, scope, assign.target, item)
            flow = self.block(file, scope, statement.body)
            if flow is not None:
                return flow
        return None

    def match(self, file: PythonFile, scope: int, statement: f.Match) -> Flow:
        """Run the case that the judged environment takes; without one the `_` case."""
        default: f.Case | None = None
        for case in statement.cases:
            if isinstance(case.pattern, f.Name) and case.guard is None:
                default = case
                continue
            answer = self.evaluator.judge(file, scope, f.Op("==", (statement.subject, case.pattern)))
            if answer:
                return self.block(file, scope, case.body)
            self.aside(file, scope, case.body, self.spoken(case.pattern))
        return self.block(file, scope, default.body) if default is not None else None


def _place(file: PythonFile, position: int, end: int) -> Place:
    return Place(file.path, f.line_of(position), f.column_of(position), end)


def _fallback(demanded: Traced, instead: Traced) -> Traced:
    """A variable that must be there, or else `instead`."""
    value = demanded.value
    if isinstance(value, Env) and value.default == REQUIRED and not isinstance(instead.value, (Env, Unknown, Made)):
        return replace(demanded, value=Env(value.variable, instead.value, value.cast))
    return demanded
