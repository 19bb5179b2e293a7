"""What an `if` decides: which ways are possible, and what each shows of the data that was tested.

Facts, as (kind, detail):
- "fixed": it equals a constant, a member of a collection, or something that the client does not choose;
- "number": it reads as a number; "word": letters, digits and the like alone, `detail` names further characters;
- "lacks": the text `detail` does not occur in it; "begins": it begins with `detail`; "not-begins": it does not;
- "ends": it ends with `detail`; "empty": it is empty; "within": it lies in the folder that it was compared with;
- "asked": it was looked up in the database, or a function that cannot be followed was asked about it;
- "clean": harmless for the requirement `detail`; "weak": what looked like a check, and why it is none.
A kind may stand behind a component: "host.fixed" says that the host of the address was compared.
"""

from __future__ import annotations

from tenfold.dataflow import characters, containers, folding
from tenfold.dataflow import values as v
from tenfold.dataflow.expressions import COMPARISONS
from tenfold.dataflow.frame import Split
from tenfold.dataflow.questions import ADDRESS_FLAGS, ASKING, LOOKING, PREDICATES, Questions
from tenfold.dataflow.state import Shown, State, merged
from tenfold.dataflow.values import Data, Lit, Value
from tenfold.frameworks.flows import last_of
from tenfold.language import facts as f

_OPPOSITE = {"!=": "==", "not in": "in", "is not": "is"}


