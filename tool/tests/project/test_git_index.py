"""Invariant: reading any bytes as an index never raises, and gives names of environment files only."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenfold.project.find import find
from tenfold.project.git_index import environment_files, tracked_environment_files

_GIT = ("git", "-c", "user.name=a", "-c", "user.email=a@example.com")


def _repository(folder: Path, version: int) -> Path:
    (folder / "shop").mkdir()
    for name in (".env", ".env.production", "shop/.env", "shop/settings.py", "readme.env"):
        (folder / name).write_text("A=1\n", "utf-8")
    (folder / ".gitignore").write_text(".env*\n", "utf-8")
    (folder / ".env.local").write_text("B=2\n", "utf-8")
    for command in (
        ("init", "-q"),
        ("config", "index.version", str(version)),
        ("add", "-f", ".env", "shop", "readme.env", ".env.production"),
    ):
        subprocess.run([*_GIT, *command], cwd=folder, check=True, capture_output=True)
    return folder


@pytest.mark.parametrize("version", [2, 4])
def test_tracked_environment_files(tmp_path: Path, version: int) -> None:
    root = _repository(tmp_path, version)
    assert tracked_environment_files(root) == {".env", ".env.production", "shop/.env"}


def test_what_is_tracked_is_found_though_it_is_ignored(tmp_path: Path) -> None:
    found = find(_repository(tmp_path, 2))
    assert {".env", ".env.production", "shop/.env"} <= found.names
    assert found.ignored == (".env.local",)


def test_without_a_repository(tmp_path: Path) -> None:
    assert tracked_environment_files(tmp_path) == frozenset()


@given(st.binary(max_size=400), st.integers(2, 5), st.integers(0, 2**32 - 1))
def test_any_bytes(body: bytes, version: int, count: int) -> None:
    index = b"DIRC" + version.to_bytes(4, "big") + count.to_bytes(4, "big") + body
    for data in (index, body):
        assert all(path.rpartition("/")[2].startswith(".env") for path in environment_files(data))
