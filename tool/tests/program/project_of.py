"""The routes of a project made of strings, one line each."""

from __future__ import annotations

import tempfile
import textwrap
from pathlib import Path

from tests.project import link, write

from tenfold.program.program import Program


def project_of(files: dict[str, str]) -> Program:
    """The program of `files`, indented texts by path."""
    texts = {path: textwrap.dedent(text).removeprefix("\n") for path, text in files.items()}
    with tempfile.TemporaryDirectory() as folder:
        return link(write(Path(folder), texts))


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
