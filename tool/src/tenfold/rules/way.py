"""The way of request data to the place where it does harm, as findings show it, and how sure it makes them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tenfold.dataflow.flows import flows_of, steps_of
from tenfold.dataflow.holes import Hole
from tenfold.dataflow.reached import Reached
from tenfold.dataflow.values import Data
from tenfold.findings import CONFIDENCES, Confidence, Step
from tenfold.frameworks.model import Part
from tenfold.place import Place
from tenfold.program.app import App
from tenfold.rules.base import Rule

_MOST_RELATED = 8
_KEPT = "is kept in "

CONFIDENCE: dict[Part, Confidence] = {
    "query": "high",
    "form": "high",
    "body": "high",
    "path": "high",
    "cookie": "high",
    "file": "high",
    "any": "high",
    "header": "medium",
    "url": "medium",
}
"""How sure it is that a stranger chooses what stands in a part of the request, whether its route asks for a log-in or
not: proxies and browsers set headers and the host of the address as well, and many servers let only known ones in."""
_LOWER: dict[Confidence, Confidence] = {"high": "medium", "medium": "low", "low": "low"}
"""What becomes of it in a function that no route, framework or other code is seen to call: library-like code."""


def way(data: Data, place: Place, end: str) -> tuple[Step, ...]:
    """The steps of a piece of data from its source to `place`, where `end` is what happens with it.

    What is kept in a variable on the line of the step before is told with it.
    """
    steps: list[Step] = []
    for step in steps_of(data):
        last = steps[-1] if steps else None
        if last is not None and step.note.startswith(_KEPT) and last.place.line == step.place.line:
            steps[-1] = Step(last.place, f"{last.note} and {step.note.removeprefix('is ')}")
        else:
            steps.append(step)
    return (*steps, Step(place, end)) if steps else ()


def further(others: Sequence[Data]) -> tuple[Step, ...]:
    """The other sources of a sink, each where it is read."""
    return tuple(
        Step(data.root.place, f"{data.root.label} reaches it as well")
        for data in others[:_MOST_RELATED]
        if data.root is not None
    )


def surest_first(found: Iterable[Hole]) -> list[Hole]:
    """Pieces of data with those first that a stranger surely chooses, and of these those with the shortest way."""
    return sorted(found, key=lambda hole: (-CONFIDENCES.index(certainty(hole.data)), len(steps_of(hole.data))))


def certainty(data: Data) -> Confidence:
    """How sure it is that a stranger chooses a piece of data."""
    return CONFIDENCE[data.root.part] if data.root is not None else "medium"


def confidence(app: App, rule: Rule, found: Iterable[Data]) -> Confidence:
    """The confidence of a finding: of its surest source that a request gets to, and at most the rule's own."""
    reached = flows_of(app).reached
    return min(rule.confidence, max((_of(one, reached) for one in found), key=_rank, default="medium"), key=_rank)


def _of(data: Data, reached: Reached) -> Confidence:
    root = data.root
    led_to = root is None or reached.place(root.place)
    return certainty(data) if led_to else _LOWER[certainty(data)]


_rank = CONFIDENCES.index
