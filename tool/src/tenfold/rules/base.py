"""What a rule is: one class in one file, which looks at an app or a project and says what it saw."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar, Literal

import msgspec

from tenfold.findings import Confidence, Persona, Severity, Step
from tenfold.place import Place
from tenfold.program.app import App
from tenfold.program.program import Program

Kind = Literal["violated", "missing", "met", "not applicable", "unknown"]


class Observation(msgspec.Struct, frozen=True):
    """What a rule saw.

    Attributes:
        kind: what it means for the requirement.
        reason: one sentence that names what was seen, or what was looked for.
        place: where; None for what is not there.
        fix: what to do, in one sentence ("" for what is no finding).
        related: other places that prove it.
        function: dotted name of the enclosing function.
        severity: the rule's unless said.
        confidence: the rule's unless said.
        persona: the rule's unless said.
        path: the way of the data, from its source to `place`; empty for what is no flow.
    """

    kind: Kind
    reason: str
    place: Place | None = None
    fix: str = ""
    related: tuple[Step, ...] = ()
    function: str = ""
    severity: Severity | None = None
    confidence: Confidence | None = None
    persona: Persona | None = None
    path: tuple[Step, ...] = ()


class Rule:
    """A rule; a subclass in `rules/<practice>/<name>.py` is found by being there.

    Its id is "<practice>.<file name with dashes>". Its docstring is its page, with the headings What it finds, Why it
    matters, Example, Use instead, References; the Example is run and must fire, Use instead is run and must be silent.

    Attributes:
        requirement: id of the requirement that it judges.
        severity: of its findings.
        confidence: of its findings.
        persona: who is shown its findings.
        frameworks: those it knows; it is not asked about other apps.
        cwe: CWE numbers of its findings; the requirement's when empty.
        without_app: it also judges code that handles requests and belongs to no app that was found.
        whole: it looks at the whole project once (`judge_project`), also where no app was found.
    """

    requirement: ClassVar[str]
    severity: ClassVar[Severity] = "medium"
    confidence: ClassVar[Confidence] = "high"
    persona: ClassVar[Persona] = "regular"
    frameworks: ClassVar[frozenset[str]] = frozenset({"flask", "django", "fastapi"})
    cwe: ClassVar[tuple[int, ...]] = ()
    without_app: ClassVar[bool] = False
    whole: ClassVar[bool] = False
    id: ClassVar[str] = ""

    def judge(self, app: App) -> Iterable[Observation]:
        """Say what is seen in one app."""
        raise NotImplementedError

    def judge_project(self, program: Program) -> Iterable[Observation]:
        """Say what is seen in the project, for a rule with `whole`."""
        raise NotImplementedError


def violated(
    place: Place,
    reason: str,
    fix: str,
    *,
    path: Iterable[Step] = (),
    related: Iterable[Step] = (),
    function: str = "",
    severity: Severity | None = None,
    confidence: Confidence | None = None,
    persona: Persona | None = None,
) -> Observation:
    """A line breaks the requirement."""
    return Observation(
        "violated", reason, place, fix, tuple(related), function, severity, confidence, persona, tuple(path)
    )


def missing(
    place: Place,
    reason: str,
    fix: str,
    *,
    related: Iterable[Step] = (),
    function: str = "",
    severity: Severity | None = None,
    confidence: Confidence | None = None,
    persona: Persona | None = None,
) -> Observation:
    """The requirement applies and nothing addresses it; `place` is where one would."""
    return Observation("missing", reason, place, fix, tuple(related), function, severity, confidence, persona)


def met(
    place: Place, reason: str, *, related: Iterable[Step] = (), confidence: Confidence | None = None
) -> Observation:
    """Something at `place` meets the requirement."""
    return Observation("met", reason, place, related=tuple(related), confidence=confidence)


def not_applicable(reason: str) -> Observation:
    """There is no such thing here; say what was looked for."""
    return Observation("not applicable", reason)


def unknown(reason: str, place: Place | None = None, *, related: Iterable[Step] = ()) -> Observation:
    """The repository cannot decide; say what would have to be run to know."""
    return Observation("unknown", reason, place, related=tuple(related))
