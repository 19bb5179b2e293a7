"""Work in two processes gives what work in one gives, also where the second dies."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

import tenfold.judge
from tenfold.forked import both
from tenfold.judge import judge
from tenfold.rules import rules
from tests.project import link, write


def test_gives_both_results() -> None:
    assert both(lambda: 1, lambda: 2) == (1, 2)


def test_a_large_result_comes_whole() -> None:
    assert both(lambda: b"", lambda: b"x" * 5_000_000) == (b"", b"x" * 5_000_000)


def test_what_the_copy_does_is_done_here_when_it_dies() -> None:
    here = os.getpid()

    def dies_in_the_copy() -> str:
        if os.getpid() != here:
            os._exit(9)
        return "done here"

    assert both(lambda: "first", dies_in_the_copy) == ("first", "done here")


def test_what_fails_in_the_copy_fails_here() -> None:
    def fails() -> str:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        both(lambda: "first", fails)


def test_one_process_and_two_judge_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = 'from flask import Flask\napp = Flask(__name__)\napp.secret_key = "dev"\n\n@app.post("/x")\ndef x():\n    return ""\n'
    program = link(write(tmp_path, {"app.py": text, "requirements.txt": "flask\n"}))
    alone = judge(program, rules())
    monkeypatch.setattr(tenfold.judge, "_FORK_FROM", 0)
    two = judge(link(tmp_path), rules())
    assert two == alone
    assert two.findings