class Conditions(Questions):
    """Splits states by tests; a part of `Run`."""

    def split(self, state: State, test: f.Expr) -> Split:
        """The states in which a test holds and does not hold; None for a way that is impossible."""
        self.machine.nesting += 1
        try:
            return self._split(state, test) if not self.nested_too_deep() else (state, state.copy())
        finally:
            self.machine.nesting -= 1

    def _split(self, state: State, test: f.Expr) -> Split:
        match test:
            case f.Op(op="not", operands=(inner,)):
                yes, no = self.split(state, inner)
                return no, yes
            case f.Op(op="and" | "or" as op, operands=operands):
                return self._chain(state, op, operands)
            case f.Op(op=op, operands=(left, right)) if op in COMPARISONS:
                return self._compared(state, op, left, right)
            case f.Name(id=name):
                kept = state.tests.get(name)
                if kept is not None and kept[0] != test:
                    return self._kept(state, name, kept[0])
            case f.Walrus(assign=index):
                self.evaluate(state, test)
                target = self.file.detail.assigns[index].target
                return self.split(state, target) if isinstance(target, f.Name) else (state, state.copy())
            case f.CallRef(index=index):
                return self._asked(state, index)
            case f.Attr(name=name) if name in ADDRESS_FLAGS:
                return self.address_asked(state, test)
            case f.Item(value=f.CallRef() as call, index=f.Const(value=int())):
                return self._part_of_answer(state, test, call)
        return self._truth(state, test, self.evaluate(state, test))

    def _part_of_answer(self, state: State, test: f.Item, call: f.CallRef) -> Split:
        """`check(data)[0]`: where an answer is a tuple, the yes or no in it is what the check says."""
        self.take_verdict()
        answer = self.evaluate(state, call)
        outcome = self.take_verdict()
        part = containers.index(answer, self.evaluate(state, test.index), self.place(self.position))
        yes, no = self._truth(state, test, part)
        if outcome is not None and all(isinstance(atom, Lit) for atom in part):
            if yes is not None:
                yes.learn(outcome.when_true)
            if no is not None:
                no.learn(outcome.when_false)
        return yes, no

    def _chain(self, state: State, op: str, operands: tuple[f.Expr, ...]) -> Split:
        """`a and b`: b is asked where a holds; `a or b` where it does not."""
        leaving: list[State | None] = []
        current: State | None = state
        for operand in operands:
            if current is None:
                break
            yes, no = self.split(current, operand)
            current, left = (yes, no) if op == "and" else (no, yes)
            leaving.append(left)
        out = merged(leaving)
        return (current, out) if op == "and" else (out, current)

    def _kept(self, state: State, name: str, test: f.Expr) -> Split:
        """A variable that keeps the outcome of a test."""
        value = state.env.get(name, v.ANYTHING)
        yes, no = self.split(state, test)
        if yes is not None:
            yes.env[name] = tuple(atom for atom in value if v.truth(atom) is not False) or value
        if no is not None:
            left = tuple(dict.fromkeys(_emptied(atom) for atom in value if v.truth(atom) is not True))
            no.env[name] = left or value
        return yes, no

    # -- comparisons

    def _compared(self, state: State, op: str, left: f.Expr, right: f.Expr) -> Split:
        a = self.evaluate(state, left)
        outcome = self.answer_of(state, left)
        b = self.evaluate(state, right)
        if self.ended:
            return state, None
        wanted = _OPPOSITE.get(op)
        outcomes = self._outcomes(wanted or op, a, b)
        yes = state if True in outcomes else None
        no = (state.copy() if yes is not None else state) if False in outcomes else None
        # Worked out for the positive form, turned round at the end.
        self._narrow(wanted or op, (left, a), (right, b), yes, no)
        if outcome is not None and (wanted or op) in {"==", "is"}:
            self.answered(outcome, a, b, yes, no)
        return (no, yes) if wanted is not None else (yes, no)

    def _outcomes(self, op: str, a: Value, b: Value) -> set[bool]:
        found: set[bool] = set()
        for x in a:
            for y in b:
                result = self._outcome_of(op, x, y)
                found |= {True, False} if result is None else {result}
        return found or {True, False}

    @staticmethod
    def _outcome_of(op: str, x: v.Atom, y: v.Atom) -> bool | None:
        known_x, constant_x = folding.python((x,))
        known_y, constant_y = folding.python((y,))
        if known_x and known_y:
            return folding.compare(op, constant_x, constant_y)
        if op in {"is", "=="} and Lit(None) in {x, y} and (v.truth(x) or v.truth(y)):
            return False
        if op == "in" and known_x and isinstance(y, v.Map) and not y.rest:
            return constant_x in y.items
        if op == "in" and known_x and isinstance(y, v.Text) and isinstance(constant_x, str):
            return True if any(isinstance(p, str) and constant_x in p for p in y.parts) else None
        return None

    def _narrow(
        self, op: str, left: tuple[f.Expr, Value], right: tuple[f.Expr, Value], yes: State | None, no: State | None
    ) -> None:
        """What the outcome of `left op right` shows of both sides."""
        (left_expr, a), (right_expr, b) = left, right
        if op in {"==", "is"}:
            self._equal(a, b, yes, no)
            self._equal(b, a, yes, no)
            self._filtered(left_expr, a, b, yes, no)
            self._filtered(right_expr, b, a, yes, no)
            for expr, folder in ((left_expr, b), (right_expr, a)):
                self.common_folder(yes or no or State({}), expr, folder, yes)
        elif op == "in":
            self._member(a, b, yes, no)
        elif op == "<=" and yes is not None:
            self.subset(a, b, yes)

    def _equal(self, a: Value, b: Value, yes: State | None, no: State | None) -> None:
        """`a == b` where b is none of the client's choice."""
        if not v.roots_in(a) or not _chosen_here(b):
            return
        constants = [atom.value for atom in b if isinstance(atom, Lit)]
        if yes is not None and len(b) == len(constants) == 1 and isinstance(constants[0], str):
            yes.learn(_begins(a, constants[0]))
        letters = characters.of(b) if characters.are(a) else None
        if yes is not None and letters:
            yes.learn(self.shown(a, "word", letters))
        elif yes is not None and constants != [None]:
            yes.learn(self.shown(a, "fixed"))
        elif yes is not None:
            yes.learn(self.shown(a, "empty"))
        if no is not None:
            for constant in constants:
                if isinstance(constant, str) and constant and len(constants) == len(b) == 1:
                    no.learn(self.shown(a, "differs", constant))
        if yes is not None and constants == [""]:
            yes.learn(self.shown(a, "empty"))

    @staticmethod
    def _filtered(expr: f.Expr, value: Value, other: Value, yes: State | None, no: State | None) -> None:
        """A variable compared with one constant is that constant, or is not."""
        if not isinstance(expr, f.Name) or len(other) != 1 or not isinstance(other[0], Lit) or len(value) < 2:
            return
        equal = tuple(a for a in value if not isinstance(a, Lit) or a == other[0])
        unequal = tuple(a for a in value if a != other[0])
        if yes is not None and expr.id in yes.env and equal:
            yes.env[expr.id] = tuple(a for a in equal if a == other[0] or not _never_equal(a, other[0])) or equal
        if no is not None and expr.id in no.env and unequal:
            no.env[expr.id] = unequal

    def _member(self, a: Value, b: Value, yes: State | None, no: State | None) -> None:
        """`a in b`: data in a collection is one of it; a text in data says nothing unless it is absent."""
        letters = characters.of(b) if characters.are(a) else None
        if letters is not None:
            if yes is not None:
                yes.learn(self.shown(a, "word", letters))
            if no is not None:
                for letter in letters:
                    no.learn(self.shown(a, "lacks", letter))
            return
        mapped = any(isinstance(atom, v.Map) for atom in b) and _keys_fixed(b)
        if v.roots_in(a) and yes is not None and (mapped or not v.is_request(b)):
            yes.learn(self.shown(a, "fixed"))
        if yes is not None and not v.is_request(a):
            yes.learn(self._above(b))
        if no is not None:
            self._no_piece(a, b, no)
        if not v.roots_in(b) or any(isinstance(atom, (v.Seq, v.Map)) for atom in b):
            return
        texts = [atom.value for atom in a if isinstance(atom, Lit) and isinstance(atom.value, str)]
        if no is not None and texts and len(texts) == len(a):
            for text in texts[:1] if len(texts) > 1 else texts:
                no.learn(self.shown(b, "lacks", text))
        texts_alone = all(isinstance(atom, (Lit, v.Text)) or (isinstance(atom, Data) and not atom.kind) for atom in b)
        if yes is not None and texts_alone and not v.roots_in(a):
            yes.learn(self.shown(b, "weak", "that a text occurs in it says nothing of the rest"))

    @staticmethod
    def _above(value: Value) -> list[Shown]:
        """`folder in path.parents`: the path lies inside, once it is resolved."""
        return [
            (data.root, data.via[:-1], "within", "")
            for data in v.roots_in(value)
            if data.root is not None and data.via[-1:] == ("parents",) and "normalised" in data.via
        ]

    @staticmethod
    def _no_piece(a: Value, b: Value, no: State) -> None:
        """`".." in path.split("/")` that does not hold: no step of the path leads upwards."""
        texts = [atom.value for atom in a if isinstance(atom, Lit) and isinstance(atom.value, str)]
        for atom in b:
            for data in atom.rest if isinstance(atom, v.Seq) else ():
                if isinstance(data, Data) and data.root is not None and data.via[-1:] == ("part",):
                    no.learn((data.root, data.via[:-1], "lacks", text) for text in texts)

    def matched(self, state: State, subject: f.Expr, value: Value, case: f.Case) -> Split:
        """The states in which a case of a `match` is taken and in which the next one is looked at."""
        taken: State | None = None
        left: State | None = state
        for pattern in (
            case.pattern.operands if isinstance(case.pattern, f.Op) and case.pattern.op == "|" else (case.pattern,)
        ):
            if left is None:
                break
            yes, left = self._pattern(left, subject, value, pattern)
            taken = merged((taken, yes))
        if taken is not None and case.guard is not None:
            taken, other = self.split(taken, case.guard)
            left = merged((left, other))
        return taken, left

    def _pattern(self, state: State, subject: f.Expr, value: Value, pattern: f.Expr) -> Split:
        match pattern:
            case f.Const():
                return self._compared(state, "==", subject, pattern)
            case f.Name(id=name):
                if name != "_":
                    state.put(name, value)
                return state, None
            case f.Attr():
                return self._compared(state, "==", subject, pattern)
            case f.Sequence() | f.Star():
                other = state.copy()
                self.bind(state, pattern, value)
                return state, other
        return state, state.copy()

    def tests(self, expr: f.Expr) -> bool:
        """Whether an expression is a question, whose outcome says something of what it asks about."""
        match expr:
            case f.Op(op=op) if op in COMPARISONS or op == "not":
                return True
            case f.Op(op="and" | "or", operands=operands):
                return all(self.tests(side) for side in operands)
            case f.CallRef(index=index):
                name = self.file.detail.calls[index].name.rpartition(".")[2]
                return (
                    name in PREDICATES
                    or name in LOOKING
                    or name.lstrip("_").lower().startswith(ASKING)
                    or name == "bool"
                    or any(last_of(known) == name for known in self.machine.checking)
                )
        return False


def _emptied(atom: v.Atom) -> v.Atom:
    return v.HARMLESS if isinstance(atom, Data) and atom.root is not None else atom


def _begins(value: Value, text: str) -> list[Shown]:
    """`path[0] == "/"` shows of the whole how it begins."""
    return [
        (data.root, data.via[:-2], "begins", text)
        for data in v.roots_in(value)
        if data.root is not None and data.via[-2:] == ("part", "#0")
    ]


def _never_equal(atom: v.Atom, constant: v.Atom) -> bool:
    return isinstance(atom, Lit) and atom != constant


def _chosen_here(value: Value) -> bool:
    """Whether something is none of the client's choice: not request data but for the app's own address."""
    return all(data.root is None or data.root.own for data in v.data_in(value))


def _keys_fixed(value: Value) -> bool:
    return all(isinstance(atom, v.Map) and atom.items and not atom.rest for atom in value)
