"""Environment variables that the repository's own files set where production runs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, TypeVar

from tenfold.place import Place
from tenfold.program.settings.serves import environment_of
from tenfold.project import shell
from tenfold.project.compose import ComposeFacts, Service
from tenfold.project.dockerfile import DockerfileFacts
from tenfold.project.envfile import EnvFacts
from tenfold.project.facts import Command, EnvVar, FileFacts
from tenfold.project.kubernetes import KubernetesFacts
from tenfold.project.launchers import launched
from tenfold.project.platforms import PlatformFacts
from tenfold.project.processes import ProcessFacts
from tenfold.project.shell import ShellFacts

if TYPE_CHECKING:
    from tenfold.program.app import App

_DEVELOPMENT_COMMAND = re.compile(r"\brunserver|--reload\b|\bflask (--\S+ )*run\b|--debug\b|\bfastapi dev\b|\bpytest\b")
_STORES = re.compile(
    r"(^|/)(postgres|postgis|mysql|mariadb|redis|valkey|mongo|rabbitmq|memcached|nginx|traefik|caddy|adminer)"
)
_SAMPLE = re.compile(r"(example|sample|template|dist|default|skel)")
_LOADERS = ("load_dotenv", "read_env", "config", "Config", "Env", "AutoConfig", "SettingsConfigDict", "find_dotenv",
            "dotenv_values", "BaseSettings")  # fmt: skip
F = TypeVar("F", bound=FileFacts)


class Deployment:
    """What production's files set, for one app."""

    def __init__(self, app: App) -> None:
        self.app = app
        self.environment = app.program.environment

    def value(self, variable: str) -> tuple[str, Place] | None:
        """The text that a file sets a variable to, and where; None when it comes from outside or from nowhere."""
        return self.variables.get(variable)

    def text(self, variable: str) -> str | None:
        """The text that a file sets a variable to."""
        found = self.variables.get(variable)
        return found[0] if found is not None else None

    @cached_property
    def variables(self) -> dict[str, tuple[str, Place]]:
        """Every variable that is set: what starts the container goes before the image, and that before `.env`."""
        result: dict[str, tuple[str, Place]] = {}
        for path, variables in self._layers():
            for variable in variables:
                if variable.value is None:
                    continue
                text = shell.expand(variable.value, {name: value for name, (value, _) in result.items()})
                if "$" in text and shell.reference(text) is not None:
                    continue  # it comes from outside
                result[variable.name] = (text, Place(path, variable.line))
        return result

    def _layers(self) -> Iterator[tuple[str, Iterable[EnvVar]]]:
        """Files with their variables, the weakest first."""
        yield from self._env_files()
        for path, image in self.files(DockerfileFacts):
            arguments = [v for stage in image.final() for v in stage.arguments]
            known = {v.name: v.value for v in arguments}
            for stage in image.final():
                yield (
                    path,
                    [
                        EnvVar(v.name, shell.expand(v.value, known) if v.value is not None else None, v.line)
                        for v in stage.environment
                    ],
                )
        for path, script in self.files(ShellFacts):
            if re.search(r"(^|/)(docker-)?(entrypoint|start|run|boot|gunicorn)[^/]*$", path):
                yield path, script.environment
        for path, processes in self.files(ProcessFacts):
            for process in processes.processes:
                yield path, process.environment
                yield path, _of_commands(process.commands)
        yield from self._compose()
        for path, platform in self.files(PlatformFacts):
            for service in platform.services:
                yield path, service.environment
                yield path, _of_commands(service.commands)
        yield from self._kubernetes()

    def _env_files(self) -> Iterator[tuple[str, Iterable[EnvVar]]]:
        """`.env` where the app's code loads one, and files that name the judged environment."""
        loaded = any(file.outline.called & frozenset(_LOADERS) for file in self.app.files.values())
        for path, variables in self.files(EnvFacts):
            base = path.rpartition("/")[2]
            if base == ".flaskenv" or _SAMPLE.search(base):
                continue
            spoken = environment_of(path.replace("/", "-"))
            if spoken == self.environment or (base == ".env" and loaded and not spoken):
                yield path, variables.variables

    def _compose(self) -> Iterator[tuple[str, Iterable[EnvVar]]]:
        files = self.files(ComposeFacts)
        judged = [(path, facts) for path, facts in files if environment_of(path) == self.environment]
        alone = any(service.build or service.image for _, facts in judged for service in facts.services)
        for path, facts in judged if alone else files:
            for service in facts.services:
                if self._is_ours(service) and not self._is_development(service):
                    yield from self._listed_files(path, service)
                    yield path, service.environment
                    yield path, _of_commands(tuple(c for c in (service.command, service.entrypoint) if c))

    def _is_ours(self, service: Service) -> bool:
        if not service.build:
            return not _STORES.search(service.image)
        root = self.app.root
        build = str(PurePosixPath(service.build.removeprefix("./") or "."))
        return not root or build in {".", root} or root.startswith(build + "/") or build.startswith(root + "/")

    def _is_development(self, service: Service) -> bool:
        """Whether a service starts a development server while the image starts a real one."""
        command = service.command.text if service.command is not None else ""
        if not _DEVELOPMENT_COMMAND.search(command):
            return False
        starts = [image.start() for _, image in self.files(DockerfileFacts)]
        return bool(self.files(ProcessFacts)) or any(
            start is not None and not _DEVELOPMENT_COMMAND.search(start.text) for start in starts
        )

    def _listed_files(self, path: str, service: Service) -> Iterator[tuple[str, Iterable[EnvVar]]]:
        known = self.app.program.facts.of("env")
        folder = path.rpartition("/")[0]
        for listed in service.env_files:
            target = PurePosixPath(folder, listed.value)
            facts = known.get(str(target))
            if isinstance(facts, EnvFacts) and environment_of(str(target).replace("/", "-")) in {"", self.environment}:
                yield str(target), facts.variables

    def _kubernetes(self) -> Iterator[tuple[str, Iterable[EnvVar]]]:
        for path, facts in self.files(KubernetesFacts):
            for workload in facts.workloads:
                for container in workload.containers:
                    if not _STORES.search(container.image):
                        yield path, [EnvVar(v.name, v.value, v.line) for v in container.environment]

    def files(self, of: type[F]) -> list[tuple[str, F]]:
        """Files of a type that production uses, by path; those of the whole repository when it holds one app."""
        if self.app.siblings:
            found = self.app.facts_of(of)
        else:
            every = self.app.program.facts.others.values()
            found = {path: facts for files in every for path, facts in files.items() if isinstance(facts, of)}
        return [(path, facts) for path, facts in sorted(found.items()) if self._is_judged(path)]

    def _is_judged(self, path: str) -> bool:
        if self.app.program.role(path) in {"test", "local", "example", "documentation"}:
            return False
        base = path.rpartition("/")[2]
        return environment_of(base) in {"", self.environment}


def _of_commands(commands: tuple[Command, ...]) -> list[EnvVar]:
    """Variables that stand before a command: `FLASK_ENV=production gunicorn app:app`."""
    return [variable for command in commands for program in launched(command) for variable in program.environment]
