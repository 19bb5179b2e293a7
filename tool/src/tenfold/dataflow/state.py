"""What is known at one place of a function: its variables, what checks have shown, the tests that variables keep."""

from __future__ import annotations

from collections.abc import Iterable

from tenfold.dataflow import values as v
from tenfold.dataflow.bounds import MAX_FACTS, MAX_SHOWN
from tenfold.dataflow.values import Data, Root, Value
from tenfold.language import facts as f

_NEARLY_WHOLE = frozenset({"#1:-1", "#1:None", "#None:-1"})
"""Pieces that are all but the first or the last character."""
_JOINED = frozenset({"joined"})
_TRANSPARENT = dict.fromkeys(("within", "clean", "asked", "beside", "weak"), frozenset({"joined", "normalised"}))
"""Steps after which a question may as well have been put to what was there before them."""
_MAX_DEPTH = 5
"""Containers inside each other in which what was shown of data is noted."""
Shown = tuple[Root, tuple[str, ...], str, str]
"""A fact that a check has shown: of which data, after which steps, its kind and detail."""


Kept = tuple[f.Expr, frozenset[str]]
"""A test whose outcome a variable keeps, and the names that it speaks of."""


class State:
    """The variables of a function at one place.

    Attributes:
        env: the value of each variable.
        shown: what checks have shown of request data, for what is read again.
        tests: variables that keep the outcome of a test, and that test.
        outer: the state of the function around it, for a nested function.
    """

    __slots__ = ("env", "outer", "shown", "tests")

    def __init__(
        self,
        env: dict[str, Value],
        shown: frozenset[Shown] = frozenset(),
        tests: dict[str, Kept] | None = None,
        outer: State | None = None,
    ) -> None:
        self.env, self.shown, self.outer = env, shown, outer
        self.tests: dict[str, Kept] = tests or {}

    def copy(self) -> State:
        """A state that can go another way."""
        return State(dict(self.env), self.shown, dict(self.tests) if self.tests else None, self.outer)

    def put(self, name: str, value: Value) -> None:
        """Give a variable a value."""
        self.env[name] = value
        if self.tests:
            self.tests = {kept: test for kept, test in self.tests.items() if kept != name and name not in test[1]}

    def learn(self, shown: Iterable[Shown]) -> None:
        """Note what a check has shown, of everything that holds the same data."""
        fresh = [one for one in shown if one not in self.shown][: max(0, MAX_SHOWN - len(self.shown))]
        if not fresh:
            return
        self.shown = self.shown.union(fresh)
        for name, value in self.env.items():
            seen = with_facts(value, fresh)
            if seen is not value:
                self.env[name] = seen

    def of(self, data: Data) -> Data:
        """A piece of data that is read again, with what was shown of it before."""
        return _with(data, self.shown) if self.shown else data


def with_facts(value: Value, shown: Iterable[Shown]) -> Value:
    """A value whose request data carries the facts that concern it."""
    roots = {one[0] for one in shown}
    if len(value) == 1 and isinstance(value[0], Data):
        seen = _with(value[0], shown) if value[0].root in roots else value[0]
        return value if seen is value[0] else (seen,)
    if not any(data.root in roots for data in v.roots_in(value)):
        return value
    return v.mapped(value, lambda data: _with(data, shown), _MAX_DEPTH)


def _with(data: Data, shown: Iterable[Shown]) -> Data:
    """A piece of data with the facts of its root that still hold after what was done to it since."""
    if data.root is None or len(data.facts) >= MAX_FACTS:
        return data
    found: set[v.Fact] = set()
    for root, via, kind, detail in shown:
        if root != data.root:
            continue
        if data.via[: len(via)] == via:
            facts = frozenset({(kind, detail)})
            for what in data.via[len(via) :]:
                facts = v.surviving(facts, what)
            found |= facts
        elif via[: len(data.via)] == data.via and not any(
            what.startswith("#") and what not in _NEARLY_WHOLE for what in via[len(data.via) :]
        ):
            left_out = _TRANSPARENT.get(kind, _JOINED) | _NEARLY_WHOLE
            tail = [what for what in via[len(data.via) :] if what not in left_out]
            found.add((".".join((*tail, kind)), detail))
    return data if found <= data.facts else data.but(facts=data.facts | found)


def merged(states: Iterable[State | None]) -> State | None:
    """What holds where several ways meet; None when none of them gets there."""
    alive = [state for state in states if state is not None]
    if len(alive) <= 1:
        return alive[0] if alive else None
    first = alive[0]
    env = dict(first.env)
    for other in alive[1:]:
        for name, value in other.env.items():
            known = env.get(name)
            if known is None:
                env[name] = value
            elif known is not value:
                env[name] = v.join(known, value)
    shown = frozenset.intersection(*(state.shown for state in alive))
    tests = {
        name: test for name, test in first.tests.items() if all(other.tests.get(name) == test for other in alive[1:])
    }
    return State(env, shown, tests, first.outer)
