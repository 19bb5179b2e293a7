"""One web app of a project, as rules see it: its files, calls, settings, routes, protections and deployment."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from packaging.version import Version

from tenfold.language.template_facts import TemplateFacts
from tenfold.place import Place
from tenfold.program.calls import CallSite
from tenfold.program.dependencies import Dependencies
from tenfold.program.deployment import Deployment
from tenfold.program.route import Route
from tenfold.program.settings import Settings
from tenfold.project.facts import FileFacts
from tenfold.project.manifests.dependency import Dependency
from tenfold.project.read import PythonFile

if TYPE_CHECKING:
    from tenfold.program.program import Program
    from tenfold.program.routes.assemble import Assembly
    from tenfold.program.routes.protections import Protections

T = TypeVar("T", bound=FileFacts)
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
        limits: files through which data was not followed to the end, and which bound ended it; once a rule has asked.
    """

    def __init__(self, program: Program, framework: str, root: str, place: Place) -> None:
        self.program = program
        self.framework = framework
        self.root = root
        self.place = place
        self.instances: tuple[Place, ...] = ()
        self.siblings: tuple[App, ...] = ()
        self.name = ""
        self.limits: dict[str, str] = {}

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

    @cached_property
    def settings(self) -> Settings:
        """Its effective settings in the judged environment."""
        return Settings(self)

    @cached_property
    def dependencies(self) -> Dependencies:
        """What its manifests and locks say of packages."""
        return Dependencies(self)

    @cached_property
    def deployment(self) -> Deployment:
        """How production runs it: servers, proxies, variables, what the edge adds and limits."""
        return Deployment(self)

    def dependency(self, package: str) -> tuple[Dependency, Place] | None:
        """The mention of a package in its manifests and locks, the most exact one; None when there is none."""
        return self.dependencies.find(package)

    def version(self, package: str) -> Version | None:
        """The pinned version of a package, or the lowest that is allowed; None when nothing tells."""
        return self.dependencies.version(package)

    def calls(self, *names: str) -> list[CallSite]:
        """Calls of any of the qualified `names` in the files that production runs."""
        return self.program.calls.to(*names, within=self.files)

    def ending(self, segment: str) -> list[CallSite]:
        """Calls of something whose last name is `segment` in the files that production runs; no other is decoded."""
        return self.program.calls.ending(segment, self.files)

    def facts(self, kind: str) -> dict[str, FileFacts]:
        """Facts of one kind of other file, by path: those of the app's folder, and of the folders above it."""
        files = self.program.facts.of(kind)
        return {path: facts for path, facts in files.items() if self.owns(path) or self._above(path)}

    def facts_of(self, of: type[T]) -> dict[str, T]:
        """Facts of one type of other files, of whatever kind, by path, from the same folders as `facts`."""
        return {
            path: facts
            for kind in self.program.facts.others
            for path, facts in self.facts(kind).items()
            if isinstance(facts, of)
        }

    @cached_property
    def templates(self) -> dict[str, TemplateFacts]:
        """Its templates and pages, by path."""
        role = self.program.role
        templates = self.program.facts.templates
        return {path: facts for path, facts in templates.items() if self.owns(path) and role(path) in SHIPPED}

    def _above(self, path: str) -> bool:
        """Whether a file stands in a folder that holds the app's: repository-wide deployment files do."""
        folder = path.rpartition("/")[0]
        return not folder or (self.root + "/").startswith(folder + "/")
