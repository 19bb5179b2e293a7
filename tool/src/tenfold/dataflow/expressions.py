"""What expressions are worth at one place."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tenfold.dataflow import comprehended, containers, folding, library, texts
from tenfold.dataflow import values as v
from tenfold.dataflow.attributes import Attributes
from tenfold.dataflow.bounds import MAX_ITEMS
from tenfold.dataflow.state import State
from tenfold.dataflow.values import Data, Lit, Obj, Ref, Value
from tenfold.language import facts as f

COMPARISONS = frozenset({"==", "!=", "<", "<=", ">", ">=", "in", "not in", "is", "is not"})


class Expressions(Attributes):
    """Evaluates expressions; a part of `Run`."""

    def evaluate(self, state: State, expr: f.Expr) -> Value:
        """What an expression may be."""
        if not self.machine.tick() or self.nested_too_deep():
            return v.ANYTHING
        handler = _TABLE.get(type(expr))
        if handler is None:
            return v.ANYTHING
        self.machine.nesting += 1
        try:
            return handler(self, state, expr)
        finally:
            self.machine.nesting -= 1

    def variable(self, state: State, name: str) -> Value:
        """What a name holds."""
        at: State | None = state
        while at is not None:
            found = at.env.get(name)
            if found is not None:
                return found
            at = at.outer
        return self.machine.static(self.file, self.scope, name)

    # -- operators

    def binary(self, op: str, left: Value, right: Value) -> Value:
        """`left op right`."""
        if op == "+":
            return self._added(left, right)
        if op == "%" and any(isinstance(a, v.Text) or (isinstance(a, Lit) and isinstance(a.value, (str, bytes)))
                             for a in left):  # fmt: skip
            return texts.percent(left, right)
        if op == "/" and any(_is_path(atom) for atom in (*left, *right)):
            return library.path_join((left, right))
        found: list[Value] = []
        for a in left:
            for b in right:
                folded = folding.binary(op, a, b) if isinstance(a, Lit) and isinstance(b, Lit) else None
                found.append(folded if folded is not None else _mixed(op, a, b))
        return v.join(*found) if found else v.NEVER

    def _added(self, left: Value, right: Value) -> Value:
        found: list[Value] = []
        for a in left:
            for b in right:
                folded = folding.binary("+", a, b) if isinstance(a, Lit) and isinstance(b, Lit) else None
                if folded is not None:
                    found.append(folded)
                elif isinstance(a, v.Seq) and isinstance(b, v.Seq):
                    found.append((_lists_added(a, b),))
                elif isinstance(a, v.Seq) or isinstance(b, v.Seq):
                    items, rest = (a.items, v.carried((b,))) if isinstance(a, v.Seq) else ((), v.carried((a,), (b,)))
                    found.append((v.Seq("list", items, rest),))
                else:
                    found.append(texts.concat([(a,), (b,)]))
        return v.join(*found) if found else v.NEVER


def _lists_added(a: v.Seq, b: v.Seq) -> v.Seq:
    if a.rest:
        return v.Seq(a.kind, a.items, v.join(a.rest, *b.items, b.rest))
    return v.Seq(a.kind, (*a.items, *b.items)[:MAX_ITEMS], v.join(a.rest, b.rest))


def _mixed(op: str, a: v.Atom, b: v.Atom) -> Value:
    if op in {"*", "|", "or"}:
        if isinstance(a, v.Map) and isinstance(b, v.Map):
            return (v.Map({**a.items, **b.items}, v.join(a.rest, b.rest)),)
        return v.carried((a,), (b,))
    if isinstance(a, Ref) or isinstance(b, Ref):
        return v.ANYTHING  # an expression of a query builder
    return (v.NUMBER,) if op in {"-", "*", "//", "**", "<<", ">>", "&", "^", "@"} else v.carried((a,), (b,))


def _is_path(atom: v.Atom) -> bool:
    """Whether something may be a path or a text, for which `/` joins."""
    return isinstance(atom, (v.Text, Ref, Data)) or (isinstance(atom, Lit) and isinstance(atom.value, str))


# -- the table


def _name(run: Expressions, state: State, expr: f.Name) -> Value:
    return run.variable(state, expr.id)


def _attr(run: Expressions, state: State, expr: f.Attr) -> Value:
    owner = run.evaluate(state, expr.value)
    at = run.position
    found = [run.attribute(state, atom, expr.name, at) for atom in owner]
    result = v.join(*found) if found else v.NEVER
    return run.again(state, result)


def _const(run: Expressions, state: State, expr: f.Const) -> Value:  # noqa: ARG001
    return (Lit(expr.value),)


def _bytes(run: Expressions, state: State, expr: f.Bytes) -> Value:  # noqa: ARG001
    return (Lit(expr.value),)


def _item(run: Expressions, state: State, expr: f.Item) -> Value:
    owner = run.evaluate(state, expr.value)
    if isinstance(expr.index, f.Slice):
        return _sliced(run, state, owner, expr.index)
    key = run.evaluate(state, expr.index)
    found = containers.index(tuple(a for a in owner if not isinstance(a, (Ref, Obj))), key, run.place(run.position))
    for atom in owner:
        if isinstance(atom, Ref):
            bare, place = atom.name.replace("()", ""), run.place(run.position)
            read = run.machine.read(f"{bare}[]", place) or run.machine.entry(bare, key, place)
            if read is not None:
                found = v.join(found, (read,))
            elif atom.held:
                found = v.join(found, containers.index((atom,), key, place))
            else:
                found = v.join(found, (Ref(f"{atom.name}[]"),))
        elif isinstance(atom, Obj):
            found = v.join(found, run.call_named(state, atom, "__getitem__", ((key,), {})))
    return run.again(state, found)


def _sliced(run: Expressions, state: State, owner: Value, cut: f.Slice) -> Value:
    bounds = [run.evaluate(state, b) if b is not None else v.NONE for b in (cut.lower, cut.upper)]
    known = [folding.python(bound) for bound in bounds]
    exact = all(ok and (c is None or isinstance(c, int)) for ok, c in known) and cut.step is None
    found: list[Value] = []
    for atom in owner:
        lower, upper = (known[0][1], known[1][1]) if exact else (None, None)
        if isinstance(atom, Lit) and isinstance(atom.value, (str, bytes)):
            found.append(v.lit(atom.value[lower:upper]) if exact else v.FIXED)
        elif isinstance(atom, v.Text):
            found.append(texts.sliced(atom, lower, upper) if exact else v.carried((atom,), via="part"))
        elif isinstance(atom, v.Seq):
            cut_off = atom.items[lower:upper] if exact and not atom.rest else atom.items
            found.append((v.Seq(atom.kind, cut_off, atom.rest),) if exact else (v.Seq(
                atom.kind, (), v.join(*atom.items, atom.rest) if atom.items or atom.rest else v.NEVER),))  # fmt: skip
        elif isinstance(atom, Data):
            cut_out = atom.through("part")
            found.append((cut_out.piece(f"{lower}:{upper}") if lower or upper else atom if exact else cut_out,))
        else:
            found.append(v.ANYTHING)
    return v.join(*found) if found else v.NEVER


def _op(run: Expressions, state: State, expr: f.Op) -> Value:
    op, operands = expr.op, expr.operands
    if op in {"and", "or"}:
        return _either(run, state, expr)
    if op == "not" or op in COMPARISONS:
        yes, no = run.split(state.copy(), expr)
        return v.BOOL if yes is not None and no is not None else v.TRUE if yes is not None else v.FALSE
    if len(operands) == 1:
        value = run.evaluate(state, operands[0])
        known, constant = folding.python(value)
        if known and isinstance(constant, (int, float)) and op == "u-":
            return v.lit(-constant)
        return value if op == "u+" else (v.NUMBER,)
    result = run.evaluate(state, operands[0])
    for operand in operands[1:]:
        result = run.binary(op, result, run.evaluate(state, operand))
    return result


def _either(run: Expressions, state: State, expr: f.Op) -> Value:
    """`a or b`: b only where a may be false, with what a's being false shows."""
    found: list[Value] = []
    current: State | None = state
    for operand in expr.operands[:-1]:
        if current is None:
            break
        yes, no = run.split(current.copy(), operand)
        value = run.evaluate(current, operand)
        wanted = expr.op == "or"
        found.append(tuple(atom for atom in value if v.truth(atom) in {wanted, None}))
        current = no if wanted else yes
    if current is not None:
        found.append(run.evaluate(current, expr.operands[-1]))
    return v.join(*found) if found else v.NEVER


