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

from tenfold.dataflow import characters, containers, folding, patterns
from tenfold.dataflow import values as v
from tenfold.dataflow.expressions import COMPARISONS
from tenfold.dataflow.frame import Split
from tenfold.dataflow.state import Shown, State, merged
from tenfold.dataflow.values import Data, Lit, Ref, Value
from tenfold.dataflow.verdicts import Verdicts
from tenfold.frameworks.flows import last_of
from tenfold.language import facts as f

_PIECES = {("part",), ("character",)}
_OPPOSITE = {"!=": "==", "not in": "in", "is not": "is"}
_WORDS = {
    "isdigit": ("number", ""), "isdecimal": ("number", ""), "isnumeric": ("number", ""), "isalnum": ("word", ""),
    "isalpha": ("word", ""), "isidentifier": ("word", "_"),
}  # fmt: skip
_MATCHING = frozenset({"re.match", "re.fullmatch", "regex.match", "regex.fullmatch"})
_PREDICATES = frozenset({
    "startswith", "endswith", "is_relative_to", "match", "fullmatch", "isinstance", "any", "all", *_WORDS,
})  # fmt: skip
_LOOKING = frozenset({
    "get", "get_by", "first", "one", "one_or_none", "scalar", "scalar_one_or_none", "exists", "find_one", "count",
    "get_or_none", "fetchone", "find", "get_by_uri", "filter", "filter_by", "lookup",
})  # fmt: skip
_ASKING = ("is_", "has_", "check", "valid", "allow", "can_", "in_", "safe", "verify")
_CONVERTING = frozenset({
    "builtins.int", "builtins.float", "uuid.UUID", "ipaddress.ip_address", "decimal.Decimal", "ipaddress.ip_network",
    "datetime.date.fromisoformat", "datetime.datetime.fromisoformat", "datetime.datetime.strptime",
})  # fmt: skip


