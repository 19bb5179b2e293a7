"""GitLab CI configuration, and the scripts of other CI systems in YAML."""

from typing import Final

from tenfold.project import shell, yaml_file
from tenfold.project.facts import Command, EnvVar, Fact, FileFacts, Problems, Setting, bounded
from tenfold.project.tree import MAX_DEPTH, Node, environment

_NOT_JOBS: Final = frozenset(
    {"stages", "include", "variables", "workflow", "default", "image", "services", "cache", "before_script",
     "after_script", "pages:deploy", "spec"}
)  # fmt: skip
_SCRIPT_KEYS: Final = frozenset(
    {
        "script",
        "before_script",
        "after_script",
        "run",
        "command",
        "bash",
        "commands",
        "install",
        "build",
        "inline",
    }
)
MAX_COMMANDS: Final = 10_000


class Include(Fact, frozen=True):
    """An include. kind: template, component, local, remote or project; name as written (may have @ref)."""

    kind: str
    name: str
    ref: str
    line: int


class Job(Fact, frozen=True):
    """A job with its commands, image ("" for the default), stage and whether its failure is ignored."""

    name: str
    commands: tuple[Command, ...]
    image: str
    stage: str
    allow_failure: bool
    extends: tuple[str, ...]
    line: int


class CiFacts(FileFacts, frozen=True):
    """The jobs, includes, images and variables."""

    jobs: tuple[Job, ...] = ()
    includes: tuple[Include, ...] = ()
    images: tuple[Setting, ...] = ()
    environment: tuple[EnvVar, ...] = ()


def _script(node: Node, depth: int = 0) -> list[Command]:
    """Script lines; nested lists (from anchors) are one script."""
    if node.kind == "scalar":
        return list(shell.commands(node.value, node.text_line))
    found: list[Command] = []
    if depth < 4:
        for entry in node.entries[:1000]:
            found.extend(_script(entry, depth + 1))
    return found[:MAX_COMMANDS]


def _includes(node: Node) -> tuple[Include, ...]:
    found: list[Include] = []
    for entry in node.entries or [node]:
        if entry.kind == "scalar":
            remote = entry.value.startswith(("http://", "https://"))
            found.append(Include("remote" if remote else "local", entry.value, "", entry.line))
        for kind in ("template", "component", "local", "remote", "project"):
            if entry.get(kind):
                found.append(Include(kind, entry.get(kind).text(), entry.get("ref").text(), entry.line))
                break
    return tuple(found)


def _image(node: Node) -> str:
    return node.text() or node.get("name").text()


def read(text: str) -> CiFacts:
    """A .gitlab-ci.yml; hidden jobs (.name) are among the jobs, since others extend them."""
    problems = Problems()
    root = yaml_file.tree(bounded(text, problems), problems)
    jobs: list[Job] = []
    images: list[Setting] = []
    variables = list(environment(root.get("variables")))
    defaults = (root.get("image"), root.get("default", "image"))
    images.extend(Setting("", _image(node), node.line) for node in defaults if _image(node))
    shared = _script(root.get("before_script")) + _script(root.get("default", "before_script"))
    if shared:
        jobs.append(Job("before_script", tuple(shared), "", "", False, (), shared[0].line))
    for name, node in root.items()[:1000]:
        if name in _NOT_JOBS or node.kind != "map":
            continue
        script = [c for key in ("before_script", "script", "after_script") for c in _script(node.get(key))]
        image = _image(node.get("image"))
        if image:
            images.append(Setting(name, image, node.get("image").line))
        variables.extend(environment(node.get("variables")))
        allow = node.get("allow_failure").truth() is True
        extends = node.get("extends").strings()
        jobs.append(Job(name, tuple(script), image, node.get("stage").text(), allow, extends, node.line))
    return CiFacts(
        jobs=tuple(jobs),
        includes=_includes(root.get("include")),
        images=tuple(images),
        environment=tuple(variables),
        problems=problems.all(),
    )


def read_any(text: str) -> CiFacts:
    """Other CI files in YAML (CircleCI, Azure, Bitbucket, Travis, Buildkite, Drone).

    Every script in the tree.
    """
    problems = Problems()
    root = yaml_file.tree(bounded(text, problems), problems)
    found: list[Command] = []
    images: list[Setting] = []
    stack: list[tuple[int, Node]] = [(0, root)]
    budget = 50_000
    while stack and budget > 0 and len(found) < MAX_COMMANDS:
        budget -= 1
        depth, node = stack.pop()
        if depth > MAX_DEPTH:
            continue
        for key, child in node.items():
            if key in _SCRIPT_KEYS and (child.kind == "scalar" or child.strings()):
                found.extend(_script(child))
            elif key == "image" and _image(child):
                images.append(Setting("", _image(child), child.line))
        stack.extend((depth + 1, child) for child in reversed([*node.children.values(), *node.entries]))
    job = Job("", tuple(found), "", "", False, (), 1)
    return CiFacts(jobs=(job,) if found else (), images=tuple(images), problems=problems.all())
