"""Finding files: what git would ship, and nothing outside the checked folder."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.project import write

from tenfold.project.find import find


def names(folder: Path, *exclude: str) -> list[str]:
    return sorted(find(folder, exclude).names)


def test_leaves_out_environments_caches_and_what_git_ignores(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "app.py": "", "src/pkg/mod.py": "", ".gitignore": "/build/\n*.log\n!keep.log\n", "build/x.py": "",
            "a.log": "", "keep.log": "", "node_modules/m/x.py": "", ".venv/x.py": "", "env/pyvenv.cfg": "", "env/x.py": "",
            "sub/.gitignore": "only_here.py\n", "sub/only_here.py": "", "only_here.py": "", "__pycache__/x.py": "",
        },
    )  # fmt: skip
    assert names(tmp_path) == [".gitignore", "app.py", "keep.log", "only_here.py", "src/pkg/mod.py", "sub/.gitignore"]


def test_names_the_env_files_that_git_ignores(tmp_path: Path) -> None:
    write(tmp_path, {".gitignore": ".env*\n", ".env": "A=1", "deploy/.env.prod": "A=1", "app.py": ""})
    found = find(tmp_path)
    assert found.ignored == (".env", "deploy/.env.prod")
    assert found.ignores.ignores(".env")
    assert not found.ignores.ignores("app.py")


def test_excludes_what_the_user_says(tmp_path: Path) -> None:
    write(tmp_path, {"app.py": "", "gen/a.py": "", "x_pb2.py": ""})
    assert names(tmp_path, "gen/", "*_pb2.py") == ["app.py"]


def test_one_file_is_enough(tmp_path: Path) -> None:
    write(tmp_path, {"app.py": "", "other.py": ""})
    assert [source.path for source in find(tmp_path / "app.py").sources] == ["app.py"]


def test_follows_no_link_out_of_the_folder_and_no_loop(tmp_path: Path) -> None:
    outside = write(tmp_path / "outside", {"secret.py": ""})
    app = write(tmp_path / "app", {"real.py": ""})
    (app / "loop").symlink_to(app)
    (app / "inner.py").symlink_to(app / "real.py")
    (app / "leak.py").symlink_to(outside / "secret.py")
    (app / "broken.py").symlink_to(app / "nowhere")
    (app / "self.py").symlink_to(app / "self.py")
    found = find(app)
    assert sorted(found.names) == ["inner.py", "real.py"]
    assert [(s.place.file, s.reason) for s in found.skipped if "leaves" in s.reason] == [
        ("leak.py", "a symbolic link that leaves the checked folder")
    ]


@pytest.mark.skipif(os.name != "posix", reason="names of bytes are POSIX")
def test_a_name_that_is_no_utf8_is_reported(tmp_path: Path) -> None:
    (tmp_path / os.fsdecode(b"bad\xff.py")).write_text("")
    assert ["is not valid UTF-8" in s.reason for s in find(tmp_path).skipped] == [True]


_PATTERN = st.text("ab/*!?. #-", min_size=1, max_size=8)


@given(patterns=st.lists(_PATTERN, min_size=1, max_size=4))
@settings(deadline=None, max_examples=60)
@example(patterns=["*/"])
def test_agrees_with_git(patterns: list[str]) -> None:
    """For any patterns without brackets and backslashes, whose odd forms pathspec reads otherwise, the files that are found are those that `git ls-files --others --exclude-standard` lists."""
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        write(
            root,
            {"a.py": "", "b/a.py": "", "b/b/ab.py": "", "ab.b": "", "a-b/a": "", ".gitignore": "\n".join(patterns)},
        )
        subprocess.run(["git", "init", "-q", folder], check=True)
        listed = subprocess.run(
            ["git", "-C", folder, "ls-files", "--others", "--exclude-standard"],
            check=True,
            capture_output=True,
            text=True,
        )
        assert names(root) == sorted(listed.stdout.split())
