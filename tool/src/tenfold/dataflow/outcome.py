"""What calling a function does, once it was followed."""

from __future__ import annotations

from tenfold.dataflow import values as v
from tenfold.dataflow.state import Shown
from tenfold.dataflow.values import Value


class Outcome:
    """What calling a function does.

    Attributes:
        value: what it returns; `NEVER` when it never does.
        always, when_true, when_false: what was shown of data by the time it returns, returns something true, or false.
        parameters: what its parameters are in the end.
        returns: whether it returns at all.
    """

    __slots__ = ("always", "parameters", "returns", "value", "when_false", "when_true")

    def __init__(
        self,
        value: Value,
        parameters: dict[str, Value],
        shown: tuple[frozenset[Shown], frozenset[Shown], frozenset[Shown]],
        *,
        returns: bool = True,
    ) -> None:
        self.value, self.parameters, self.returns = value, parameters, returns
        self.always, self.when_true, self.when_false = shown

    @classmethod
    def unknown(cls, env: dict[str, Value]) -> Outcome:
        """Of a function that is not followed: it may give anything that it was given."""
        empty: frozenset[Shown] = frozenset()
        return cls(v.carried(*env.values(), via="unfollowed") if env else v.ANYTHING, env, (empty, empty, empty))
