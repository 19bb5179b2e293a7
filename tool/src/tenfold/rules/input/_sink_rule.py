"""The common course of the rules about one kind of sink: judge each use, then say what holds for the app."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import ClassVar, Literal

import msgspec

from tenfold.dataflow.flows import Flows, flows_of
from tenfold.dataflow.holes import Hole, holes, settled
from tenfold.dataflow.records import Record
from tenfold.dataflow.values import Value
from tenfold.findings import Severity, Step
from tenfold.frameworks.flows import RECEIVER
from tenfold.program.app import App
from tenfold.rules.base import Observation, Rule, met, not_applicable, unknown, violated
from tenfold.rules.input._uses import Use, seen, uses
from tenfold.rules.way import confidence, further, surest_first, way

_MOST_RELATED = 8
State = Literal["request", "safe", "open"]
"""Of an argument: request data does harm in it; it does none; nothing is known."""


class Judged(msgspec.Struct, frozen=True):
    """What is known of one use, and the pieces of request data that do harm in it, once for each source."""

    use: Use
    state: State
    harm: tuple[Hole, ...] = ()


class SinkRule(Rule):
    """A rule about calls that do harm with request data.

    Attributes:
        nothing: what was looked for, when no such call is found.
        sound: what holds of the calls when all are harmless.
        fix: what to type instead, for each framework ("" for any).
    """

    without_app: ClassVar[bool] = True
    nothing: ClassVar[str]
    sound: ClassVar[str]
    fix: ClassVar[dict[str, str]]

    def judge(self, app: App) -> Iterable[Observation]:
        """Judge each use, then the app."""
        flows = flows_of(app)
        judged = [self.judged(app, flows, use) for use in self.uses(app)]
        places: set[tuple[str, int]] = set()
        for one in judged:
            at = (one.use.place.file, one.use.place.line)
            if one.state == "request" and at not in places:
                places.add(at)
                yield self.report(app, one)
        if not places:
            safe = [one.use for one in judged if one.state == "safe"]
            unclear = [one for one in judged if one.state == "open" and not one.use.sink.objects]
            yield from self.conclude(app, safe, [one.use for one in unclear])

    def uses(self, app: App) -> list[Use]:
        """The calls to judge: those that the code shows by name, and those that only following shows."""
        known = uses(app, self.requirement)
        places = {(use.file.path, id(use.site.call)) for use in known}
        return [
            *known,
            *(use for use in seen(app, self.requirement) if (use.file.path, id(use.site.call)) not in places),
        ]

    def judged(self, app: App, flows: Flows, use: Use) -> Judged:
        """What is known of the argument of one use, over all ways in which it is called."""
        records = flows.at(use.file, use.site.call)
        if use.sink.safe:
            return Judged(use, "safe")
        if not records:
            return Judged(use, "safe" if flows.followed(use.file, use.scope) else "open")
        harm: dict[object, Hole] = {}
        unclear = False
        for record in records:
            for hole in self.holes(use, record):
                data = hole.data
                if data.root is None:
                    unclear = unclear or not (data.harmless or self.sealed(app, use, hole))
                elif not settled(data, self.requirement) and not self.sealed(app, use, hole):
                    if hole.has("asked") or hole.has("host.asked"):
                        unclear = True
                    else:
                        harm.setdefault(data.root, hole)
        if harm:
            return Judged(use, "request", tuple(harm.values()))
        return Judged(use, "open" if unclear else "safe")

    def holes(self, use: Use, record: Record) -> Iterator[Hole]:
        """The pieces of data in the part of the argument that does harm."""
        value = self.dangerous(use, record)
        if value:
            yield from holes(value)

    def dangerous(self, use: Use, record: Record) -> Value | None:
        """The part of the argument that does harm; None when it does none."""
        return argument(use, record)

    def sealed(self, app: App, use: Use, hole: Hole) -> bool:  # noqa: ARG002
        """Whether a piece of data can do no harm where it stands, or after what was asked of it."""
        return False

    def grade(self, app: App, one: Judged) -> Severity | None:  # noqa: ARG002
        """The severity of one finding; None for the rule's own."""
        return None

    def report(self, app: App, one: Judged) -> Observation:
        """The finding for one use: the way of the first source step by step, the other sources below."""
        first, *others = surest_first(one.harm)
        use, root = one.use, first.data.root
        source = root.label if root is not None else "request data"
        weak = next(iter(first.details("weak") or first.details("beside")), "")
        return violated(
            use.place,
            f"{source} reaches {use.called}, which {use.sink.what}"
            + (f"; the check in front does not hold: {weak}" if weak else ""),
            self.fix.get(app.framework) or self.fix[""],
            path=way(first.data, use.place, f"{use.called} {use.sink.what}"),
            related=further([other.data for other in others]),
            function=use.site.function,
            severity=self.grade(app, one),
            confidence=confidence(app, self, [hole.data for hole in one.harm]),
        )

    def conclude(self, app: App, safe: list[Use], unclear: list[Use]) -> Iterator[Observation]:  # noqa: ARG002
        """What holds for the app when no use is violated."""
        if unclear:
            first, rest = unclear[0], unclear[1 : 1 + _MOST_RELATED]
            steps = tuple(Step(use.place, f"so is {use.called}") for use in rest)
            more = f" and {len(unclear) - 1} more" if len(unclear) > 1 else ""
            reason = (
                f"{first.called}{more} is given a value that cannot be followed to where it is made; "
                "a probe of the running app would tell"
            )
            yield unknown(reason, first.place, related=steps)
        elif safe:
            count = f" ({len(safe)} calls)" if len(safe) > 1 else ""
            best = next((use for use in safe if use.sink.safe), safe[0])
            yield met(best.place, f"{best.called}: {self.sound}{count}")
        else:
            yield not_applicable(self.nothing)


def argument(use: Use, record: Record) -> Value | None:
    """The argument that a sink is declared to do harm with; None when it is not given."""
    name, position = use.sink.argument
    if position == RECEIVER:
        return record.receiver
    return record.argument(name, position)
