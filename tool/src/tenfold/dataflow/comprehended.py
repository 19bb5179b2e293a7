"""Dict comprehensions over a few constant keys: `{key: data[key] for key in FIELDS}` has these keys and no other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tenfold.dataflow import values as v
from tenfold.dataflow.state import State
from tenfold.dataflow.values import Lit, Value
from tenfold.language import facts as f

if TYPE_CHECKING:
    from tenfold.dataflow.expressions import Expressions


def mapping(run: Expressions, state: State, expr: f.Comprehension, loop: f.Loop, items: list[Value]) -> Value:
    """The mapping that a comprehension of one loop makes, each item followed alone."""
    found: dict[object, Value] = {}
    rest = v.NEVER
    for item in items:
        current: State | None = state.copy()
        assert current is not None
        run.bind(current, loop.target, item)
        for condition in loop.conditions:
            if current is not None:
                current, _ = run.split(current, condition)
        if current is None:
            continue
        key, value = (run.evaluate(current, element) for element in expr.elements)
        if len(key) == 1 and isinstance(key[0], Lit):
            found[key[0].value] = v.join(found[key[0].value], value) if key[0].value in found else value
        else:
            rest = v.join(rest, value)
    return (v.Map(dict(found), rest),)
