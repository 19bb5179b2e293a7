"""Every rule's page: it has its headings, its example fires, and what it tells to use instead is silent."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.project import judged, write

from tenfold.catalogue import requirement, requirements
from tenfold.rules import rules
from tenfold.rules.base import Rule
from tenfold.rules.page import page_of


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.id)
def test_its_example_fires_and_its_cure_is_silent(rule: Rule, tmp_path: Path) -> None:
    page = page_of(type(rule))
    assert page.examples
    assert page.cures
    for number, example in enumerate(page.examples):
        seen = judged(write(tmp_path / f"example{number}", dict(example.files)), rule)
        assert not seen.failed
        assert seen.findings, f"the example of {rule.id} does not fire"
    for number, cure in enumerate(page.cures):
        seen = judged(write(tmp_path / f"cure{number}", dict(cure.files)), rule)
        assert not seen.failed
        assert not seen.findings, [finding.reason for finding in seen.findings]


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.id)
def test_its_page_is_whole(rule: Rule) -> None:
    page = page_of(type(rule))
    assert requirement(rule.requirement).practice == rule.id.partition(".")[0]
    assert page.title.endswith(".")
    assert len(page.title) <= 100
    assert page.references


def test_every_requirement_has_a_rule_or_a_reason() -> None:
    judged_ids = {rule.requirement for rule in rules()}
    absent = [r.id for r in requirements() if r.id not in judged_ids and not r.probe_only]
    assert not absent
