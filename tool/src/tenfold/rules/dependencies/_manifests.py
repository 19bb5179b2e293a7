"""The manifests and locks of a project, shared by the rules of this practice."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tenfold.place import Place
from tenfold.program.app import App
from tenfold.program.program import Program
from tenfold.project.dockerfile import DockerfileFacts
from tenfold.project.facts import Command
from tenfold.project.manifests.dependency import Dependency, Manifest
from tenfold.rules.base import Observation, not_applicable, unknown

_NOT_SHIPPED = frozenset({"test", "documentation", "example", "local"})
_TESTS = re.compile(r"(?:^|[/_.-])tests?[/_.-]")
_TOOLS = ("/.github/", "/.devcontainer/", "/.circleci/", "/scripts/", "/tools/")
_LATER = frozenset(
    {
        "dev",
        "develop",
        "development",
        "test",
        "tests",
        "testing",
        "docs",
        "doc",
        "lint",
        "ci",
        "local",
        "build",
        "typing",
    }
)
LOCKS = frozenset({"uv.lock", "poetry.lock", "pdm.lock", "Pipfile.lock", "pylock"})


def manifests(program: Program) -> Iterator[tuple[str, Manifest]]:
    """Path and facts of each manifest and lock that production may install from, in path order."""
    found = {
        path: facts
        for files in program.facts.others.values()
        for path, facts in files.items()
        if isinstance(facts, Manifest)
    }
    for path, facts in sorted(found.items()):
        if is_shipped(program, path) and not is_for_development(path):
            yield path, facts


def unlisted(program: Program, ask: str) -> Observation:
    """What is said where no file names a package: an app still runs with some, which only the server can tell."""
    if program.apps:
        return unknown(f"no manifest or lock says which packages this app runs with: run {ask} where it is installed")
    return not_applicable("no manifest or lock names a package")


def is_shipped(program: Program, path: str) -> bool:
    """Whether a file is of what production runs: of an app or above it, and not of a tool, a test or a desk."""
    if program.role(path) in _NOT_SHIPPED or f"/{path}".startswith(_TOOLS) or _TESTS.search(path):
        return False
    folder = folder_of(path)
    roots = [app.root for app in shipped_apps(program)]
    return not roots or any(
        folder.startswith(f"{root}/") or f"{root}/".startswith(folder) or not root for root in roots
    )


def shipped_apps(program: Program) -> list[App]:
    """The apps of a project that are no examples and no tests."""
    return [app for app in program.apps if program.role(app.place.file) not in {"example", "test", "documentation"}]


def is_for_development(path: str) -> bool:
    """Whether a file's name says that it is for development, tests or documentation."""
    name = path.rpartition("/")[2].lower()
    return not _LATER.isdisjoint(re.split(r"[^a-z]+", name.rpartition(".")[0]))


def is_production(dependency: Dependency) -> bool:
    """Whether a dependency is in no group of development."""
    group = dependency.group.rpartition(":")[2]
    return not group or (dependency.group.startswith("extra:") and group not in _LATER)


def locked(program: Program) -> Iterator[tuple[Place, Dependency]]:
    """Every package of production that a lock or an exact pin gives a version, once for each file."""
    for path, manifest in manifests(program):
        for dependency in manifest.dependencies:
            if dependency.version and dependency.name and is_production(dependency):
                yield Place(path, dependency.line), dependency


def has_python(program: Program) -> bool:
    """Whether the project holds Python code or asks for Python packages."""
    return bool(program.facts.python) or any(True for _ in manifests(program))


def folder_of(path: str) -> str:
    """The folder of a file, "" for the top, else ending in "/"."""
    folder = path.rpartition("/")[0]
    return folder + "/" if folder else ""


def installs(program: Program) -> Iterator[tuple[str, Command]]:
    """Every command of Dockerfiles that may install packages: path of the Dockerfile, and the command."""
    for path, facts in sorted(program.facts.of("dockerfile").items()):
        if isinstance(facts, DockerfileFacts) and is_shipped(program, path):
            for stage in facts.stages:
                for command in stage.commands:
                    yield path, command


def required_files(command: Command) -> tuple[str, ...]:
    """The requirements files that a `pip install -r FILE` names; empty for other commands."""
    words = command.argv
    if "install" not in words[:5] or not any(word.rpartition("/")[2].startswith(("pip", "uv")) for word in words[:4]):
        return ()
    found = [words[at + 1] for at, word in enumerate(words[:-1]) if word in {"-r", "--requirement"}]
    found += [w.partition("=")[2] or w[2:] for w in words if w.startswith(("--requirement=", "-r")) and len(w) > 2]
    return tuple(name for name in found if name)
