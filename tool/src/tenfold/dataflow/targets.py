"""Giving values to names, attributes and items, and putting back what a call has changed."""

from __future__ import annotations

from tenfold.dataflow import containers
from tenfold.dataflow import values as v
from tenfold.dataflow.bounds import MAX_FIELDS
from tenfold.dataflow.frame import Frame
from tenfold.dataflow.records import Stored
from tenfold.dataflow.state import State
from tenfold.dataflow.values import Data, Obj, Ref, Value
from tenfold.frameworks.flows import TYPED_FIELDS
from tenfold.language import facts as f
from tenfold.program.bodies import parts
from tenfold.program.names import class_of, qualname


class Targets(Frame):
    """Assigns; a part of `Run`."""

    def assign(self, state: State, assign: f.Assign, value: Value) -> None:
        """One target of an assignment."""
        target = assign.target
        if assign.kind not in {"=", ":", "for", "with"} and assign.kind.endswith("="):
            before = self.evaluate(state, target)
            value = self.binary(assign.kind[:-1], before, value)
        if isinstance(target, f.Name) and value and not isinstance(assign.value, (f.Name, f.Const)):
            value = v.stepped(value, self.place(assign.at, assign.end), f"is kept in {target.id}")
        self.bind(state, target, value)
        if (
            isinstance(target, f.Name)
            and assign.kind == "="
            and assign.value is not None
            and (self.tests(assign.value) or (isinstance(assign.value, f.CallRef) and self._told()))
        ):
            state.tests[target.id] = (assign.value, self.mentions(assign.value))
        if isinstance(target, f.Sequence) and isinstance(assign.value, f.CallRef) and self._told():
            # `ok, why = check(data)`: each name keeps its place of the answer.
            for number, item in enumerate(target.items):
                if isinstance(item, f.Name):
                    kept = f.Item(assign.value, f.Const(number))
                    state.tests[item.id] = (kept, self.mentions(assign.value))

    def _told(self) -> bool:
        """Whether what the last call answered says something of what it was given."""
        return self.verdict is not None and self.verdict.when_true != self.verdict.when_false

    def bind(self, state: State, target: f.Expr, value: Value) -> None:
        """Give a target a value."""
        match target:
            case f.Name(id=name):
                self._name(state, name, value)
            case f.Sequence(items=items):
                self._unpack(state, items, value)
            case f.Attr(value=owner, name=name):
                self._attribute(state, owner, name, value)
            case f.Item(value=owner, index=index):
                self._item(state, owner, index, value)
            case f.Star(value=inner):
                self.bind(state, inner, (v.Seq("list", (), v.carried(value)),))

    def _name(self, state: State, name: str, value: Value) -> None:
        outer = state.outer
        if name not in state.env and outer is not None and name not in self.machine.locals(self.file, self.scope):
            outer.put(name, value)
            return
        state.put(name, value)

    def _unpack(self, state: State, items: tuple[f.Expr, ...], value: Value) -> None:
        exact, anything = containers.items_of(value)
        if len(value) == 1 and isinstance(value[0], Obj) and len(value[0].fields) == len(items):
            exact = list(value[0].fields.values())  # a named tuple
        starred = next((i for i, item in enumerate(items) if isinstance(item, f.Star)), -1)
        if exact is not None and starred < 0 and len(exact) == len(items):
            for item, one in zip(items, exact, strict=True):
                self.bind(state, item, one)
        elif exact is not None and starred >= 0 and len(exact) >= len(items) - 1:
            after = len(items) - starred - 1
            middle = (v.Seq("list", tuple(exact[starred : len(exact) - after])),)
            values = [*exact[:starred], middle, *(exact[len(exact) - after :] if after else [])]
            for item, one in zip(items, values, strict=False):
                self.bind(state, item.value if isinstance(item, f.Star) else item, one)
        else:
            columns = self._columns(value, len(items))
            for number, item in enumerate(items):
                self.bind(
                    state, item, columns[number] if columns else containers.pieces(anything, number) or v.ANYTHING
                )

    @staticmethod
    def _columns(value: Value, count: int) -> list[Value]:
        """The items of several tuples of one length, place by place."""
        tuples = [atom for atom in value if isinstance(atom, v.Seq) and not atom.rest and len(atom.items) == count]
        if not tuples or len(tuples) != len(value):
            return []
        return [v.join(*(one.items[i] for one in tuples)) for i in range(count)]

    def _attribute(self, state: State, owner: f.Expr, name: str, value: Value) -> None:
        before = self.evaluate(state, owner)
        self._stored(before, f".{name}", v.lit(name), value)
        after: list[v.Atom] = []
        for atom in before:
            if isinstance(atom, Obj) and len(atom.fields) >= MAX_FIELDS and name not in atom.fields:
                self.machine.limits.setdefault(self.file.path, "an object has more attributes than are kept apart")
                after.append(atom)
            elif isinstance(atom, Obj):
                after.append(Obj(atom.name, {**atom.fields, name: value}))
            elif isinstance(atom, Ref) and atom.name.endswith("()") and ":" in atom.name:
                after.append(Obj(atom.name[:-2], {name: value}))
            else:
                after.append(atom)
        if tuple(after) != before:
            self.put_back(state, owner, tuple(after))

    def _item(self, state: State, owner: f.Expr, index: f.Expr, value: Value) -> None:
        before = self.evaluate(state, owner)
        key = self.evaluate(state, index) if not isinstance(index, f.Slice) else v.ANYTHING
        self._stored(before, "[]", key, value)
        after = tuple(self._filled(atom, key, value) for atom in before)
        if after != before:
            self.put_back(state, owner, after)

    @staticmethod
    def _filled(atom: v.Atom, key: Value, value: Value) -> v.Atom:
        if isinstance(atom, Ref) and atom.name.endswith("()") and v.is_request(value):
            return Ref(atom.name, v.join(atom.held, v.carried(value)) if atom.held else v.carried(value))
        return containers.store(atom, key, value)

    def _stored(self, owner: Value, how: str, key: Value, value: Value) -> None:
        """Note what is put into something of a library: a session, the headers of a response."""
        for atom in owner:
            if isinstance(atom, Ref):
                name = f"{atom.name}{how}".replace("()", "")
                record = Stored((name,), (atom,), (key, value), {}, self.place(self.position))
                self.machine.records.store(self.file.path, self.position, record)
            elif isinstance(atom, Data) and atom.root is None and (v.is_request(key) or v.is_request(value)):
                record = Stored((), (atom,), (key, value), {}, self.place(self.position))
                self.machine.records.store(self.file.path, self.position, record)

    def remove(self, state: State, target: f.Expr) -> None:
        """`del target`."""
        match target:
            case f.Name(id=name):
                state.env.pop(name, None)
            case f.Item(value=owner, index=index) if not isinstance(index, f.Slice):
                before, key = self.evaluate(state, owner), self.evaluate(state, index)
                self.put_back(state, owner, tuple(containers.without(atom, key) for atom in before))

    def put_back(self, state: State, expr: f.Expr, value: Value) -> None:
        """Let what `expr` names be `value` from now on: the object was changed in place."""
        match expr:
            case f.Name(id=name):
                before = state.env.get(name)
                if before is not None:
                    state.put(name, value)
                    self._aliases(state, name, before, value)
                    return
                at = state.outer
                while at is not None:
                    if name in at.env:
                        at.env[name] = value
                        return
                    at = at.outer
            case f.Attr(value=owner, name=name):
                self._attribute(state, owner, name, value)
            case f.Item(value=owner, index=index) if not isinstance(index, f.Slice):
                self._item(state, owner, index, value)
            case f.Await(value=inner):
                self.put_back(state, inner, value)

    @staticmethod
    def _aliases(state: State, name: str, before: Value, after: Value) -> None:
        """Other names of the very same object have changed with it."""
        if not any(isinstance(atom, (v.Map, v.Seq, Obj)) for atom in before):
            return
        for other, value in state.env.items():
            if other != name and value is before:
                state.env[other] = after

    def again(self, state: State, value: Value) -> Value:
        """A value that was read, with what was shown of its data before."""
        value = tuple(self._field(atom) if isinstance(atom, Data) and atom.root is not None else atom for atom in value)
        if not state.shown:
            return value
        return tuple(state.of(atom) if isinstance(atom, Data) else atom for atom in value)

    def _field(self, data: Data) -> Data:
        """An entry of a form's or serializer's cleaned data: its field says whether it is a number or a choice."""
        root = data.root
        owner = root.name.partition("@")[2] if root is not None and root.key and data.kind != "number" else ""
        if not owner or root is None:
            return data
        for atom in self.machine.class_value(owner, root.key) or ():
            name = atom.name.removesuffix("()") if isinstance(atom, (Ref, Obj)) else ""
            bases = self.machine.names.ancestors(name) if ":" in name else [name]
            if any(base.rpartition(".")[2].startswith(TYPED_FIELDS) for base in bases):
                return data.but(kind="number")
        return data

    def own_class(self) -> str:
        """The qualified name of the class whose method this is; "" outside of classes."""
        owner = class_of(self.file, self.scope)
        return f"{self.file.path}:{qualname(self.file, owner)}" if owner > 0 else ""

    def mentions(self, expr: f.Expr) -> frozenset[str]:
        """The names in an expression, arguments of calls included."""
        return frozenset(part.id for part in parts(self.file, expr) if isinstance(part, f.Name))
