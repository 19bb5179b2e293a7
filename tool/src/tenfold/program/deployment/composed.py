"""Compose services as production runs them: the production file over the general one, development's left out."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import msgspec

from tenfold.place import Place
from tenfold.program.deployment.model import Variable
from tenfold.program.deployment.production import (
    folder_of,
    is_development_profile,
    joined,
    names_production,
    reached,
    shipped,
)
from tenfold.project import shell
from tenfold.project.compose import ComposeFacts, Service
from tenfold.project.envfile import EnvFacts
from tenfold.project.facts import Command, EnvVar

if TYPE_CHECKING:
    from tenfold.program.app import App

_MAX_SERVICES = 200


class Part(msgspec.Struct, frozen=True):
    """What one compose file says of a service."""

    path: str
    service: Service


class ComposedService(msgspec.Struct, frozen=True, dict=True):
    """A service with all that the files say of it, the one that counts most first."""

    name: str
    parts: tuple[Part, ...]

    @property
    def place(self) -> Place:
        """Where it is declared."""
        return Place(self.parts[0].path, self.parts[0].service.line)

    @property
    def folder(self) -> str:
        """The folder that its relative paths start from."""
        return folder_of(self.parts[-1].path)

    @cached_property
    def dockerfile(self) -> str:
        """The path of the Dockerfile that it builds; "" when it builds none."""
        for part in self.parts:
            if part.service.build:
                context = joined(folder_of(part.path), part.service.build)
                return joined(context, part.service.dockerfile or "Dockerfile")
        return ""

    @property
    def context(self) -> str:
        """The folder that it builds from."""
        part = next((part for part in self.parts if part.service.build), None)
        return joined(folder_of(part.path), part.service.build) if part is not None else self.folder

    @property
    def image(self) -> str:
        """The image that it runs, "" when it is built without a name."""
        return next((part.service.image for part in self.parts if part.service.image), "")

    @property
    def command(self) -> tuple[str, Command] | None:
        """The command that replaces the image's, with its file."""
        return next(((p.path, _on_one_line(p.service.command)) for p in self.parts if p.service.command), None)

    @property
    def entrypoint(self) -> tuple[str, Command] | None:
        """The entrypoint that replaces the image's, with its file."""
        return next(((part.path, part.service.entrypoint) for part in self.parts if part.service.entrypoint), None)

    @property
    def replicas(self) -> int | None:
        """How many of it run."""
        return next((part.service.replicas for part in self.parts if part.service.replicas is not None), None)

    @property
    def mounts_source(self) -> bool:
        """Whether it runs the files of the working copy instead of the image's."""
        return any(
            volume.value.startswith((".:", "./:", "../:", "./app:", "./src:", "${PWD}:"))
            for part in self.parts
            for volume in part.service.volumes
        )

    def environment(self, app: App) -> dict[str, Variable]:
        """Its variables: `environment` over `env_file`, references filled in from a committed `.env`."""
        known = _variables(app, joined(self.folder, ".env"))
        settled: dict[str, str | None] = {name: variable.value for name, variable in known.items()}
        found: dict[str, Variable] = {}
        for part in reversed(self.parts):
            for setting in part.service.env_files:
                found.update(_variables(app, joined(folder_of(part.path), setting.value)))
        for part in reversed(self.parts):
            for variable in part.service.environment:
                value = _filled(variable, settled)
                found.pop(variable.name, None)
                if value is not None:
                    found[variable.name] = Variable(value, Place(part.path, variable.line))
        return found


def _on_one_line(command: Command) -> Command:
    """A command that is folded over several lines: Compose takes it for one (it splits at white space)."""
    if command.argv[:2] != ("/bin/sh", "-c") or len(command.argv) != 3 or "\n" not in command.argv[2]:
        return command
    whole = shell.commands(command.argv[2].replace("\n", " "), command.line)
    return whole[0] if len(whole) == 1 else command


def _variables(app: App, path: str) -> dict[str, Variable]:
    facts = reached(app, EnvFacts).get(path)
    if facts is None:
        return {}
    return {v.name: Variable(v.value, Place(path, v.line)) for v in facts.variables if v.value is not None}


def _filled(variable: EnvVar, known: dict[str, str | None]) -> str | None:
    """The value with its references filled in; None when one of them is given from outside."""
    if variable.value is None:
        return known.get(variable.name)
    value = shell.expand(variable.value, known)
    return None if "${" in value or (value.startswith("$") and value[1:2].isalpha()) else value


def compose_services(app: App) -> tuple[ComposedService, ...]:
    """The services that production runs.

    Files of one folder belong together: one whose name says production comes over the general one. When the production
    file's services stand on their own, those that only the general file has are development's.
    """
    folders: dict[str, list[str]] = {}
    files = shipped(app, ComposeFacts)
    for path in sorted(files, key=lambda path: (not names_production(path), path)):
        folders.setdefault(folder_of(path), []).append(path)
    found: list[ComposedService] = []
    for paths in folders.values():
        found.extend(_joined_services(paths, files))
    return tuple(found[:_MAX_SERVICES])


def _joined_services(paths: list[str], files: dict[str, ComposeFacts]) -> list[ComposedService]:
    named = [path for path in paths if names_production(path)]
    alone = any(s.image or s.build for path in named for s in files[path].services)
    services: dict[str, list[Part]] = {}
    for path in named if alone else paths:
        for service in files[path].services:
            services.setdefault(service.name, []).append(Part(path, service))
    return [
        ComposedService(name, tuple(parts))
        for name, parts in services.items()
        if not is_development_profile(parts[0].service.profiles)
    ]
