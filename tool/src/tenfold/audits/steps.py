"""What CI runs: every command, action and image of its jobs, through Makefiles, scripts and tox environments."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator
from weakref import WeakKeyDictionary

import msgspec
from msgspec.structs import replace

from tenfold.place import Place
from tenfold.program.program import Program
from tenfold.project import shell
from tenfold.project.facts import Command, SettingsFacts
from tenfold.project.gitlab_ci import CiFacts
from tenfold.project.makefile import MakefileFacts
from tenfold.project.shell import ShellFacts
from tenfold.project.workflows import WorkflowFacts

_MAX_STEPS = 20_000
_MAX_DEPTH = 3
_WORKFLOWS = (".github/workflows/", ".gitea/workflows/", ".forgejo/workflows/")
_REGULAR = frozenset(
    {"push", "pull_request", "pull_request_target", "schedule", "merge_group", "check_run", "workflow_run", "release"}
)
"""Events that start a workflow without anyone asking for it."""


class Step(msgspec.Struct, frozen=True):
    """A thing that CI runs.

    Attributes:
        place: where CI asks for it; of a command in a Makefile, the line of CI that calls it.
        words: a command line, launchers taken off; empty for actions, images and templates.
        action: name of a GitHub action.
        image: a container image in which a job runs.
        template: name of a GitLab include.
        inputs: of an action.
        tolerated: its failure does not fail the job.
    """

    place: Place
    words: tuple[str, ...] = ()
    action: str = ""
    image: str = ""
    template: str = ""
    inputs: dict[str, str] = msgspec.field(default_factory=dict)
    tolerated: bool = False


_PREFIXES = (
    ("uv", "tool", "run"), ("uv", "run"), ("poetry", "run"), ("pdm", "run"), ("pipenv", "run"), ("hatch", "run"),
    ("rye", "run"), ("pixi", "run"), ("pipx", "run"), ("python", "-m"), ("python3", "-m"), ("py", "-m"), ("uvx",),
    ("sudo",), ("env",), ("time",), ("nice",), ("exec",), ("xargs",), ("npx",), ("docker-compose", "run"),
    ("docker", "compose", "run"), ("docker-compose", "exec"), ("docker", "compose", "exec"), ("docker", "exec"),
    ("docker", "run"), ("podman", "run"),
)  # fmt: skip
_VALUED = frozenset({
    "--with", "--from", "--group", "--extra", "--python", "-p", "--spec", "-v", "--volume", "-w", "--workdir", "-e",
    "--env", "--network", "--name", "-u", "--user", "--entrypoint", "--env-file", "-f", "--file", "--project",
})  # fmt: skip
"""Options of launchers that take a value."""
_CONTAINERS = frozenset({"docker", "podman", "docker-compose"})


def program_of(argv: tuple[str, ...]) -> tuple[tuple[str, ...], str]:
    """The words of what a command line really runs, and the container image that it runs in ("" for none).

    `uv run --group ci bandit -r src` gives ("bandit", "-r", "src"); `docker run --rm zap zap-baseline.py` gives the
    words after the image.
    """
    image = ""
    words = argv
    for _ in range(4):
        words = _without_assignments(words)
        if not words:
            return (), image
        words = (posixpath.basename(words[0]) or words[0], *words[1:])
        prefix = next((p for p in _PREFIXES if words[: len(p)] == p), None)
        if prefix is None:
            break
        in_container = prefix[0] in _CONTAINERS
        words = _without_options(words[len(prefix) :])
        if in_container and words:
            image, words = words[0], words[1:]
    return (words[0].partition("==")[0].partition("@")[0], *words[1:]) if words else (), image


def _without_assignments(words: tuple[str, ...]) -> tuple[str, ...]:
    at = 0
    while at < len(words) and "==" not in words[at] and shell.assignment(words[at]) is not None:
        at += 1
    return words[at:]


def _without_options(words: tuple[str, ...]) -> tuple[str, ...]:
    at = 0
    while at < len(words) and words[at].startswith("-"):
        at += 2 if words[at] in _VALUED else 1
    return words[at:]


def is_workflow(path: str) -> bool:
    """Whether a file of the kind "workflow" is one that runs: an action, or a file in a nested folder, does not."""
    return path.startswith(_WORKFLOWS)


def ci_files(program: Program) -> tuple[str, ...]:
    """The files that configure CI, by path; task runners' files are none."""
    named = [path for path in program.facts.of("workflow") if is_workflow(path)]
    other = [path for path in program.facts.of("ci") if "taskfile" not in path.lower()]
    return tuple(sorted([*named, *program.facts.of("gitlab-ci"), *other]))


