"""`--diff`: only what a change touches, asked of git without running anything that a repository configures."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tenfold.diff import changed_lines, touches
from tenfold.errors import UsageError
from tenfold.findings import Finding, Step
from tenfold.place import Place


def git(folder: Path, *words: str) -> None:
    identity = ["-c", "user.name=t", "-c", "user.email=t@example.org"]
    subprocess.run(["git", "-C", str(folder), *identity, *words], check=True, capture_output=True)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    git(tmp_path, "init", "-q")
    (tmp_path / "app").mkdir()
    (tmp_path / "app" / "a.py").write_text("one\ntwo\nthree\n", "utf-8")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-qm", "first")
    return tmp_path


def test_names_changed_and_new_lines_relative_to_the_checked_folder(repository: Path) -> None:
    (repository / "app" / "a.py").write_text("one\nTWO\nthree\nfour\n", "utf-8")
    (repository / "app" / "new é.py").write_text("x\n", "utf-8")
    changed = changed_lines(repository / "app", "HEAD")
    assert changed["a.py"] == [(2, 2), (4, 4)]
    assert set(changed) == {"a.py", "new é.py"}


def test_a_finding_counts_when_it_or_its_proof_lies_on_a_changed_line() -> None:
    changed = {"a.py": [(5, 7)]}
    finding = Finding("r", "input.sql", "violated", "high", "high", "x", "y", Place("a.py", 3, 1, 5))
    assert touches(finding, changed)
    elsewhere = Finding("r", "input.sql", "violated", "high", "high", "x", "y", Place("b.py", 3))
    assert not touches(elsewhere, changed)
    proof = (Step(Place("a.py", 6), "here"),)
    assert touches(Finding("r", "i", "violated", "high", "high", "x", "y", Place("b.py", 3), related=proof), changed)


def test_runs_nothing_that_the_repository_configures(repository: Path, tmp_path: Path) -> None:
    trap = tmp_path / "trap"
    for key in (
        "core.fsmonitor",
        "diff.external",
        "diff.evil.textconv",
        "core.pager",
        "filter.evil.clean",
        "filter.evil.process",
    ):
        git(repository, "config", key, f"touch {trap}; cat #")
    (repository / ".gitattributes").write_text("*.py diff=evil filter=evil\n", "utf-8")
    (repository / "app" / "a.py").write_text("changed\n", "utf-8")
    changed_lines(repository, "HEAD")
    assert not trap.exists()


@pytest.mark.parametrize("revision", ["nonsense", "--output=/tmp/x", "HEAD~99"])
def test_an_unknown_revision_is_one_clear_line(repository: Path, revision: str) -> None:
    with pytest.raises(UsageError) as caught:
        changed_lines(repository, revision)
    assert str(caught.value).startswith("--diff")
    assert "\n" not in str(caught.value)


def test_a_folder_in_no_repository_is_one_clear_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    with pytest.raises(UsageError):
        changed_lines(tmp_path, "HEAD")
