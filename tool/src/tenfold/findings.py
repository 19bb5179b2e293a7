"""What a check says: findings, evidence, verdicts, grades, and the report that holds them all."""

from __future__ import annotations

from typing import Literal

import msgspec

from tenfold.place import Place

Severity = Literal["low", "medium", "high", "critical"]
Confidence = Literal["low", "medium", "high"]
Persona = Literal["regular", "pedantic", "auditor"]
VerdictKind = Literal["violated", "missing", "met", "not applicable", "unknown"]

SEVERITIES: tuple[Severity, ...] = ("low", "medium", "high", "critical")
CONFIDENCES: tuple[Confidence, ...] = ("low", "medium", "high")
PERSONAS: tuple[Persona, ...] = ("regular", "pedantic", "auditor")


class Step(msgspec.Struct, frozen=True):
    """Another place that belongs to a finding or a piece of evidence, and what stands there."""

    place: Place
    note: str


class Evidence(msgspec.Struct, frozen=True):
    """Proof for a verdict.

    Attributes:
        rule: id of the rule that saw it.
        reason: what it proves, in one sentence.
        place: where it stands; None when the proof is what was looked for and not found.
        related: further places.
        app: name of the app that it speaks of; "" when the repository has one app or none.
    """

    rule: str
    reason: str
    place: Place | None = None
    related: tuple[Step, ...] = ()
    app: str = ""


class Finding(msgspec.Struct, frozen=True):
    """One thing to change.

    Attributes:
        rule: id of the rule ("framework.csrf" or "framework.csrf-exempt").
        requirement: id of the requirement that is violated or missing.
        verdict: "violated" or "missing".
        reason: why, in one sentence that names what was seen.
        fix: what to do, in one sentence.
        place: where to change it.
        related: other places that prove it, in reading order.
        path: the way of the data, from source to sink; empty for rules without data flow.
        function: dotted name of the enclosing function, "" at module level.
        code: the source line at the place, stripped; "" when there is none.
        fingerprint: hex digest of rule, function and normalised code; stable while lines move.
        persona: the least demanding persona that is shown it.
        cwe: CWE numbers.
        app: as in `Evidence`.
    """

    rule: str
    requirement: str
    verdict: Literal["violated", "missing"]
    severity: Severity
    confidence: Confidence
    reason: str
    fix: str
    place: Place
    related: tuple[Step, ...] = ()
    path: tuple[Step, ...] = ()
    function: str = ""
    code: str = ""
    fingerprint: str = ""
    persona: Persona = "regular"
    cwe: tuple[int, ...] = ()
    app: str = ""


class Verdict(msgspec.Struct, frozen=True):
    """Where one requirement stands, and what proves it."""

    id: str
    practice: str
    verdict: VerdictKind
    confidence: Confidence
    reason: str
    evidence: tuple[Evidence, ...] = ()


class Counts(msgspec.Struct, frozen=True):
    """How many requirements have each verdict."""

    violated: int = 0
    missing: int = 0
    met: int = 0
    not_applicable: int = 0
    unknown: int = 0


class Grade(msgspec.Struct, frozen=True):
    """A practice's grade, or the overall one (practice ""): a letter A to F, or "-" when nothing could be judged.

    `score` is 0 to 100.
    """

    practice: str
    letter: str
    score: int
    counts: Counts


class Advice(msgspec.Struct, frozen=True):
    """One of the changes that raise the grade most: `gain` is in points of the overall score."""

    requirement: str
    fix: str
    place: Place | None
    gain: float


class Skipped(msgspec.Struct, frozen=True):
    """What was not looked at, and why. `kind` is "file", "lines" or "rule"."""

    kind: Literal["file", "lines", "rule"]
    place: Place
    reason: str


class Ignored(msgspec.Struct, frozen=True):
    """A finding that is not counted: by a comment, the baseline, or the configuration."""

    finding: Finding
    by: Literal["comment", "baseline", "configuration"]
    reason: str
    place: Place | None = None


class AppSummary(msgspec.Struct, frozen=True):
    """An app that was found: `framework` is "flask", "django" or "fastapi"; `root` its folder, "." for the target."""

    name: str
    framework: str
    root: str
    version: str
    routes: int
    place: Place


class Report(msgspec.Struct, frozen=True):
    """All that a check says.

    Attributes:
        version: of Tenfold.
        target: the checked folder as the user named it.
        environment: the environment that was judged ("production").
        persona: who it was written for; findings above it are counted in `hidden`.
        apps: what was found; empty when no web framework is used.
        grades: one for each practice in order, then the overall one with practice "".
        requirements: one verdict for each requirement, in the catalogue's order.
        findings: most severe first.
        advice: at most three changes to make first.
        skipped: what was not looked at.
        ignored: findings that are not counted.
        hidden: number of findings for more demanding personas.
        notes: remarks on the run itself (no framework found, expired ignores, stale baseline).
        files: number of files read.
        lines: number of lines of Python read.
    """

    version: str
    target: str
    environment: str
    persona: Persona
    apps: tuple[AppSummary, ...]
    grades: tuple[Grade, ...]
    requirements: tuple[Verdict, ...]
    findings: tuple[Finding, ...]
    advice: tuple[Advice, ...]
    skipped: tuple[Skipped, ...]
    ignored: tuple[Ignored, ...]
    hidden: int
    notes: tuple[str, ...]
    files: int
    lines: int
