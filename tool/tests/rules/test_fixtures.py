"""Every rule against its fixtures: it must fire on exactly the lines that say so.

A fixture is a folder `fixtures/<practice>/<rule>/<framework>-<what>/` with a small project. A line with a comment
`expect: <rule id>` must be reported, `met: <rule id>` must be evidence; no other line may be. A comment
`verdict: <requirement> = <verdict>` anywhere in the case must hold when all rules of that requirement are asked.
`ok: <why>` marks a near miss that must stay silent. Files without comments are spoken for by a file EXPECT with lines
`<file>:<line> expect: <rule id>` (line 0 for the file itself).
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.project import copy_case, judged

from tenfold.rules import rules
from tenfold.rules.base import Rule
from tenfold.verdict import verdicts

FIXTURES = Path(__file__).parent / "fixtures"
CASES = sorted(path for path in FIXTURES.glob("*/*/*") if path.is_dir())
RULES = {rule.id: rule for rule in rules()}
_MARK = re.compile(r"(expect|met): ([\w.,\- ]+?)(?=\s*(?:$|#|\*/|-->|;))")
_VERDICT = re.compile(r"verdict: ([\w.-]+) = (violated|missing|met|not applicable|unknown)")


def rule_of(case: Path) -> Rule:
    return RULES[f"{case.parent.parent.name}.{case.parent.name.replace('_', '-')}"]


def marks(folder: Path, rule: str) -> tuple[set[tuple[str, int]], set[tuple[str, int]], dict[str, str]]:
    """Lines that must be reported, lines that must be evidence, and the verdicts that must hold."""
    found: dict[str, set[tuple[str, int]]] = {"expect": set(), "met": set()}
    held: dict[str, str] = {}
    for path in sorted(folder.rglob("*")):
        if not path.is_file():
            continue
        name = path.relative_to(folder).as_posix()
        for number, line in enumerate(path.read_text("utf-8", "replace").splitlines(), 1):
            place = (name, number)
            if name == "EXPECT":
                file, _, at = line.partition(" ")[0].rpartition(":")
                place = (file, int(at)) if at.isdigit() else place
            for kind, ids in _MARK.findall(line):
                if rule in [part.strip() for part in ids.split(",")]:
                    found[kind].add(place)
            held.update(_VERDICT.findall(line))
    return found["expect"], found["met"], held


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.parent.parent.name}/{case.parent.name}/{case.name}")
def test_fires_on_exactly_the_lines_that_say_so(case: Path, tmp_path: Path) -> None:
    rule = rule_of(case)
    folder = copy_case(case, tmp_path / "app")
    expected, proofs, held = marks(folder, rule.id)
    seen = judged(folder, *[r for r in rules() if r.requirement == rule.requirement])
    assert not seen.failed
    places = {(f.place.file, f.place.line): f.reason for f in seen.findings if f.rule == rule.id}
    assert set(places) == expected, places
    met = {
        (e.place.file, e.place.line): e.reason
        for kind, e in seen.evidence.get(rule.requirement, ())
        if kind == "met" and e.rule == rule.id and e.place is not None
    }
    assert set(met) == proofs, met
    given = {verdict.id: verdict.verdict for verdict in verdicts(seen, {})}
    assert {requirement: given[requirement] for requirement in held} == held
    assert expected or proofs or held, "this fixture demands nothing"


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.id)
def test_has_fixtures_for_each_framework(rule: Rule) -> None:
    practice, _, name = rule.id.partition(".")
    cases = [case.name for case in (FIXTURES / practice / name.replace("-", "_")).glob("*") if case.is_dir()]
    served = {"project"} if rule.whole else rule.frameworks
    absent = [framework for framework in served if not any(case.startswith(framework) for case in cases)]
    assert not absent, f"{rule.id} has no fixture for {', '.join(sorted(absent))}"
