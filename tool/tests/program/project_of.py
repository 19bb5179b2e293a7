"""A project made of strings, read and linked as a checked folder would be."""

from __future__ import annotations

import sys
import types
from pathlib import Path
from typing import Any

import msgspec

try:
    from tenfold.project import readers as _readers  # noqa: F401 - the real one, where it is there
except ImportError:
    sys.modules["tenfold.project.readers"] = types.ModuleType("tenfold.project.readers")
    kinds: Any = types.ModuleType("tenfold.project.kinds")
    kinds.kind_of = lambda path: "python" if path.endswith(".py") else ""
    sys.modules["tenfold.project.kinds"] = kinds

from tenfold.language import python
from tenfold.program.program import Program
from tenfold.project.find import Found
from tenfold.project.ignore import IgnoreStack
from tenfold.project.read import Facts, PythonFile


def project_of(files: dict[str, str], environment: str = "production") -> Program:
    """Link a project of the given files; those that do not end in .py exist only by name."""
    found = Found(Path("/project"), (), frozenset(files), (), (), IgnoreStack(()))
    facts = Facts(found)
    for path, text in files.items():
        if path.endswith(".py"):
            outline, detail = python.read(text.encode())
            decoded = msgspec.msgpack.decode(msgspec.msgpack.encode(outline), type=type(outline))
            facts.python[path] = PythonFile(path, decoded, msgspec.msgpack.encode(detail))
    return Program(facts, environment)


def table(files: dict[str, str], *requirements: str) -> list[str]:
    """Each route of the first app as "METHODS path view", then " | " and the guards of the asked requirements.

    A guard is written as "requirement=name@level", an exemption as "!requirement"; static routes and documentation
    pages are left out.
    """
    app = project_of(files).apps[0]
    rows: list[str] = []
    for route in app.routes:
        if route.kind == "static" or route.view.startswith(("fastapi.", "ninja.openapi.")):
            continue
        guards = [f"{g.requirement}={g.name}@{g.level}" for g in route.guards if g.requirement in requirements]
        guards += [f"!{requirement}" for requirement, _ in route.exempt if requirement in requirements]
        row = f"{','.join(route.methods) or '-'} {route.path} {route.view}"
        rows.append(f"{row} | {' '.join(dict.fromkeys(guards))}" if guards else row)
    return rows
