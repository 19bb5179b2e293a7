"""Environment variables that the repository's own files set where the judged environment runs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from tenfold.place import Place
from tenfold.program.deployment.production import shipped
from tenfold.program.settings.serves import environment_of
from tenfold.project import shell
from tenfold.project.envfile import EnvFacts
from tenfold.project.facts import EnvVar
from tenfold.project.terraform import TerraformFacts

if TYPE_CHECKING:
    from tenfold.program.app import App

_STORES = re.compile(
    r"(^|/)(postgres|postgis|timescale|mysql|mariadb|redis|valkey|mongo|rabbitmq|memcached|nginx|traefik|caddy"
    r"|adminer|pgadmin|mailhog|mailpit|minio|elasticsearch|opensearch)"
)
"""Images of other programs, whose variables are not the app's."""

_SAMPLE = re.compile(r"(example|sample|template|dist|default|skel)")
_LOADERS = frozenset({
    "load_dotenv", "read_env", "config", "Config", "Env", "AutoConfig", "SettingsConfigDict", "dotenv_values",
})  # fmt: skip


class Variables:
    """What files set, for one app; what comes from outside the repository is not there."""

    def __init__(self, app: App) -> None:
        self._app = app
        self._environment = app.program.environment

    def value(self, variable: str) -> tuple[str, Place] | None:
        """The text that a file sets a variable to, and where; None when it comes from outside or from nowhere."""
        return self.all.get(variable)

    def text(self, variable: str) -> str | None:
        """The text that a file sets a variable to."""
        found = self.all.get(variable)
        return found[0] if found is not None else None

    @cached_property
    def all(self) -> dict[str, tuple[str, Place]]:
        """Every variable that is set. What starts the app goes before its image, and that before a loaded `.env`."""
        result: dict[str, tuple[str, Place]] = {}
        for variables in (self._env_files(), self._deployed() if self._environment == "production" else ()):
            for name, text, place in variables:
                known: dict[str, str | None] = {key: value for key, (value, _) in result.items()} if "$" in text else {}
                filled = shell.expand(text, known)
                if shell.reference(filled) is None:
                    result[name] = (filled, place)
        return result

    def _deployed(self) -> Iterator[tuple[str, str, Place]]:
        """What deployment files set, the weakest first."""
        for path, facts in shipped(self._app, TerraformFacts).items():
            yield from _listed(path, facts.environment)
        deployment = self._app.deployment
        starting = {use.unit for use in deployment.servers}
        weakest_first = list(reversed(deployment.units))
        for unit in sorted(weakest_first, key=lambda unit: unit.name in starting):
            if unit.name in starting or not _STORES.search(unit.image):
                for name, variable in (unit.environment or {}).items():
                    if not self._is_of_another(variable.place.file):
                        yield name, variable.value, variable.place
        for use in reversed(deployment.servers):
            for given in use.server.environment:
                if given.value is not None:
                    yield given.name, given.value, use.place

    def _is_of_another(self, path: str) -> bool:
        """Whether an environment file serves another environment, as `config/development/app.env` says of itself."""
        spoken = environment_of(path.replace("/", "-"))
        return spoken in {"development", "test"} and path in self._app.facts_of(EnvFacts)

    def _env_files(self) -> Iterator[tuple[str, str, Place]]:
        """`.env` where the app's code loads one, and files that name the judged environment."""
        loaded = any(file.outline.called & _LOADERS for file in self._app.files.values())
        around = _folders_around(self._app.files)
        for path, facts in sorted(self._app.facts_of(EnvFacts).items()):
            base = path.rpartition("/")[2]
            if base == ".flaskenv" or _SAMPLE.search(base) or self._app.program.role(path) in {"test", "example"}:
                continue
            spoken = environment_of(path.replace("/", "-"))
            if spoken == self._environment or (
                base == ".env" and loaded and not spoken and path.rpartition("/")[0] in around
            ):
                yield from _listed(path, facts.variables)


def _folders_around(paths: Iterable[str]) -> set[str]:
    """The folders that hold any of the files, and those above them: where an app looks for its `.env`."""
    found = {""}
    for path in paths:
        folder = path.rpartition("/")[0]
        while folder and folder not in found:
            found.add(folder)
            folder = folder.rpartition("/")[0]
    return found


def _listed(path: str, variables: Iterable[EnvVar]) -> Iterator[tuple[str, str, Place]]:
    for variable in variables:
        if variable.value is not None:
            yield variable.name, variable.value, Place(path, variable.line)
