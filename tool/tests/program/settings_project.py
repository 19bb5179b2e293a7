"""A project made of texts, linked: what the tests of settings look at."""

from __future__ import annotations

import textwrap
from pathlib import Path

import msgspec

from tenfold.language import python
from tenfold.program.app import App
from tenfold.program.program import Program
from tenfold.project import readers
from tenfold.project.find import Found, Source
from tenfold.project.ignore import IgnoreStack
from tenfold.project.kinds import kind_of, refined
from tenfold.project.read import Facts, PythonFile


def program_of(files: dict[str, str], environment: str = "production") -> Program:
    sources: list[Source] = []
    python_files: dict[str, PythonFile] = {}
    others: dict[str, dict[str, msgspec.Struct]] = {}
    for path, text in files.items():
        text = textwrap.dedent(text).removeprefix("\n")
        kind = kind_of(path)
        if kind == "python":
            outline, detail = python.read(text.encode())
            python_files[path] = PythonFile(path, outline, msgspec.msgpack.encode(detail))
        elif kind is not None and (final := refined(kind, text)) in readers.READERS:
            assert final is not None
            others.setdefault(final, {})[path] = readers.READERS[final](text)
        sources.append(Source(path, kind or ""))
    found = Found(Path("/project"), tuple(sources), frozenset(files), (), (), IgnoreStack())
    return Program(Facts(found, python_files, others), environment)


def app_of(files: dict[str, str], environment: str = "production") -> App:
    apps = program_of(files, environment).apps
    assert len(apps) == 1, [(app.name, app.framework, app.root) for app in apps]
    return apps[0]
