"""One web app of a project, as rules see it: its files, calls, settings, routes, protections and deployment."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import msgspec

from tenfold.place import Place
from tenfold.program.calls import CallSite
from tenfold.program.route import Route
from tenfold.project.read import PythonFile

if TYPE_CHECKING:
    from tenfold.program.program import Program
    from tenfold.program.routes.assemble import Assembly
    from tenfold.program.routes.protections import Protections

SHIPPED = frozenset({"production"})
"""Roles of the files that production runs."""


class App:
    """A web app.

    Attributes:
        program: the project that it is part of.
        framework: "flask", "django" or "fastapi".
        root: its folder relative to the checked one, "" when they are the same.
        place: where it is made.
        instances: further places where one is made in the same root.
        siblings: the project's other apps.
        name: what it is called in reports.
    """

    def __init__(self, program: Program, framework: str, root: str, place: Place) -> None:
        self.program = program
        self.framework = framework
        self.root = root
        self.place = place
        self.instances: tuple[Place, ...] = ()
        self.siblings: tuple[App, ...] = ()
        self.name = ""

    def owns(self, path: str) -> bool:
        """Whether a file is this app's: under its root and not under a nearer root of another app."""
        if self.root and not path.startswith(self.root + "/"):
            return False
        return not any(
            len(other.root) > len(self.root) and path.startswith(other.root + "/") for other in self.siblings
        )

    @cached_property
    def files(self) -> dict[str, PythonFile]:
        """Its Python files that production runs, by path."""
        role = self.program.role
        return {
            path: file
            for path, file in self.program.facts.python.items()
            if self.owns(path) and (role(path) in SHIPPED or path == self.place.file)
        }

    @cached_property
    def routes(self) -> tuple[Route, ...]:
        """Every route that it serves, with what guards it."""
        return self._assembly.routes

    @cached_property
    def protections(self) -> Protections:
        """What is put in force for the app or for some of its routes, and what is declared without being in force."""
        return self._assembly.protections

    @cached_property
    def _assembly(self) -> Assembly:
        from tenfold.program.routes.assemble import Assembly

        return Assembly(self)

    def calls(self, *names: str) -> list[CallSite]:
        """Calls of any of the qualified `names` in the files that production runs."""
        return [site for site in self.program.calls.to(*names) if site.file.path in self.files]

    def facts(self, kind: str) -> dict[str, msgspec.Struct]:
        """Facts of one kind of other file, by path: those of the app's folder, and of the folders above it."""
        return {
            path: facts for path, facts in self.program.facts.of(kind).items() if self.owns(path) or self._above(path)
        }

    def _above(self, path: str) -> bool:
        """Whether a file stands in a folder that holds the app's: repository-wide deployment files do."""
        folder = path.rpartition("/")[0]
        return not folder or (self.root + "/").startswith(folder + "/")
