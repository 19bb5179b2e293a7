"""The bundled apps, weak and hardened, get the verdicts that a careful reviewer gave them in examples/EXPECTED.toml."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from tenfold.check import Request, check
from tenfold.config import Config
from tenfold.findings import Report

EXAMPLES = Path(__file__).parents[2] / "examples"
EXPECTED: dict[str, dict[str, dict[str, str]]] = tomllib.loads((EXAMPLES / "EXPECTED.toml").read_text("utf-8"))
VARIANTS = [(app, variant) for app, variants in EXPECTED.items() for variant in variants]


def report(app: str, variant: str) -> Report:
    return check(Request(EXAMPLES / app / variant, cache=False), Config())[0]


@pytest.mark.parametrize(("app", "variant"), VARIANTS)
def test_every_verdict_is_the_reviewers(app: str, variant: str) -> None:
    found = report(app, variant)
    given = {verdict.id: verdict.verdict for verdict in found.requirements}
    expected = EXPECTED[app][variant]
    wrong = {key: (expected[key], given[key]) for key in expected if given[key] != expected[key]}
    assert not wrong, "requirement: (expected, given)"
    assert set(given) == set(expected)


@pytest.mark.parametrize("app", EXPECTED)
def test_hardening_raises_every_grade(app: str) -> None:
    weak, hardened = (report(app, variant).grades for variant in ("weak", "hardened"))
    for before, after in zip(weak, hardened, strict=True):
        assert after.score >= before.score, before.practice
    assert weak[-1].letter == "F"
    assert hardened[-1].letter in {"A", "B"}


@pytest.mark.parametrize(("app", "variant"), VARIANTS)
def test_met_is_never_said_without_a_place(app: str, variant: str) -> None:
    for verdict in report(app, variant).requirements:
        if verdict.verdict == "met":
            assert any(evidence.place is not None for evidence in verdict.evidence), verdict.id
        assert verdict.reason
