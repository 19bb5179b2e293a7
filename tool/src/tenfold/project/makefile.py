"""Makefiles and justfiles: which commands a target runs, since CI often only says `make audit`."""

import re
from typing import Final

from tenfold.project import shell
from tenfold.project.facts import FileFacts, Problems, Process, bounded

_TARGET = re.compile(r"([A-Za-z0-9_][\w./-]*(?:[ \t]+[\w./-]+)*)[^:=\n]{0,200}:(?![=:])")
MAX_TARGETS: Final = 2_000


class MakefileFacts(FileFacts, frozen=True):
    """The targets with the commands of their recipes."""

    targets: tuple[Process, ...] = ()


def read(text: str) -> MakefileFacts:
    """The targets of a Makefile or justfile; variables are not expanded."""
    problems = Problems()
    found: list[Process] = []
    name, line = "", 0
    recipe: list[str] = []
    recipe_line = 0

    def finish() -> None:
        if name and len(found) < MAX_TARGETS:
            commands = shell.commands("\n".join(recipe), recipe_line) if recipe else ()
            found.append(Process(name, commands, (), line))

    for number, raw in enumerate(bounded(text, problems).split("\n"), 1):
        if raw[:1] in {"\t", " "} and name:
            if not recipe:
                recipe_line = number
            recipe.append(raw.strip().lstrip("@-+"))
            continue
        if not raw.strip():
            if recipe:
                recipe.append("")
            continue
        match = _TARGET.match(raw[:500])
        if match is not None:
            finish()
            name, line, recipe = match[1].split()[0], number, []
        elif recipe:
            recipe.append("")
    finish()
    return MakefileFacts(targets=tuple(found), problems=problems.all())