class Steps:
    """Everything that CI runs without being asked, and what hooks run at a commit."""

    def __init__(self, program: Program) -> None:
        """Collect the steps of a project."""
        self._program = program
        self.all = tuple(self._take(self._workflows(), self._jobs()))

    @staticmethod
    def _take(*sources: Iterable[Step]) -> Iterator[Step]:
        count = 0
        for source in sources:
            for step in source:
                count += 1
                if count > _MAX_STEPS:
                    return
                yield step

    def _workflows(self) -> Iterator[Step]:
        files = {p: f for p, f in self._program.facts.of("workflow").items() if isinstance(f, WorkflowFacts)}
        called = {
            use.name.removeprefix("./").rstrip("/")
            for facts in files.values()
            for use in facts.uses
            if use.name.startswith("./")
        }
        for path, facts in files.items():
            folder = path.rpartition("/")[0]
            regular = any(trigger.event in _REGULAR for trigger in facts.triggers)
            if (is_workflow(path) and (regular or path in called)) or folder in called:
                yield from self._of_workflow(path, facts)

    def _of_workflow(self, path: str, facts: WorkflowFacts) -> Iterator[Step]:
        for use in facts.uses:
            inputs = {setting.key: setting.value for setting in use.inputs}
            yield Step(Place(path, use.line), action=use.name, inputs=inputs, tolerated=use.tolerated)
        for image in facts.images:
            yield Step(Place(path, image.line), image=image.value)
        for run in facts.runs:
            yield from self._commands(path, run.commands, run.tolerated, run.text)

    def _jobs(self) -> Iterator[Step]:
        for kind in ("gitlab-ci", "ci"):
            for path, facts in self._program.facts.of(kind).items():
                if not isinstance(facts, CiFacts) or "taskfile" in path.lower():
                    continue
                for include in facts.includes:
                    yield Step(Place(path, include.line), template=include.name)
                for image in facts.images:
                    yield Step(Place(path, image.line), image=image.value)
                for job in facts.jobs:
                    yield from self._commands(path, job.commands, job.allow_failure)

    def _commands(self, path: str, commands: tuple[Command, ...], tolerated: bool, text: str = "") -> Iterator[Step]:
        for at, command in enumerate(commands):
            after = commands[at + 1].argv if at + 1 < len(commands) else ()
            forgiven = tolerated or (after in {("true",), (":",), ("exit", "0")} and _joined(text, command, after))
            place = Place(path, command.line)
            for step in self._resolved(command.argv, place, _MAX_DEPTH):
                yield replace(step, tolerated=True) if forgiven else step

    def _resolved(self, argv: tuple[str, ...], place: Place, depth: int) -> Iterator[Step]:
        words, image = program_of(argv)
        if image:
            yield Step(place, image=image)
        if not words:
            return
        yield Step(place, words)
        if depth:
            for inner in self._called(words):
                yield from self._resolved(inner, place, depth - 1)

    def _called(self, words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
        """The command lines behind `make audit`, `bash scripts/audit.sh`, `tox -e audit`, `nox`, `task audit`."""
        name = words[0]
        if name in {"make", "gmake", "just"}:
            yield from self._targets(frozenset(w for w in words[1:] if not w.startswith("-") and "=" not in w))
        elif name in {"tox", "nox"}:
            yield from self._tox(words) if name == "tox" else self._nox()
        elif name in {"task", "go-task"}:
            for path, facts in self._program.facts.of("ci").items():
                if "taskfile" in path.lower() and isinstance(facts, CiFacts):
                    yield from (command.argv for job in facts.jobs for command in job.commands)
        else:
            script = next((w for w in words[:3] if w.endswith(".sh")), name)
            yield from self._script(script)

    def _targets(self, wanted: frozenset[str]) -> Iterator[tuple[str, ...]]:
        for facts in self._program.facts.of("makefile").values():
            if isinstance(facts, MakefileFacts):
                for at, target in enumerate(facts.targets):
                    if target.name in wanted or (not wanted and at == 0):
                        yield from (command.argv for command in target.commands)

    def _script(self, name: str) -> Iterator[tuple[str, ...]]:
        base = name.removeprefix("./")
        for path, facts in self._program.facts.of("shell").items():
            if isinstance(facts, ShellFacts) and (path == base or path.endswith("/" + base)):
                yield from (command.argv for command in facts.commands)

    def _tox(self, words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
        wanted = {
            name
            for at, w in enumerate(words)
            if w in {"-e", "-m"}
            for name in "".join(words[at + 1 : at + 2]).split(",")
        }
        for path, facts in self._program.facts.of("ini").items():
            if path.rpartition("/")[2] != "tox.ini" or not isinstance(facts, SettingsFacts):
                continue
            for setting in facts.settings:
                section, _, key = setting.key.rpartition(".")
                environment = section.removeprefix("testenv:")
                if key == "commands" and (not wanted or environment in wanted or section == "testenv"):
                    yield from (command.argv for command in shell.commands(setting.value, setting.line))

    def _nox(self) -> Iterator[tuple[str, ...]]:
        for site in self._program.calls.ending("run"):
            if site.file.path.rpartition("/")[2] == "noxfile.py":
                words = [self._program.values.of(site.file, site.call.scope, arg) for arg in site.call.args[:8]]
                if all(isinstance(word, str) for word in words):
                    yield tuple(str(word) for word in words)


_known: WeakKeyDictionary[Program, Steps] = WeakKeyDictionary()


def steps_of(program: Program) -> Steps:
    """The steps of a project, collected once."""
    steps = _known.get(program)
    if steps is None:
        steps = _known[program] = Steps(program)
    return steps


def _joined(text: str, command: Command, after: tuple[str, ...]) -> bool:
    """Whether `after` is the command's `||` in a script's text (in a text that is not kept it is taken so)."""
    at = text.find(command.text)
    return not text or (at >= 0 and "||" in text[at : at + len(command.text) + 8 + len(" ".join(after))])
