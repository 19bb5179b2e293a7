"""GitHub Actions workflows and composite actions."""

import re
from typing import Final

from tenfold.project import shell, yaml_file
from tenfold.project.facts import Command, EnvVar, Fact, FileFacts, Problems, Setting, bounded
from tenfold.project.tree import Node, environment

MAX_JOBS: Final = 500
MAX_STEPS: Final = 5_000
_COMMIT = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")


class Use(Fact, frozen=True):
    """A `uses:`: an action or reusable workflow with its ref, and its `with` values.

    job is "" for an action file.
    """

    name: str
    ref: str
    inputs: tuple[Setting, ...]
    job: str
    line: int
    tolerated: bool = False
    """Its failure does not fail the job."""

    @property
    def is_pinned(self) -> bool:
        """Whether it can never change: a full commit, an image digest, or a file of this repository."""
        return _COMMIT.fullmatch(self.ref) is not None or self.ref.startswith("sha256:") or self.name.startswith("./")


class Run(Fact, frozen=True):
    """A `run:` step: its commands, its whole text (which may hold ${{ }} expressions), and its shell.

    `tolerated` says that its failure does not fail the job.
    """

    commands: tuple[Command, ...]
    text: str
    shell: str
    job: str
    line: int
    tolerated: bool = False


class Permissions(Fact, frozen=True):
    """What the token may do at one level.

    `all` is read-all, write-all, none ({}), or "" when scopes are listed.
    """

    job: str
    all: str
    scopes: tuple[Setting, ...]
    line: int


class Trigger(Fact, frozen=True):
    """An event that starts the workflow, with the branches or cron lines that narrow it."""

    event: str
    filters: tuple[str, ...]
    line: int


class WorkflowFacts(FileFacts, frozen=True):
    """A workflow; `permissions` has one entry for each level that states them (job "" is the top)."""

    triggers: tuple[Trigger, ...] = ()
    permissions: tuple[Permissions, ...] = ()
    uses: tuple[Use, ...] = ()
    runs: tuple[Run, ...] = ()
    environment: tuple[EnvVar, ...] = ()
    jobs: tuple[Setting, ...] = ()
    images: tuple[Setting, ...] = ()


def _triggers(node: Node) -> tuple[Trigger, ...]:
    if node.kind == "scalar":
        return (Trigger(node.value, (), node.line),)
    found = [Trigger(entry.value, (), entry.line) for entry in node if entry.kind == "scalar"]
    for event, detail in node.items():
        filters = [text for key in ("branches", "tags", "paths", "types") for text in detail.get(key).strings()]
        filters += [entry.get("cron").text() for entry in detail]
        found.append(Trigger(event, tuple(filters), detail.line))
    return tuple(found)


def _permissions(node: Node, job: str) -> tuple[Permissions, ...]:
    if not node:
        return ()
    if node.kind == "map" and node.children:
        scopes = tuple(Setting(scope, level.text(), level.line) for scope, level in node.items())
        return (Permissions(job, "", scopes, node.line),)
    return (Permissions(job, node.text() or "none", (), node.line),)


def _use(node: Node, inputs: Node, job: str, *, tolerated: bool = False) -> Use:
    name, _, ref = node.text().partition("@")
    if name.startswith("docker://") and not ref:
        name, _, ref = name.rpartition(":") if ":" in name[9:] else (name, "", "")
    values = tuple(Setting(key, value.text(), value.line) for key, value in inputs.items())
    return Use(name, ref.strip(), values, job, node.line, tolerated)


class _Jobs:
    def __init__(self) -> None:
        self.uses: list[Use] = []
        self.runs: list[Run] = []
        self.environment: list[EnvVar] = []
        self.steps = 0

    def steps_of(self, steps: Node, job: str, default_shell: str, *, tolerated: bool = False) -> None:
        for step in steps:
            self.steps += 1
            if self.steps > MAX_STEPS:
                return
            self.environment.extend(environment(step.get("env")))
            forgiven = tolerated or step.get("continue-on-error").truth() is True
            if step.get("uses"):
                self.uses.append(_use(step.get("uses"), step.get("with"), job, tolerated=forgiven))
            run = step.get("run")
            if run.kind == "scalar":
                used = step.get("shell").text() or default_shell
                text = run.value
                found = shell.commands(text, run.text_line) if "python" not in used else ()
                self.runs.append(Run(found, text[:20_000], used, job, run.line, forgiven))


def read(text: str) -> WorkflowFacts:
    """A workflow file, or an action.yml with its composite steps."""
    problems = Problems()
    root = yaml_file.tree(bounded(text, problems), problems)
    jobs = _Jobs()
    jobs.environment.extend(environment(root.get("env")))
    permissions = list(_permissions(root.get("permissions"), ""))
    default_shell = root.get("defaults", "run", "shell").text()
    names: list[Setting] = []
    images: list[Setting] = []
    for name, job in root.get("jobs").items()[:MAX_JOBS]:
        names.append(Setting(name, job.get("if").text(), job.line))
        permissions.extend(_permissions(job.get("permissions"), name))
        jobs.environment.extend(environment(job.get("env")))
        if job.get("uses"):
            jobs.uses.append(_use(job.get("uses"), job.get("with"), name))
        container = job.get("container")
        used = [container.get("image") or container]
        used.extend(service.get("image") for service in job.get("services").children.values())
        images.extend(Setting(name, image.text(), image.line) for image in used if image.text())
        shell_used = job.get("defaults", "run", "shell").text() or default_shell
        jobs.steps_of(job.get("steps"), name, shell_used, tolerated=job.get("continue-on-error").truth() is True)
    jobs.steps_of(root.get("runs", "steps"), "", "")
    return WorkflowFacts(
        triggers=_triggers(root.get("on") or root.get("true")),
        permissions=tuple(permissions),
        uses=tuple(jobs.uses),
        runs=tuple(jobs.runs),
        environment=tuple(jobs.environment),
        jobs=tuple(names),
        images=tuple(images),
        problems=problems.all(),
    )
