"""Update bots: Dependabot and Renovate, and pre-commit's hooks."""

from tenfold.project import json_file, yaml_file
from tenfold.project.facts import Fact, FileFacts, Problems, Setting, bounded
from tenfold.project.tree import Node, settings


class Update(Fact, frozen=True):
    """One Dependabot entry.

    `cooldown_days` is 0 when there is none, `limit` is -1 when it is not set (0 stops it).
    """

    ecosystem: str
    directories: tuple[str, ...]
    interval: str
    groups: tuple[str, ...]
    ignored: tuple[str, ...]
    cooldown_days: int
    limit: int
    line: int


class DependabotFacts(FileFacts, frozen=True):
    """The update entries in file order."""

    updates: tuple[Update, ...] = ()


class RenovateFacts(FileFacts, frozen=True):
    """Renovate's settings. `managers` is what enabledManagers names (() for all)."""

    enabled: bool = True
    presets: tuple[str, ...] = ()
    managers: tuple[str, ...] = ()
    schedule: tuple[str, ...] = ()
    settings: tuple[Setting, ...] = ()


class HookRepository(Fact, frozen=True):
    """A repository of pre-commit hooks with its revision and the ids of the hooks that are used."""

    url: str
    revision: str
    hooks: tuple[str, ...]
    line: int


class PreCommitFacts(FileFacts, frozen=True):
    """The hook repositories in file order."""

    repositories: tuple[HookRepository, ...] = ()

    def has_hook(self, *names: str) -> HookRepository | None:
        """The first repository with a hook of one of these ids."""
        return next((repo for repo in self.repositories if set(names) & set(repo.hooks)), None)


def _update(node: Node) -> Update:
    limit = node.get("open-pull-requests-limit").number()
    ignored = tuple(entry.get("dependency-name").text() for entry in node.get("ignore"))
    return Update(
        node.get("package-ecosystem").text(),
        node.get("directory").strings() + node.get("directories").strings(),
        node.get("schedule", "interval").text(),
        tuple(node.get("groups").children),
        ignored,
        node.get("cooldown", "default-days").number() or 0,
        -1 if limit is None else limit,
        node.line,
    )


def read_dependabot(text: str) -> DependabotFacts:
    """dependabot.yml (version 2)."""
    problems = Problems()
    root = yaml_file.tree(bounded(text, problems), problems)
    return DependabotFacts(
        updates=tuple(_update(node) for node in root.get("updates").entries[:500]), problems=problems.all()
    )


def read_renovate(text: str) -> RenovateFacts:
    """renovate.json, .json5 and .renovaterc, or the `renovate` table of a package.json."""
    problems = Problems()
    root = json_file.tree(bounded(text, problems), problems)
    if root.get("renovate"):
        root = root.get("renovate")
    return RenovateFacts(
        enabled=root.kind == "map" and root.get("enabled").truth() is not False,
        presets=root.get("extends").strings(),
        managers=root.get("enabledManagers").strings(),
        schedule=root.get("schedule").strings(),
        settings=settings(root),
        problems=problems.all(),
    )


def read_precommit(text: str) -> PreCommitFacts:
    """.pre-commit-config.yaml; the hooks of `repo: local` are named by their id."""
    problems = Problems()
    root = yaml_file.tree(bounded(text, problems), problems)
    found = tuple(
        HookRepository(
            node.get("repo").text(),
            node.get("rev").text(),
            tuple(hook.get("id").text() for hook in node.get("hooks")),
            node.line,
        )
        for node in root.get("repos").entries[:500]
    )
    return PreCommitFacts(repositories=found, problems=problems.all())