def _format(run: Expressions, state: State, expr: f.Format) -> Value:
    pieces = [run.evaluate(state, part) for part in expr.parts]
    return texts.concat(pieces) if pieces else v.lit("")


def _field(run: Expressions, state: State, expr: f.Field) -> Value:
    value = run.evaluate(state, expr.value)
    spec = expr.spec.parts[0] if isinstance(expr.spec, f.Format) and expr.spec.parts else expr.spec
    if isinstance(spec, f.Const) and isinstance(spec.value, str) and spec.value[-1:] in {"d", "x", "f", "e", "g", "b"}:
        return v.FIXED if v.is_request(value) else value
    return texts.represented(value) if expr.conversion in {"r", "a"} and v.is_request(value) else value


def _sequence(run: Expressions, state: State, expr: f.Sequence) -> Value:
    items: list[Value] = []
    rest = v.NEVER
    for item in expr.items:
        if isinstance(item, f.Star):
            exact, anything = containers.items_of(run.evaluate(state, item.value))
            if exact is not None and not rest:
                items.extend(exact)
            else:
                rest = v.join(rest, anything)
        elif rest or len(items) >= MAX_ITEMS:
            rest = v.join(rest, run.evaluate(state, item))
        else:
            items.append(run.evaluate(state, item))
    return (v.Seq(expr.kind, tuple(items), rest),)