class Conditions(Verdicts):
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
        return self._truth(state, test, self.evaluate(state, test))

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

    def _truth(self, state: State, test: f.Expr, value: Value) -> Split:
        """Whether something counts as true, which also shows of data whether there is any."""
        if self.ended:
            return state, None
        true = tuple(atom for atom in value if v.truth(atom) is not False)
        false = tuple(atom for atom in value if v.truth(atom) is not True)
        if not value:
            return state, state.copy()
        yes = state if true else None
        no = (state.copy() if yes is not None else state) if false else None
        if isinstance(test, f.Name):
            if yes is not None and test.id in yes.env and len(true) < len(value):
                yes.env[test.id] = true
            if no is not None and test.id in no.env:
                no.env[test.id] = tuple(dict.fromkeys(_emptied(atom) for atom in false))
        elif no is not None:
            # That there is no match, or no such piece, does not make the text empty.
            whole = tuple(a for a in value if not isinstance(a, Data) or a.via[-1:] not in _PIECES)
            no.learn(self.shown(whole, "empty"))
        return yes, no

    @staticmethod
    def shown(value: Value, kind: str, detail: str = "") -> list[Shown]:
        """A fact about every piece of request data in a value."""
        return [(d.root, d.via, kind, detail) for d in v.roots_in(value) if d.root is not None]

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
            self._subset(a, b, yes)

    def _subset(self, a: Value, b: Value, yes: State) -> None:
        """`set(text) <= set(letters)`, `set(mapping) <= set(names)`: each is one of a constant collection."""
        letters = characters.of(b)
        for atom in a:
            for data in atom.rest if isinstance(atom, v.Seq) and atom.kind == "set" else ():
                if isinstance(data, Data) and data.root is not None and not v.is_request(b):
                    if data.via[-1:] != ("character",):
                        yes.learn(self.shown((data,), "fixed"))
                    elif letters is not None:
                        yes.learn([(data.root, data.via[:-1], "word", letters)])

    def _equal(self, a: Value, b: Value, yes: State | None, no: State | None) -> None:
        """`a == b` where b is none of the client's choice."""
        if not v.roots_in(a) or not _chosen_here(b):
            return
        constants = [atom.value for atom in b if isinstance(atom, Lit)]
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
        if yes is not None and not v.roots_in(a):
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

    # -- calls that ask

    def _asked(self, state: State, index: int) -> Split:
        call = self.file.detail.calls[index]
        name = call.name.rpartition(".")[2]
        if name in {"isinstance", "issubclass"} and len(call.args) == 2:
            return self._instance(state, call)
        if name in {"any", "all"} and len(call.args) == 1 and isinstance(call.args[0], f.Comprehension):
            return self._every(state, name, call.args[0])
        owner = self.evaluate(state, call.func.value) if isinstance(call.func, f.Attr) else v.NEVER
        self.take_verdict()
        value = self.evaluate(state, f.CallRef(index))
        outcome = self.take_verdict()
        if self.ended:
            return state, None
        yes, no = self._truth(state, f.CallRef(index), value)
        if outcome is not None:
            if yes is not None:
                yes.learn(outcome.when_true)
            if no is not None:
                no.learn(outcome.when_false)
        if outcome is None and yes is not None:
            yes.learn(self._looked_up(state, call, name))
        given = [self.evaluate(one, arg) for arg in call.args for one in (yes or no or state,)]
        if isinstance(call.func, f.Attr):
            self._method_shows(name, owner, given, yes, no)
        bare = self._called_name(state, call)
        if bare in _MATCHING and len(given) > 1 and yes is not None:
            yes.learn(patterns.shown(self, given[0], given[1], full=bare.endswith("fullmatch")))
        requirements = self.machine.checking.get(bare, ())
        if requirements and yes is not None:
            keywords = [self.evaluate(yes, k.value) for k in call.keywords[:1]] if not given else []
            for tested in (*given[:1], *keywords, *((owner,) if not given else ())):
                for requirement in requirements:
                    yes.learn(self.shown(tested, "clean", requirement))
        return yes, no

    def _looked_up(self, state: State, call: f.Call, name: str) -> list[Shown]:
        """`if Address.get_by(uri=address):` shows that it is one of those that the app keeps, as far as can be told.

        So does a question to a function that cannot be followed but whose name says that it checks.
        """
        bare = self._called_name(state.copy(), call)
        if bare.startswith("builtins.") or bare in self.machine.transfers:
            return []
        found: list[Shown] = []
        at: f.Call | None = call
        for _ in range(6):
            if at is None:
                break
            if name in _LOOKING:
                given = [k.value for k in at.keywords]
            else:
                given = (
                    [*at.args, *(k.value for k in at.keywords)] if name.lstrip("_").lower().startswith(_ASKING) else []
                )
            for expr in given:
                value = self.evaluate(state, expr)
                if all(isinstance(atom, Data) for atom in value):
                    found.extend(self.shown(value, "asked"))
            owner = at.func.value if isinstance(at.func, f.Attr) else None
            at = self.file.detail.calls[owner.index] if isinstance(owner, f.CallRef) else None
        return found

    def _called_name(self, state: State, call: f.Call) -> str:
        func = self.evaluate(state.copy(), call.func) if not isinstance(call.func, f.Attr) else v.NEVER
        names = [atom.name for atom in func if isinstance(atom, Ref)]
        if names:
            return names[0].replace("()", "")
        return self.machine.names.qualify(self.file, call.scope, call.func).replace("()", "")

    def _method_shows(self, name: str, owner: Value, given: list[Value], yes: State | None, no: State | None) -> None:
        """What a question to a text shows of it: `text.startswith("/")`, `text.isdigit()`."""
        if name == "issubset" and given and yes is not None:
            self._subset(owner, given[0], yes)
        if not v.roots_in(owner):
            if name in {"match", "fullmatch"} and given and v.roots_in(given[0]) and yes is not None:
                yes.learn(patterns.shown(self, owner, given[0], full=name == "fullmatch"))
            if name in {"issuperset", "__contains__"} and given and yes is not None and not v.is_request(owner):
                yes.learn(self.shown(given[0], "fixed"))
            return
        first = given[0] if given else v.NEVER
        if name in _WORDS and yes is not None:
            yes.learn(self.shown(owner, *_WORDS[name]))
        elif name == "startswith":
            self._begins(owner, first, yes, no)
        elif name == "endswith" and yes is not None:
            for text in _texts(first):
                yes.learn(self.shown(owner, "ends", text))
        elif name == "is_relative_to" and yes is not None and not v.is_request(first):
            yes.learn(self.within(owner, "is_relative_to() is asked before the path is resolved"))
        elif name in {"is_valid", "validate", "validate_on_submit"}:
            return
        elif name in {"__contains__", "find", "count"} and no is not None:
            for text in _texts(first):
                no.learn(self.shown(owner, "lacks", text))

    def _begins(self, owner: Value, prefix: Value, yes: State | None, no: State | None) -> None:
        constant = _texts(prefix)
        request_free = not v.is_request(prefix)
        if yes is not None and request_free:
            if constant:
                for text in constant[:1] if len(constant) == 1 else ():
                    yes.learn(self.shown(owner, "begins", text))
            if not constant or any(len(text) > 1 for text in constant):
                ending = _ends_with_separator(prefix)
                problem = "" if ending else "the prefix has no separator at its end: a folder beside it begins the same"
                yes.learn(self.within(owner, "the prefix is tested before the path is resolved", problem))
        if no is not None:
            for text in constant:
                no.learn(self.shown(owner, "not-begins", text))

    def within(self, value: Value, unresolved: str, problem: str = "") -> list[Shown]:
        """A path was compared with its folder: that counts once it is resolved."""
        found: list[Shown] = []
        for data in v.roots_in(value):
            if data.root is None:
                continue
            if "normalised" not in data.via:
                found.append((data.root, data.via, "weak", unresolved))
            elif problem:
                found.append((data.root, data.via, "beside", problem))
            else:
                found.append((data.root, data.via, "within", ""))
        return found

    def _instance(self, state: State, call: f.Call) -> Split:
        value, kind = self.evaluate(state, call.args[0]), self.evaluate(state, call.args[1])
        names = {a.name for a in kind if isinstance(a, Ref)} | {
            a.name for s in kind if isinstance(s, v.Seq) for item in s.items for a in item if isinstance(a, Ref)
        }
        outcomes = {_is_instance(atom, names) for atom in value} or {None}
        yes = state if outcomes != {False} else None
        no = (state.copy() if yes is not None else state) if outcomes != {True} else None
        if yes is not None and names and names <= {"builtins.int", "builtins.float", "builtins.bool", "uuid.UUID"}:
            yes.learn(self.shown(value, "number"))
        target = call.args[0]
        if isinstance(target, f.Name) and len(value) > 1:
            if yes is not None and target.id in yes.env:
                yes.env[target.id] = tuple(a for a in value if _is_instance(a, names) is not False)
            if no is not None and target.id in no.env:
                no.env[target.id] = tuple(a for a in value if _is_instance(a, names) is not True)
        return yes, no

    def _every(self, state: State, name: str, expr: f.Comprehension) -> Split:
        """`any(bad in text for bad in LIST)` and `all(c in ALLOWED for c in text)`."""
        no, yes = state.copy(), state
        loop = expr.loops[0] if expr.loops else None
        if not isinstance(loop, f.Loop) or len(expr.loops) > 1 or loop.conditions:
            return yes, no
        exact, anything = containers.items_of(self.evaluate(state, loop.source))
        if exact is not None and len(exact) <= 16:
            # One after another, as the chain of `or` or `and` that it is.
            leaving: list[State | None] = []
            current: State | None = state.copy()
            for item in exact:
                if current is None:
                    break
                self.bind(current, loop.target, item)
                one, other = self.split(current, expr.elements[0])
                current, left = (one, other) if name == "all" else (other, one)
                leaving.append(left)
            out = merged(leaving)
            return (current, out) if name == "all" else (out, current)
        inner = state.copy()
        self.bind(inner, loop.target, anything or v.ANYTHING)
        holds, fails = self.split(inner, expr.elements[0])
        source = self.evaluate(state, loop.source)
        kept = holds if name == "all" else fails
        if kept is not None and v.roots_in(source):
            self._letters(source, kept, yes if name == "all" else no)
        return yes, no

    def _letters(self, source: Value, kept: State, into: State) -> None:
        """Every letter of a text passed a test: what was shown of one holds of the text."""
        for root, via, kind, detail in kept.shown:
            for data in v.roots_in(source):
                if data.root != root:
                    continue
                if via == (*data.via, "#each"):
                    into.learn([(root, via, kind, detail)])
                elif kind in {"fixed", "word", "number", "clean"}:
                    into.learn([(root, data.via, "word" if kind == "fixed" else kind, detail)])
                    return

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
                    name in _PREDICATES
                    or name in _LOOKING
                    or name.lstrip("_").lower().startswith(_ASKING)
                    or name == "bool"
                    or any(last_of(known) == name for known in self.machine.checking)
                )
        return False

    def note_conversion(self, state: State, bare: str, given: tuple[tuple[Value, ...], dict[str, Value]]) -> None:
        """`int(text)` raises unless the text is a number; `relative_to` unless it lies inside."""
        for requirement in self.machine.refusing.get(bare, ()) if given[0] else ():
            state.learn(self.shown(given[0][0], "clean", requirement))
        if bare in _CONVERTING and given[0]:
            state.learn(self.shown(given[0][0], "number"))


