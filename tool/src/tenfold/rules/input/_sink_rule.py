"""The common course of the rules about one kind of sink: judge each use, then say what holds for the app."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import ClassVar

from tenfold.findings import Severity, Step
from tenfold.language import facts as f
from tenfold.program.app import App
from tenfold.program.request_origin import RequestOrigin
from tenfold.rules.base import Observation, Rule, met, not_applicable, unknown, violated
from tenfold.rules.input._soundness import Checks
from tenfold.rules.input._trace import State, Trace, trace_of
from tenfold.rules.input._uses import Use, uses

_MOST_RELATED = 8


class SinkRule(Rule):
    """A rule about calls that do harm with request data.

    Attributes:
        nothing: what was looked for, when no such call is found.
        sound: what holds of the calls when all are harmless.
        following: what the value must be followed into, when it cannot be told.
        fix: what to type instead, for each framework ("" for any).
    """

    nothing: ClassVar[str]
    sound: ClassVar[str]
    fix: ClassVar[dict[str, str]]

    def judge(self, app: App) -> Iterable[Observation]:
        """Judge each use, then the app."""
        trace = trace_of(app)
        safe: list[Use] = []
        unclear: list[Use] = []
        found = False
        places: set[tuple[str, int]] = set()
        for use in self.uses(app):
            state = "safe" if use.sink.safe else self.judged(trace, use)
            if state == "request":
                found = True
                at = (use.place.file, use.place.line)
                if at not in places:
                    places.add(at)
                    yield self.report(app, trace, use)
            elif state == "safe":
                safe.append(use)
            else:
                unclear.append(use)
        if not found:
            yield from self.conclude(app, safe, [use for use in unclear if not use.sink.objects])

    def uses(self, app: App) -> list[Use]:
        """The calls to judge."""
        return uses(app, self.requirement)

    def state(self, trace: Trace, use: Use) -> State:
        """What is known of the argument of one use."""
        expr = self.dangerous(trace, use)
        if expr is None:
            return "safe"
        state = trace.state(self.requirement, use.file, use.scope, expr, use.site.call.at, use.expr)
        if state in {"request", "checked"}:
            origin = trace.origin(use.file, use.scope, expr)
            return state if origin is not None and self.harmful(trace, use, origin) else "safe"
        return state

    def judged(self, trace: Trace, use: Use) -> State:
        """The state of one use after the checks in front of it were judged."""
        state = self.state(trace, use)
        expr = self.dangerous(trace, use) if state in {"checked", "open"} else None
        if expr is None:
            return state
        kind = self.checks(trace).of(use, use.expr or expr)
        if kind == "sound":
            return "safe"
        return "request" if kind == "weak" and state == "checked" else state

    def checks(self, trace: Trace) -> Checks:
        """Judges what stands in front of a use."""
        return Checks(trace, self.requirement)

    def dangerous(self, trace: Trace, use: Use) -> f.Expr | None:  # noqa: ARG002
        """The part of the argument that does harm; None when it does none."""
        return use.expr

    def harmful(self, trace: Trace, use: Use, origin: RequestOrigin) -> bool:  # noqa: ARG002
        """Whether this piece of request data can do the harm."""
        return True

    def grade(self, app: App, use: Use, origin: RequestOrigin | None) -> Severity | None:  # noqa: ARG002
        """The severity of one finding; None for the rule's own."""
        return None

    def report(self, app: App, trace: Trace, use: Use) -> Observation:
        """The finding for one use."""
        origin = trace.origin(use.file, use.scope, self.dangerous(trace, use))
        source = origin.source if origin is not None else "request data"
        steps = () if origin is None or origin.place == use.place else (Step(origin.place, f"{source} is read here"),)
        return violated(
            use.place,
            f"{source} reaches {use.called}, which {use.sink.what}",
            self.fix.get(app.framework) or self.fix[""],
            related=steps,
            function=use.site.function,
            severity=self.grade(app, use, origin),
        )

    def conclude(self, app: App, safe: list[Use], unclear: list[Use]) -> Iterator[Observation]:  # noqa: ARG002
        """What holds for the app when no use is violated."""
        if unclear:
            first, rest = unclear[0], unclear[1 : 1 + _MOST_RELATED]
            steps = tuple(Step(use.place, f"so is {use.called}") for use in rest)
            more = f" and {len(unclear) - 1} more" if len(unclear) > 1 else ""
            reason = (
                f"{first.called}{more} is given a value that this function does not make; "
                "following the data through the app, or a probe, would tell"
            )
            yield unknown(reason, first.place, related=steps)
        elif safe:
            count = f" ({len(safe)} calls)" if len(safe) > 1 else ""
            best = next((use for use in safe if use.sink.safe), safe[0])
            yield met(best.place, f"{best.called}: {self.sound}{count}")
        else:
            yield not_applicable(self.nothing)
