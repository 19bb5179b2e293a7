"""One tree, one report: whether facts come from the cache, and whether one process judges or two."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import tenfold.judge
from tenfold.cli import main

EXAMPLES = Path(__file__).parents[2] / "examples"
APPS = sorted(EXAMPLES.glob("*/weak")) + sorted(EXAMPLES.glob("*/hardened"))


def report(capsys: pytest.CaptureFixture[str], *arguments: object) -> str:
    assert main(["check", *map(str, arguments), "--format", "json"]) in {0, 1}
    return capsys.readouterr().out


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TENFOLD_CACHE_DIR", str(tmp_path / "cache"))


@pytest.mark.parametrize("app", APPS, ids=lambda app: f"{app.parent.name}-{app.name}")
def test_with_and_without_a_cache_in_one_process_and_in_two(
    app: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    uncached = report(capsys, app, "--no-cache")
    assert report(capsys, app) == uncached  # fills the cache
    assert report(capsys, app) == uncached  # reads it
    monkeypatch.setattr(tenfold.judge, "_FORK_FROM", 0)
    assert report(capsys, app) == uncached


def test_after_a_file_was_edited(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    app = Path(shutil.copytree(EXAMPLES / "flask-notes" / "weak", tmp_path / "app"))
    before = report(capsys, app)
    source = app / "app.py"
    source.write_text(source.read_text("utf-8") + "\n\ndef run(code):\n    return eval(code)\n", "utf-8")
    edited = report(capsys, app)
    assert edited == report(capsys, app, "--no-cache")
    assert edited != before


def test_the_process_itself_says_what_main_says(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It ends without Python's own leave-taking, so nothing that was written may be lost."""
    app = EXAMPLES / "flask-notes" / "weak"
    command = [sys.executable, "-m", "tenfold", "check", str(app), "--format", "json"]
    ended = subprocess.run(command, capture_output=True, text=True, check=False, env=os.environ)
    assert ended.returncode == 1
    assert ended.stdout == report(capsys, app)
    output = tmp_path / "report.json"
    assert subprocess.run([*command, "--output", str(output)], check=False, env=os.environ).returncode == 1
    assert output.read_text("utf-8") == ended.stdout
