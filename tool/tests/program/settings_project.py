"""A project made of texts, read and linked as a checked folder is: what the tests of settings look at."""

from __future__ import annotations

import tempfile
import textwrap
from pathlib import Path

from tests.project import link, write

from tenfold.program.app import App
from tenfold.program.program import Program
from tenfold.program.setting import Setting


def program_in(folder: Path, files: dict[str, str], environment: str = "production") -> Program:
    """The program of `files`, indented texts by path, which are written to `folder`."""
    texts = {path: textwrap.dedent(text).removeprefix("\n") for path, text in files.items()}
    program = link(write(folder, texts))
    return Program(program.facts, environment)


def program_of(files: dict[str, str], environment: str = "production") -> Program:
    """The program of `files` in a folder "project" that is gone once they are read."""
    with tempfile.TemporaryDirectory() as folder:
        return program_in(Path(folder) / "project", files, environment)


def app_of(folder: Path, files: dict[str, str], environment: str = "production") -> App:
    """The only app of `files`, which are written to `folder`."""
    apps = program_in(folder, files, environment).apps
    assert len(apps) == 1, [(app.name, app.framework, app.root) for app in apps]
    return apps[0]


def shown(setting: Setting | None) -> tuple[object, str, str]:
    """A setting's fallback, its source, and its place as "file:line"."""
    assert setting is not None
    return setting.fallback, setting.source, str(setting.place or "")
