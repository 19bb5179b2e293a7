"""Work in two processes gives what work in one gives, also where the second dies."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import pytest

import tenfold.judge
from tenfold.forked import from_both_ends
from tenfold.judge import judge
from tenfold.rules import rule_ids
from tests.project import link, write


def test_gives_every_result_in_its_place() -> None:
    assert from_both_ends(1000, lambda number: number * number) == [number * number for number in range(1000)]


@pytest.mark.skipif(sys.platform != "linux" or os.cpu_count() == 1, reason="one process does all")
def test_both_processes_work() -> None:
    def slowly(_: int) -> int:
        time.sleep(0.02)
        return os.getpid()

    workers = from_both_ends(20, slowly)
    assert workers[0] == os.getpid()
    assert len(set(workers)) == 2
    assert workers == sorted(workers, key=lambda worker: worker != os.getpid())  # neighbours by the same process


def test_more_than_a_pipe_takes_is_done_here() -> None:
    assert from_both_ends(100_000, lambda number: number) == list(range(100_000))


def test_a_large_result_comes_whole() -> None:
    assert from_both_ends(4, lambda number: b"x" * (number * 5_000_000))[3] == b"x" * 15_000_000


def test_what_the_copy_took_is_done_here_when_it_dies() -> None:
    here = os.getpid()

    def dies_in_the_copy(number: int) -> int:
        time.sleep(0.02)
        if os.getpid() != here:
            os._exit(9)
        return number

    assert from_both_ends(10, dies_in_the_copy) == list(range(10))


def test_what_fails_in_the_copy_fails_here() -> None:
    def fails_at_the_end(number: int) -> int:
        time.sleep(0.02)
        return 1 // (9 - number)

    with pytest.raises(ZeroDivisionError):
        from_both_ends(10, fails_at_the_end)


def test_one_process_and_two_judge_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = 'from flask import Flask\napp = Flask(__name__)\napp.secret_key = "dev"\n\n@app.post("/x")\ndef x():\n    return ""\n'
    program = link(write(tmp_path, {"app.py": text, "requirements.txt": "flask\n"}))
    alone = judge(program, rule_ids())
    monkeypatch.setattr(tenfold.judge, "_FORK_FROM", 0)
    two = judge(link(tmp_path), rule_ids())
    assert two == alone
    assert two.findings
