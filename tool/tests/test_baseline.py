"""The baseline: moved lines keep a finding accepted, changed code does not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tenfold import baseline
from tenfold.errors import UsageError
from tenfold.findings import Finding
from tenfold.place import Place
from tenfold.sources import Sources


def signed(folder: Path, text: str, *lines: int) -> list[Finding]:
    (folder / "a.py").write_text(text, "utf-8")
    found = [Finding("r", "input.sql", "violated", "high", "high", "x", "y", Place("a.py", n)) for n in lines]
    return Sources(folder).sign(found)


def test_a_finding_is_the_same_after_lines_moved_and_spaces_changed(tmp_path: Path) -> None:
    before = signed(tmp_path, "run(x)\n", 1)
    after = signed(tmp_path, "\n\n  run( x )\n".replace("( x )", "(x)"), 3)
    assert before[0].fingerprint == after[0].fingerprint
    assert signed(tmp_path, "run(y)\n", 1)[0].fingerprint != before[0].fingerprint


def test_equal_lines_are_told_apart(tmp_path: Path) -> None:
    first, second = signed(tmp_path, "run(x)\nrun(x)\n", 1, 2)
    assert first.fingerprint != second.fingerprint


def test_takes_out_what_it_holds_and_tells_what_is_gone(tmp_path: Path) -> None:
    old = signed(tmp_path, "run(x)\nrun(y)\n", 1, 2)
    entries = json.loads(baseline.dump(old))["findings"]
    new = signed(tmp_path, "run(x)\nrun(z)\n", 1, 2)
    kept, ignored, notes = baseline.apply(new, entries, "base.json")
    assert [f.place.line for f in kept] == [2]
    assert [i.reason for i in ignored] == ["in base.json"]
    assert notes == ["base.json: no longer reproduces: a.py: r (run 'tenfold baseline --prune')"]


def test_a_new_baseline_keeps_the_reasons_of_the_old(tmp_path: Path) -> None:
    found = signed(tmp_path, "run(x)\n", 1)
    known = [{"fingerprint": found[0].fingerprint, "reason": "rotated 2026-03"}]
    assert json.loads(baseline.dump(found, known))["findings"][0]["reason"] == "rotated 2026-03"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "the baseline is not valid JSON"),
        ("[" * 100_000, "the baseline is not valid JSON"),
        ("[]", "is not a baseline of this version"),
        ('{"version": 9, "findings": []}', "is not a baseline of this version"),
        ('{"version": 1, "findings": [{}]}', "every entry of the baseline needs a fingerprint"),
    ],
)
def test_a_broken_file_is_one_clear_error(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "base.json"
    path.write_text(text, "utf-8")
    with pytest.raises(UsageError) as caught:
        baseline.load(path)
    assert str(caught.value).startswith(f"{path}: {message}")
