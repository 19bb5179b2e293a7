"""Ask every rule, and sort what it saw into findings and evidence."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial

import msgspec

from tenfold.catalogue import requirement as requirement_of
from tenfold.config import covers
from tenfold.findings import SEVERITIES, Evidence, Finding, Ignored, Severity, Skipped
from tenfold.forked import from_both_ends
from tenfold.place import Place
from tenfold.program.app import App
from tenfold.program.program import Program
from tenfold.rules import rule as rule_of
from tenfold.rules.base import Observation, Rule


class Judged(msgspec.Struct):
    """What the rules saw.

    Attributes:
        apps: names of the apps that were judged; one alone is called "".
        findings: violated and missing, those that count.
        evidence: by requirement: (kind, evidence) for the rest.
        ignored: findings that do not count.
        failed: requirement -> why one of its rules could not judge.
        skipped: the rules that failed, and where data was not followed to its end.
        asked: requirements that a rule was asked about.
        hidden: findings for more demanding personas.
        severities: requirement -> the severity of its gravest rule, asked or not.
    """

    apps: tuple[str, ...] = ()
    findings: list[Finding] = []
    evidence: dict[str, list[tuple[str, Evidence]]] = {}
    ignored: list[Ignored] = []
    failed: dict[str, str] = {}
    skipped: list[Skipped] = []
    asked: set[str] = set()
    hidden: list[Finding] = []
    severities: dict[str, Severity] = {}

    def add(self, other: Judged) -> None:
        """Take in what one more rule saw."""
        self.findings.extend(other.findings)
        for requirement, evidence in other.evidence.items():
            self.evidence.setdefault(requirement, []).extend(evidence)
        self.failed.update(other.failed)
        self.skipped.extend(other.skipped)
        self.asked.update(other.asked)
        for requirement, severity in other.severities.items():
            self.severities[requirement] = max(
                severity, self.severities.get(requirement, severity), key=SEVERITIES.index
            )


_FORK_FROM = 20_000
"""Lines of Python from which a second process pays for its start."""


_FOLLOWING = ("input.", "xss.", "logging.injection", "framework.passwords-digest")
"""How the ids of the rules begin that ask for the data flow, which one process works out for all of them."""


def judge(program: Program, rules: Sequence[str], select: tuple[str, ...] = ()) -> Judged:
    """Ask each rule about each app that it knows, or about the project when it looks at the whole.

    A rule that raises makes its requirement unknown and is reported; it never passes for a clean app.

    Args:
        program: what is judged.
        rules: ids of the rules, each loaded by the process that asks it; those of one practice share what they work
            out, so they should stand together.
        select: rules, requirements or practices that are asked; empty: all.
    """
    names = tuple(app.name if len(program.apps) > 1 else "" for app in program.apps)
    judged = Judged(names)
    ask = partial(_ask_one, program, names, select)
    lines = sum(file.outline.lines for file in program.facts.python.values())
    following = [rule for rule in rules if rule.startswith(_FOLLOWING)]
    order = [*following, *(rule for rule in rules if rule not in following)]
    if lines < _FORK_FROM:
        seen = [ask(rule) for rule in order]
    else:
        for app in program.apps:
            app.routes  # noqa: B018 - worked out once, before the process is copied
        seen = from_both_ends(len(order), lambda number: ask(order[number]), len(following))
    for one in seen:
        judged.add(one)
    judged.skipped = list(dict.fromkeys(judged.skipped))  # many rules ask about the same flows
    judged.findings = _once(judged.findings)
    return judged


def _once(findings: list[Finding]) -> list[Finding]:
    """One finding a place, also where two apps run the same file and each was judged."""
    return list({(one.rule, one.place, one.reason): one for one in reversed(findings)}.values())[::-1]


def _ask_one(program: Program, names: tuple[str, ...], select: tuple[str, ...], identity: str) -> Judged:
    rule = rule_of(identity)
    judged = Judged(severities={rule.requirement: rule.severity})
    if select and not covers(select, rule.id, rule.requirement):
        return judged
    if rule.whole:
        _ask(judged, rule, "", partial(rule.judge_project, program))
        return judged
    for app, name in zip(program.apps, names, strict=True):
        if app.framework in rule.frameworks:
            _ask(judged, rule, name, partial(rule.judge, app))
            judged.skipped.extend(_not_followed(app))
    for code in program.without_app if rule.without_app else ():
        _ask(judged, rule, "", partial(rule.judge, code))
        judged.skipped.extend(_not_followed(code))
    return judged


def _not_followed(app: App) -> Iterable[Skipped]:
    for path, limit in app.limits.items():
        yield Skipped("lines", Place(path), f"request data was not followed through all of it: {limit}")


def _ask(judged: Judged, rule: Rule, app: str, ask: Callable[[], Iterable[Observation]]) -> None:
    judged.asked.add(rule.requirement)
    try:
        for seen in ask():
            _sort(judged, rule, app, seen)
    except Exception as error:  # noqa: BLE001 - whatever a rule raises is its own fault and costs its requirement
        at = error.__traceback__
        while at is not None and at.tb_next is not None:
            at = at.tb_next
        where = f" ({at.tb_frame.f_code.co_name}, line {at.tb_lineno})" if at is not None else ""
        failure = f"the rule {rule.id} failed: {type(error).__name__}: {error}{where}"
        judged.failed[rule.requirement] = failure
        judged.skipped.append(Skipped("rule", Place(rule.id), failure))


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
        path=seen.path,
        function=seen.function,
        persona=seen.persona or rule.persona,
        cwe=rule.cwe or requirement_of(rule.requirement).cwe,
        app=app,
    )
