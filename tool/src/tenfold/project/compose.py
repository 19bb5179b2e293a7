"""Compose files: services with what they run, set, mount and publish (the Compose specification)."""

from tenfold.project import shell, yaml_file
from tenfold.project.facts import Command, EnvVar, Fact, FileFacts, Problems, Setting, bounded
from tenfold.project.tree import Node, environment

MAX_SERVICES = 500


class Service(Fact, frozen=True, kw_only=True):
    """One service.

    `build` is the context folder; `replicas` is deploy.replicas or scale; values keep ${VAR:-default}.
    """

    name: str
    line: int
    image: str = ""
    build: str = ""
    dockerfile: str = ""
    target: str = ""
    command: Command | None = None
    entrypoint: Command | None = None
    environment: tuple[EnvVar, ...] = ()
    env_files: tuple[Setting, ...] = ()
    ports: tuple[Setting, ...] = ()
    volumes: tuple[Setting, ...] = ()
    replicas: int | None = None
    labels: tuple[Setting, ...] = ()
    depends_on: tuple[str, ...] = ()
    healthcheck: Command | None = None
    user: str = ""
    secrets: tuple[str, ...] = ()
    profiles: tuple[str, ...] = ()
    privileged: bool = False
    restart: str = ""


class ComposeFacts(FileFacts, frozen=True):
    """The services in file order."""

    services: tuple[Service, ...] = ()


def command_of(node: Node) -> Command | None:
    """A command written as text or as a list of words; None when there is none."""
    if node.kind == "list":
        words = node.strings()
        return Command(words, " ".join(words)[: shell.MAX_COMMAND_TEXT], node.line) if words else None
    text = node.text()
    if not text.strip():
        return None
    found = shell.commands(text, node.text_line)
    if len(found) == 1:
        return found[0]
    return Command(("/bin/sh", "-c", text), text[: shell.MAX_COMMAND_TEXT].strip(), node.text_line)


def _healthcheck(node: Node) -> Command | None:
    test = node.get("test")
    if test.kind != "list":
        return command_of(test)
    words = test.strings()
    if not words or words[0] == "NONE":
        return None
    if words[0] == "CMD-SHELL":
        words = ("/bin/sh", "-c", *words[1:2])
    elif words[0] == "CMD":
        words = words[1:]
    return Command(words, " ".join(words)[: shell.MAX_COMMAND_TEXT], test.line)


def _listed(node: Node, *fields: str) -> tuple[Setting, ...]:
    """Entries written short ("8000:80") or long ({target: 80}); the key of a long one is its first field."""
    if node.kind == "scalar":
        return (Setting("", node.value, node.line),)
    found: list[Setting] = []
    for entry in node:
        if entry.kind == "scalar":
            found.append(Setting("", entry.value, entry.line))
        elif entry.kind == "map":
            parts = [entry.get(field).text() for field in fields]
            found.append(Setting("", ":".join(part for part in parts if part), entry.line))
    return tuple(found)


def _labels(node: Node) -> tuple[Setting, ...]:
    return tuple(Setting(pair.name, pair.value or "", pair.line) for pair in environment(node))


def _names(node: Node) -> tuple[str, ...]:
    return tuple(node.children) if node.kind == "map" else node.strings()


def _service(name: str, node: Node) -> Service:
    build = node.get("build")
    deploy = node.get("deploy")
    return Service(
        name=name,
        line=node.line,
        image=node.get("image").text(),
        build=build.text() or build.get("context").text(),
        dockerfile=build.get("dockerfile").text(),
        target=build.get("target").text(),
        command=command_of(node.get("command")),
        entrypoint=command_of(node.get("entrypoint")),
        environment=environment(node.get("environment")),
        env_files=_listed(node.get("env_file"), "path"),
        ports=_listed(node.get("ports"), "host_ip", "published", "target"),
        volumes=_listed(node.get("volumes"), "source", "target"),
        replicas=deploy.get("replicas").number() if deploy.get("replicas") else node.get("scale").number(),
        labels=_labels(node.get("labels")) + _labels(deploy.get("labels")),
        depends_on=_names(node.get("depends_on")),
        healthcheck=_healthcheck(node.get("healthcheck")),
        user=node.get("user").text(),
        secrets=_names(node.get("secrets")),
        profiles=node.get("profiles").strings(),
        privileged=node.get("privileged").truth() is True,
        restart=node.get("restart").text(),
    )


def read(text: str) -> ComposeFacts:
    """The services of a compose file (version 1 files without `services:` are not read)."""
    problems = Problems()
    services = yaml_file.tree(bounded(text, problems), problems).get("services").items()
    if len(services) > MAX_SERVICES:
        problems.add(1, f"more than {MAX_SERVICES} services; the rest was not read")
    found = tuple(_service(name, node) for name, node in services[:MAX_SERVICES])
    return ComposeFacts(services=found, problems=problems.all())