def _mapping(run: Expressions, state: State, expr: f.Mapping) -> Value:
    items: dict[Any, Value] = {}
    rest = v.NEVER
    for key, item in zip(expr.keys, expr.values, strict=False):
        value = run.evaluate(state, item)
        if key is None:
            for atom in value:
                if isinstance(atom, v.Map):
                    items.update(atom.items)
                    rest = v.join(rest, atom.rest)
                else:
                    rest = v.join(rest, v.carried((atom,)))
            continue
        named = run.evaluate(state, key)
        if len(named) == 1 and isinstance(named[0], Lit) and len(items) < MAX_ITEMS:
            items[named[0].value] = value
        else:
            rest = v.join(rest, value)
    return (v.Map(items, rest),)


def _conditional(run: Expressions, state: State, expr: f.Conditional) -> Value:
    yes, no = run.split(state, expr.test)
    found = [run.evaluate(one, side) for one, side in ((yes, expr.then), (no, expr.other)) if one is not None]
    return v.join(*found) if found else v.NEVER


def _comprehension(run: Expressions, state: State, expr: f.Comprehension) -> Value:
    inner = state.copy()
    loop = expr.loops[0] if len(expr.loops) == 1 else None
    if isinstance(loop, f.Loop):
        exact, _ = containers.items_of(run.evaluate(inner, loop.source))
        if exact is not None and len(exact) <= 12:
            unrolled = _unrolled if len(expr.elements) == 1 else comprehended.mapping
            return unrolled(run, inner, expr, loop, exact)
    current: State | None = inner
    for one in expr.loops:
        if current is None or not isinstance(one, f.Loop):
            continue
        _, anything = containers.items_of(run.evaluate(current, one.source))
        run.bind(current, one.target, anything or v.ANYTHING)
        for condition in one.conditions:
            if current is not None:
                current, _ = run.split(current, condition)
    if current is None:
        return (v.Seq("list", ()),) if len(expr.elements) == 1 else (v.Map({}),)
    found = [run.evaluate(current, element) for element in expr.elements]
    if len(found) == 2:
        return (
            v.Map({}, v.join(containers.listed(*found), v.carried(found[0]) if v.is_request(found[0]) else v.NEVER)),
        )
    return (v.Seq("list", (), found[0] if found else v.ANYTHING),)


def _unrolled(run: Expressions, state: State, expr: f.Comprehension, loop: f.Loop, items: list[Value]) -> Value:
    found: list[Value] = []
    rest = v.NEVER
    for item in items:
        current: State | None = state.copy()
        sure = True
        assert current is not None
        run.bind(current, loop.target, item)
        for condition in loop.conditions:
            if current is not None:
                current, other = run.split(current, condition)
                sure = sure and other is None
        if current is None:
            continue
        value = run.evaluate(current, expr.elements[0])
        if sure and not rest:
            found.append(value)
        else:
            rest = v.join(rest, value)
    return (v.Seq("list" if expr.kind != "set" else "set", tuple(found), rest),)


def _function(run: Expressions, state: State, expr: f.Function) -> Value:
    return (v.Closure(run.file, expr.scope, state),)


def _inner(run: Expressions, state: State, expr: f.Await | f.Star) -> Value:
    return run.evaluate(state, expr.value)


def _yield(run: Expressions, state: State, expr: f.Yield) -> Value:
    value = run.evaluate(state, expr.value) if expr.value is not None else v.NONE
    if expr.delegated:
        _, value = containers.items_of(value)
    run.yielded.append(value)
    return v.ANYTHING


def _walrus(run: Expressions, state: State, expr: f.Walrus) -> Value:
    assign = run.file.detail.assigns[expr.assign]
    value = run.evaluate(state, assign.value) if assign.value is not None else v.ANYTHING
    run.assign(state, assign, value)
    return value


def _call(run: Expressions, state: State, expr: f.CallRef) -> Value:
    return run.call(state, expr.index)


_TABLE: dict[type, Callable[[Expressions, State, Any], Value]] = {
    f.Name: _name, f.Attr: _attr, f.Const: _const, f.Bytes: _bytes, f.CallRef: _call, f.Op: _op, f.Format: _format,
    f.Field: _field, f.Item: _item, f.Sequence: _sequence, f.Mapping: _mapping, f.Star: _inner, f.Await: _inner,
    f.Conditional: _conditional, f.Comprehension: _comprehension, f.Function: _function, f.Yield: _yield,
    f.Walrus: _walrus,
}  # fmt: skip