def _emptied(atom: v.Atom) -> v.Atom:
    return v.HARMLESS if isinstance(atom, Data) and atom.root is not None else atom


def _never_equal(atom: v.Atom, constant: v.Atom) -> bool:
    return isinstance(atom, Lit) and atom != constant


def _chosen_here(value: Value) -> bool:
    """Whether something is none of the client's choice: not request data but for the app's own address."""
    return all(data.root is None or data.root.own for data in v.data_in(value))


def _keys_fixed(value: Value) -> bool:
    return all(isinstance(atom, v.Map) and atom.items and not atom.rest for atom in value)


def _texts(value: Value) -> list[str]:
    """The constant texts that a value may be, also in a tuple of them; empty when it may be anything else."""
    found: list[str] = []
    for atom in value:
        known, constant = folding.python((atom,))
        for one in constant if isinstance(constant, list) else [constant]:
            if not known or not isinstance(one, str):
                return []
            found.append(one)
    return found


def _ends_with_separator(value: Value) -> bool:
    """Whether a text ends with a slash or `os.sep`."""
    for atom in value:
        last = atom.parts[-1] if isinstance(atom, v.Text) else atom.value if isinstance(atom, Lit) else ""
        if not (isinstance(last, str) and last.endswith(("/", "\\"))):
            return False
    return bool(value)


def _is_instance(atom: v.Atom, names: set[str]) -> bool | None:
    kinds: dict[type, str] = {str: "builtins.str", int: "builtins.int", bool: "builtins.bool", float: "builtins.float",
                              bytes: "builtins.bytes"}  # fmt: skip
    if isinstance(atom, Lit):
        if atom.value is None:
            return False if names else None
        kind = kinds.get(type(atom.value), "")
        if kind in names:
            return True
        return False if names and names <= set(kinds.values()) else None
    if isinstance(atom, v.Text):
        return True if "builtins.str" in names else None
    if (
        isinstance(atom, Data)
        and atom.kind == ""
        and atom.root is not None
        and atom.root.part in {"query", "form", "cookie"}
    ):
        return True if "builtins.str" in names else None
    return None
