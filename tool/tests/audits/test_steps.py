"""What a command line of CI really runs."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.project import link, write

from tenfold.audits.scanners import SCANNERS, by_action, by_command, by_image
from tenfold.audits.steps import Steps, program_of


@pytest.mark.parametrize(
    ("line", "words", "image"),
    [
        ("bandit -r src", "bandit -r src", ""),
        (".venv/bin/bandit -r src", "bandit -r src", ""),
        ("uv run --group ci bandit -r src", "bandit -r src", ""),
        ("python -m pip_audit", "pip_audit", ""),
        ("pipx run bandit==1.8.0 -r src", "bandit -r src", ""),
        ("CI=1 poetry run safety check", "safety check", ""),
        ("docker run --rm -v .:/zap example/zap zap-baseline.py -t x", "zap-baseline.py -t x", "example/zap"),
        ("pip install bandit", "pip install bandit", ""),
        ("A=1", "", ""),
    ],
)
def test_takes_launchers_off(line: str, words: str, image: str) -> None:
    assert program_of(tuple(line.split())) == (tuple(words.split()), image)


@given(st.lists(st.sampled_from(["uv", "run", "docker", "-e", "--rm", "A=1", "python", "-m", "sudo", "x", "", "/"])))
def test_any_words_are_taken(words: list[str]) -> None:
    """The words that are left are the end of those that were given, but for the first, whose path is taken off."""
    left, _ = program_of(tuple(words))
    assert len(left) <= len(words)
    assert left[1:] == tuple(words)[len(words) - len(left) + 1 :] or len(left) <= 1


def test_scanners_are_known_by_command_action_and_image() -> None:
    assert by_command(("trivy", "fs", "."), SCANNERS) is not None
    assert by_command(("trivy", "config", "."), SCANNERS) is None
    assert by_action("Aquasecurity/trivy-action", SCANNERS) is not None
    assert by_action("snyk/actions/python", SCANNERS) is not None
    assert by_image("ghcr.io/zaproxy/zaproxy:stable", SCANNERS) is not None
    assert by_image("python:3.13", SCANNERS) is None


def test_follows_makefiles_scripts_and_tox_without_going_in_circles(tmp_path: Path) -> None:
    folder = write(
        tmp_path,
        {
            ".github/workflows/a.yml": "on: push\njobs:\n  a:\n    steps:\n      - run: make all\n",
            "Makefile": "all:\n\tmake all\n\tbash check.sh\n",
            "check.sh": "#!/bin/sh\ntox -e lint\n",
            "tox.ini": "[testenv:lint]\ncommands = bandit -r .\n",
        },
    )
    words = {step.words for step in Steps(link(folder)).all}
    assert ("bandit", "-r", ".") in words
