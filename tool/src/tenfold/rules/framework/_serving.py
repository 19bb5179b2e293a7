"""What production starts, as the repository's deployment files say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tenfold.place import Place
from tenfold.project.compose import ComposeFacts
from tenfold.project.dockerfile import DockerfileFacts
from tenfold.project.facts import Command
from tenfold.project.kubernetes import KubernetesFacts
from tenfold.project.platforms import PlatformFacts
from tenfold.project.processes import ProcessFacts
from tenfold.project.servers import Server, servers
from tenfold.project.shell import ShellFacts

if TYPE_CHECKING:
    from tenfold.program.app import App

_NOT_PRODUCTION = frozenset({"test", "local", "example", "documentation"})
_DEVELOPMENT = re.compile(r"(^|[._/-])(dev|devel|development|local|test|tests|testing|ci|debug)([._/-]|$)", re.IGNORECASE)
_ENTRYPOINT = re.compile(r"(^|/)(docker-)?(entrypoint|start|run|boot|serve|gunicorn|prod|web)[^/]*$")


@dataclass(frozen=True, slots=True)
class Serving:
    """A server that production starts, and the line that says so."""

    server: Server
    place: Place


def serving(app: App) -> tuple[Serving, ...]:
    """The servers that production starts: those of a Procfile or an image first."""
    found = [Serving(server, Place(path, server.line)) for path, command in _commands(app) for server in servers(command)]
    return tuple(dict.fromkeys(found))


def _commands(app: App) -> Iterator[tuple[str, Command]]:
    for path, processes in app.facts_of(ProcessFacts).items():
        if _is_judged(app, path):
            for process in processes.processes:
                yield from ((path, command) for command in process.commands)
    for path, image in app.facts_of(DockerfileFacts).items():
        start = image.start()
        if start is not None and _is_judged(app, path):
            yield path, start
    for path, composed in app.facts_of(ComposeFacts).items():
        if _is_judged(app, path):
            for service in composed.services:
                yield from ((path, command) for command in (service.command, service.entrypoint) if command)
    for path, script in app.facts_of(ShellFacts).items():
        if _ENTRYPOINT.search(path) and _is_judged(app, path):
            yield from ((path, command) for command in script.commands)
    for path, platform in app.facts_of(PlatformFacts).items():
        if _is_judged(app, path):
            for one in platform.services:
                yield from ((path, command) for command in one.commands)
    for path, facts in app.facts_of(KubernetesFacts).items():
        if _is_judged(app, path):
            for workload in facts.workloads:
                for container in workload.containers:
                    yield from ((path, c) for c in (container.command,) if isinstance(c, Command))


def _is_judged(app: App, path: str) -> bool:
    return app.program.role(path) not in _NOT_PRODUCTION and not _DEVELOPMENT.search(path.rpartition("/")[2])
