"""Reading: cached by content, bounded, and honest about what it could not read."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.project import write

from tenfold.project import workers
from tenfold.project.cache import Cache
from tenfold.project.encoded import Encoded
from tenfold.project.find import find
from tenfold.project.read import read
from tenfold.project.reading import MAX_BYTES, read_one


def test_a_second_run_reads_only_what_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = write(tmp_path / "app", {"a.py": "x = 1\n", "b.py": "y = 2\n", "Dockerfile": "FROM python:3.13\n"})
    asked: list[str] = []
    original = workers.read_one
    monkeypatch.setattr(workers, "read_one", lambda *task: asked.append(task[1]) or original(*task))
    for text, expected in (("y = 2\n", ["Dockerfile", "a.py", "b.py"]), ("y = 2\n", []), ("y = 3\n", ["b.py"])):
        (app / "b.py").write_text(text)
        cache = Cache(tmp_path / "cache" / "facts.sqlite3")
        facts = read(find(app), cache)
        cache.close()
        assert sorted(facts.python) == ["a.py", "b.py"]
        assert facts.of("dockerfile")
        assert sorted(asked) == expected
        asked.clear()


def test_a_broken_cache_is_made_anew(tmp_path: Path) -> None:
    app = write(tmp_path / "app", {"a.py": "x = 1\n"})
    path = write(tmp_path, {"facts.sqlite3": "this is no database " * 200}) / "facts.sqlite3"
    cache = Cache(path)
    assert sorted(read(find(app), cache).python) == ["a.py"]
    cache.close()
    assert path.read_bytes().startswith(b"SQLite format 3")


def test_a_cache_that_cannot_be_written_costs_nothing(tmp_path: Path) -> None:
    app = write(tmp_path / "app", {"a.py": "x = 1\n"})
    (tmp_path / "file").write_text("")
    assert sorted(read(find(app), Cache(tmp_path / "file" / "facts.sqlite3")).python) == ["a.py"]


def test_the_cache_is_the_users_alone(tmp_path: Path) -> None:
    Cache(tmp_path / "c" / "facts.sqlite3").close()
    assert (tmp_path / "c" / "facts.sqlite3").stat().st_mode & 0o077 == 0


def test_the_cache_is_emptied_when_it_has_grown_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "facts.sqlite3"
    cache = Cache(path)
    cache.keep((bytes([number]), Encoded("python", b"x" * 100_000)) for number in range(20))
    monkeypatch.setattr("tenfold.project.cache._MOST_BYTES", 1_000_000)
    cache.prune()
    assert cache.get([bytes([1])]) == {}
    cache.keep([(b"k", Encoded("python", b"new"))])
    assert cache.get([b"k"])[b"k"].outline == b"new"
    cache.close()
    assert path.stat().st_size < 1_000_000


def test_workers_and_one_process_read_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = {f"m{i}.py": f"import flask\napp{i} = flask.Flask(__name__)\n" * 200 for i in range(60)}
    app = write(tmp_path, files)
    alone = {path: file.outline for path, file in read(find(app), Cache(None)).python.items()}
    monkeypatch.setattr(workers, "_POOL_FROM", 0)
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    assert {path: file.outline for path, file in read(find(app), Cache(None)).python.items()} == alone


def test_a_worker_that_dies_costs_one_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = write(tmp_path, {"a.py": "x = 1\n", "deadly.py": "DIE\n", "c.py": "y = 2\n"})
    monkeypatch.setattr(workers, "_POOL_FROM", 0)
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    monkeypatch.setattr(
        "tenfold.language.python.read", _die_on_deadly(__import__("tenfold.language.python").language.python.read)
    )
    facts = read(find(app), Cache(None))
    assert sorted(facts.python) == ["a.py", "c.py"]
    assert [(s.place.file, s.reason) for s in facts.skipped] == [("deadly.py", "the process that read it died")]


def _die_on_deadly(original):
    def read(source: bytes):
        if source.startswith(b"DIE"):
            os._exit(9)
        return original(source)

    return read


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"x = 1\n" * MAX_BYTES, "larger than 1024 KiB"),
        (b"x" * (10 * 1024 * 1024), "larger than 1024 KiB"),
    ],
    ids=["many-lines", "one-line"],
)
def test_a_huge_file_is_reported(content: bytes, reason: str) -> None:
    assert read_one("python", "a.py", content).reason == reason


@pytest.mark.parametrize(
    "source",
    [
        b"(" * 50_000, b"[" * 900 + b"]" * 900, b"-" * 100_000 + b"1", b"x = " + b"a." * 100_000 + b"b",
        b"x = " + b"f(" * 5_000 + b")" * 5_000, b"x = " + b"1 + " * 100_000 + b"1", b"x = " + b"not " * 20_000 + b"y",
        b"if x:\n" + b"".join(b" " * i + b"if x:\n" for i in range(1, 300)), b"x = '''" + b"a" * 900_000,
        b"lambda: " * 10_000 + b"0", b"x = " + b"f'{" * 500 + b"1" + b"}'" * 500, b"\x00" * 1000, b"\xff\xfe" * 1000,
        b"# coding: utf-7\n+ACI-", b"# coding: nonsense\nx = 1\n", b"x = 10000000000000000000000000000000000000\n",
        b"x = '\\ud800'\n", b"x" + b" = x" * 20_000, b"@a\n" * 10_000 + b"def f(): pass\n", b"class A:\n" + b"  x = 1\n" * 40_000,
        b"match x:\n" + b"    case " + b"[" * 300 + b"]" * 300 + b": pass\n", b"\x0c" * 5000, b"\r" * 5000, b"\\\n" * 5000,
    ],
    ids=range(24),
)  # fmt: skip
def test_code_made_to_hurt_is_read_or_reported(source: bytes) -> None:
    started = time.process_time()
    encoded = read_one("python", "a.py", source)
    assert encoded.outline or encoded.reason
    assert time.process_time() - started < 20  # a bound against blow-ups, far above what any of these takes


@given(st.binary(max_size=400))
@settings(deadline=None, max_examples=150)
def test_any_bytes_are_read_or_reported(content: bytes) -> None:
    """Whatever the bytes, a reader returns facts or a reason, and never raises."""
    for kind in ("python", "template", "notebook", "pyproject", "nginx", "env"):
        encoded = read_one(kind, "templates/a.html", content)
        assert encoded.outline or encoded.reason or not encoded.kind  # no kind: its text says that nobody reads it
