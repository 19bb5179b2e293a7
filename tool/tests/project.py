"""Projects for tests: made from texts, or from a fixture folder, and linked without a cache."""

from __future__ import annotations

import shutil
from pathlib import Path

from tenfold.judge import Judged, judge
from tenfold.program.program import Program
from tenfold.project.cache import Cache
from tenfold.project.find import find
from tenfold.project.read import read
from tenfold.rules.base import Rule


def write(folder: Path, files: dict[str, str]) -> Path:
    """Write `files` (relative name -> text) under `folder`."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return folder


def copy_case(case: Path, folder: Path) -> Path:
    """Copy a fixture; a leading "dot_" of a name stands for ".", so that git does not act on the file here."""
    for source in sorted(case.rglob("*")):
        if source.is_file():
            parts = [
                "." + part.removeprefix("dot_") if part.startswith("dot_") else part
                for part in source.relative_to(case).parts
            ]
            target = folder.joinpath(*parts)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(source, target)
    return folder


def link(folder: Path) -> Program:
    """Read and link what stands in `folder`."""
    return Program(read(find(folder), Cache(None)))


def judged(folder: Path, *rules: Rule) -> Judged:
    """What `rules` see in `folder`."""
    return judge(link(folder), [rule.id for rule in rules])
