"""Ask every rule, and sort what it saw into findings and evidence."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import NamedTuple

from tenfold.catalogue import requirement as requirement_of
from tenfold.findings import Evidence, Finding, Ignored, Skipped
from tenfold.forked import both
from tenfold.place import Place
from tenfold.program.program import Program
from tenfold.rules.base import Observation, Rule


@dataclass(slots=True)
class Judged:
    """What the rules saw.

    Attributes:
        apps: names of the apps that were judged; one alone is called "".
        findings: violated and missing, those that count.
        evidence: by requirement: (kind, evidence) for the rest.
        ignored: findings that do not count.
        failed: requirement -> why one of its rules could not judge.
        skipped: the rules that failed.
        asked: requirements that a rule was asked about.
        hidden: findings for more demanding personas.
    """

    apps: tuple[str, ...] = ()
    findings: list[Finding] = field(default_factory=list)
    evidence: dict[str, list[tuple[str, Evidence]]] = field(default_factory=dict)
    ignored: list[Ignored] = field(default_factory=list)
    failed: dict[str, str] = field(default_factory=dict)
    skipped: list[Skipped] = field(default_factory=list)
    asked: set[str] = field(default_factory=set)
    hidden: list[Finding] = field(default_factory=list)


_FORK_FROM = 20_000
"""Lines of Python from which a second process pays for its start."""


class _Asked(NamedTuple):
    """What one rule saw in one app, and why it failed if it did."""

    rule: str
    app: str
    seen: tuple[Observation, ...]
    failure: str = ""


def judge(program: Program, rules: Sequence[Rule]) -> Judged:
    """Ask each rule about each app that it knows, or about the project when it looks at the whole.

    A rule that raises makes its requirement unknown and is reported; it never passes for a clean app.
    """
    several = len(program.apps) > 1
    judged = Judged(tuple(app.name if several else "" for app in program.apps))
    order = {rule.id: rule for rule in rules}
    rank = {rule: number for number, rule in enumerate(order)}
    for asked in sorted(_all(program, rules), key=lambda asked: rank[asked.rule]):
        rule = order[asked.rule]
        judged.asked.add(rule.requirement)
        for seen in asked.seen:
            _sort(judged, rule, asked.app if several else "", seen)
        if asked.failure:
            judged.failed[rule.requirement] = asked.failure
            judged.skipped.append(Skipped("rule", Place(rule.id), asked.failure))
    return judged


def _all(program: Program, rules: Sequence[Rule]) -> list[_Asked]:
    lines = sum(file.outline.lines for file in program.facts.python.values())
    if lines < _FORK_FROM:
        return _ask_each(program, rules)
    for app in program.apps:
        app.routes  # noqa: B018 - worked out once, before the process is copied
    # Rules of one practice share what they work out, so practices stay together.
    practices = sorted({rule.id.partition(".")[0] for rule in rules})
    mine = [rule for rule in rules if practices.index(rule.id.partition(".")[0]) % 2 == 0]
    other = [rule for rule in rules if rule not in mine]
    here, there = both(partial(_ask_each, program, mine), partial(_ask_each, program, other))
    return here + there


def _ask_each(program: Program, rules: Sequence[Rule]) -> list[_Asked]:
    found: list[_Asked] = []
    for rule in rules:
        if rule.whole:
            found.append(_ask(rule, "", partial(rule.judge_project, program)))
            continue
        found.extend(
            _ask(rule, app.name, partial(rule.judge, app)) for app in program.apps if app.framework in rule.frameworks
        )
        if rule.without_app:
            found.extend(_ask(rule, "", partial(rule.judge, code)) for code in program.without_app)
    return found


def _ask(rule: Rule, app: str, ask: Callable[[], Iterable[Observation]]) -> _Asked:
    seen: list[Observation] = []
    try:
        seen.extend(ask())
    except Exception as error:  # noqa: BLE001 - whatever a rule raises is its own fault and costs its requirement
        at = error.__traceback__
        while at is not None and at.tb_next is not None:
            at = at.tb_next
        where = f" ({at.tb_frame.f_code.co_name}, line {at.tb_lineno})" if at is not None else ""
        return _Asked(rule.id, app, tuple(seen), f"the rule {rule.id} failed: {type(error).__name__}: {error}{where}")
    return _Asked(rule.id, app, tuple(seen))


def _sort(judged: Judged, rule: Rule, app: str, seen: Observation) -> None:
    if seen.kind in {"violated", "missing"}:
        judged.findings.append(_finding(rule, app, seen))
        return
    evidence = Evidence(rule.id, seen.reason, seen.place, seen.related, app)
    judged.evidence.setdefault(rule.requirement, []).append((seen.kind, evidence))


def _finding(rule: Rule, app: str, seen: Observation) -> Finding:
    return Finding(
        rule=rule.id,
        requirement=rule.requirement,
        verdict="violated" if seen.kind == "violated" else "missing",
        severity=seen.severity or rule.severity,
        confidence=seen.confidence or rule.confidence,
        reason=seen.reason,
        fix=seen.fix,
        place=seen.place or Place("."),
        related=seen.related,
        function=seen.function,
        persona=seen.persona or rule.persona,
        cwe=rule.cwe or requirement_of(rule.requirement).cwe,
        app=app,
    )
