"""Findings and evidence to verdicts, verdicts to grades."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from tenfold.catalogue import practices, requirements
from tenfold.catalogue import requirement as requirement_of
from tenfold.catalogue.model import Requirement
from tenfold.findings import (
    CONFIDENCES,
    SEVERITIES,
    Advice,
    Confidence,
    Counts,
    Evidence,
    Finding,
    Grade,
    Severity,
    Verdict,
    VerdictKind,
)
from tenfold.judge import Judged

_WORST_FIRST: tuple[VerdictKind, ...] = ("violated", "missing", "unknown", "met", "not applicable")
"""Which verdict of several apps stands for all."""

_LETTERS = ((90, "A"), (75, "B"), (60, "C"), (40, "D"), (0, "F"))
_WEIGHT: dict[Severity, int] = {"low": 1, "medium": 2, "high": 3, "critical": 4}
_CAP: dict[Severity, int] = {"low": 100, "medium": 100, "high": 74, "critical": 39}
"""Highest score of a practice with an open finding of a severity: a critical one is an F, a high one at best a C."""


def verdicts(judged: Judged, not_applicable: dict[str, str]) -> tuple[Verdict, ...]:
    """One verdict for each requirement of the catalogue, in its order.

    Args:
        judged: what the rules saw.
        not_applicable: requirement id -> the reason that the user's configuration gives.
    """
    return tuple(
        Verdict(r.id, r.practice, "not applicable", "high", f"by configuration: {not_applicable[r.id]}")
        if r.id in not_applicable
        else _verdict(r, judged)
        for r in requirements()
    )


def _verdict(requirement: Requirement, judged: Judged) -> Verdict:
    apps = judged.apps or ("",)
    each = [_app_verdict(requirement, judged, app) for app in apps]
    kinds = [verdict.verdict for verdict in each]
    worst = min(kinds, key=_WORST_FIRST.index)
    chosen = next(verdict for verdict in each if verdict.verdict == worst)
    evidence = tuple(dict.fromkeys(e for verdict in each for e in verdict.evidence))
    return Verdict(requirement.id, requirement.practice, worst, chosen.confidence, chosen.reason, evidence)


def _app_verdict(requirement: Requirement, judged: Judged, app: str) -> Verdict:
    findings = [f for f in judged.findings if f.requirement == requirement.id and f.app in {app, ""}]
    evidence = [e for e in judged.evidence.get(requirement.id, ()) if e[1].app in {app, ""}]
    broken = _broken(requirement, findings, evidence)
    if broken is not None:
        return broken
    for kind in ("met", "unknown", "not applicable"):
        seen = [e for k, e in evidence if k == kind]
        if seen:
            sure: Confidence = "medium" if kind == "met" and any(k == "unknown" for k, _ in evidence) else "high"
            return _make(requirement, kind, sure, _with_more(seen[0].reason, len(seen) if kind == "met" else 1), seen)
    # What only a more demanding persona is shown decides where nothing else speaks of the requirement.
    hidden = [f for f in judged.hidden if f.requirement == requirement.id and f.app in {app, ""}]
    return _broken(requirement, hidden, evidence) or _unseen(requirement, judged)


def _broken(
    requirement: Requirement, findings: Sequence[Finding], evidence: Sequence[tuple[str, Evidence]]
) -> Verdict | None:
    for kind in ("violated", "missing"):
        open_findings = [f for f in findings if f.verdict == kind]
        if open_findings:
            shown = [Evidence(f.rule, f.reason, f.place, f.related, f.app) for f in open_findings]
            proofs = [e for k, e in evidence if k == "met"]
            reason = _with_more(open_findings[0].reason, len(open_findings))
            confidence = max((f.confidence for f in open_findings), key=CONFIDENCES.index)
            return _make(requirement, kind, confidence, reason, [*shown, *proofs])
    return None


def _with_more(reason: str, count: int) -> str:
    return reason if count == 1 else f"{reason.rstrip('.')} (and {count - 1} more)"


def _make(
    requirement: Requirement, kind: str, confidence: Confidence, reason: str, evidence: Iterable[Evidence]
) -> Verdict:
    verdict: VerdictKind = kind  # type: ignore[assignment]
    return Verdict(requirement.id, requirement.practice, verdict, confidence, reason, tuple(evidence))


def _unseen(requirement: Requirement, judged: Judged) -> Verdict:
    """A requirement that no rule said anything of."""
    accepted = next((i for i in judged.ignored if i.finding.requirement == requirement.id), None)
    if accepted is not None:
        return _make(requirement, "not applicable", "high", f"accepted by {accepted.by}: {accepted.reason}", ())
    if requirement.id in judged.failed:
        return _make(requirement, "unknown", "low", judged.failed[requirement.id], ())
    if not judged.apps and requirement.id not in judged.asked:
        return _make(requirement, "not applicable", "high", "no Flask, Django or FastAPI app was found here", ())
    if requirement.probe_only:
        return _make(requirement, "unknown", "high", requirement.probe_only, ())
    return _make(requirement, "unknown", "low", "nothing in the files speaks of it", ())


def grades(given: Sequence[Verdict], judged: Judged) -> tuple[Grade, ...]:
    """A grade for each practice, then the overall one; the formula stands in docs/scorecard.md.

    A requirement counts with the weight of its worst rule. Met earns its weight; violated, missing and unknown earn
    nothing, so that taking a file away never helps; not applicable, and what only a running app can show, do not count.
    """
    result = [_grade(p.id, [v for v in given if v.practice == p.id], judged) for p in practices()]
    scored = [grade.score for grade in result if grade.letter != "-"]
    overall = round(sum(scored) / len(scored)) if scored else 0
    total = Counts(*(sum(getattr(g.counts, name) for g in result) for name in Counts.__struct_fields__))
    return (*result, Grade("", _letter(overall) if scored else "-", overall, total))


def _grade(practice: str, given: list[Verdict], judged: Judged) -> Grade:
    counted = [v for v in given if v.verdict != "not applicable" and not (v.verdict == "unknown" and _probe_only(v.id))]
    counts = Counts(*(sum(v.verdict == name.replace("_", " ") for v in given) for name in Counts.__struct_fields__))
    total = sum(_weight(v, judged) for v in counted)
    if not total:
        return Grade(practice, "-", 0, counts)
    earned = sum(_weight(v, judged) for v in counted if v.verdict == "met")
    open_ids = {v.id for v in counted if v.verdict in {"violated", "missing"}}
    worst = [f.severity for f in judged.findings if f.requirement in open_ids]
    cap = min((_CAP[severity] for severity in worst), default=100)
    score = min(round(100 * earned / total), cap)
    return Grade(practice, _letter(score), score, counts)


def _probe_only(identity: str) -> bool:
    return bool(requirement_of(identity).probe_only)


def _weight(verdict: Verdict, judged: Judged) -> int:
    return _WEIGHT[judged.severities.get(verdict.id, "low")]


def _letter(score: int) -> str:
    return next(letter for least, letter in _LETTERS if score >= least)


def advice(given: Sequence[Verdict], judged: Judged, most: int = 3) -> tuple[Advice, ...]:
    """The changes that raise the overall grade most: each is tried by grading anew with its requirement met."""
    before = {p.id: _grade(p.id, [v for v in given if v.practice == p.id], judged) for p in practices()}
    tried: list[tuple[float, int, Finding]] = []
    for verdict in given:
        own = [f for f in judged.findings if f.requirement == verdict.id]
        if verdict.verdict not in {"violated", "missing"} or not own:
            continue
        beside = [_as_met(v) if v.id == verdict.id else v for v in given if v.practice == verdict.practice]
        after = {**before, verdict.practice: _grade(verdict.practice, beside, judged)}
        worst = max(own, key=lambda f: SEVERITIES.index(f.severity))
        tried.append((_exact(after) - _exact(before), SEVERITIES.index(worst.severity), worst))
    tried.sort(key=lambda item: (-item[1], -item[0], item[2].place))
    return tuple(Advice(f.requirement, f.fix, f.place, round(gain, 1)) for gain, _, f in tried[:most])


def _as_met(verdict: Verdict) -> Verdict:
    return Verdict(verdict.id, verdict.practice, "met", "high", "")


def _exact(grades: Mapping[str, Grade]) -> float:
    scores = [grade.score for grade in grades.values() if grade.letter != "-"]
    return sum(scores) / len(scores) if scores else 0.0
