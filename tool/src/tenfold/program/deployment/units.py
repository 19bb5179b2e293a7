"""What production starts: images and compose services joined, Procfiles, units, platforms, Kubernetes workloads."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tenfold.place import Place
from tenfold.program.deployment.composed import ComposedService, compose_services
from tenfold.program.deployment.model import Unit, Variable
from tenfold.program.deployment.production import folder_of, joined, shipped
from tenfold.program.settings.serves import environment_of
from tenfold.project.dockerfile import DockerfileFacts, Stage
from tenfold.project.facts import Command, EnvVar
from tenfold.project.kubernetes import Container, KubernetesFacts
from tenfold.project.platforms import PlatformFacts
from tenfold.project.processes import ProcessFacts
from tenfold.project.servers import servers
from tenfold.project.shell import ShellFacts

if TYPE_CHECKING:
    from tenfold.program.app import App

_SETTINGS = re.compile(r"(^|/)(settings|config|conf)(/[^/]*)?[^/]*\.py$")
_ONE_OFF = frozenset({"release", "postdeploy"})
_STARTERS = ("start", "run", "entrypoint", "docker-entrypoint", "boot", "gunicorn", "serve", "uwsgi")


def find_units(app: App) -> tuple[Unit, ...]:
    """Everything that production starts, the most specific first."""
    images = shipped(app, DockerfileFacts)
    composed = [service for service in compose_services(app) if not _is_others(app, service.context)]
    found: list[Unit] = []
    replaced: set[str] = set()
    for service in composed:
        facts = images.get(service.dockerfile)
        develops = facts is not None and _is_development(app, service, facts)
        if facts is not None and not develops:
            replaced.add(service.dockerfile)
        if not develops:
            found.append(_composed_unit(app, service, facts))
    found.extend(_image_unit(path, facts) for path, facts in images.items() if path not in replaced)
    found.extend(_processes(app))
    found.extend(_platforms(app, images))
    found.extend(_workloads(app, images))
    return tuple(found) or tuple(_scripts(app))


def _is_others(app: App, folder: str) -> bool:
    """Whether a folder is another app's of the same repository."""
    return any(
        other.root != app.root and other.root and f"{folder}/".startswith(f"{other.root}/") for other in app.siblings
    ) and not (app.root and f"{folder}/".startswith(f"{app.root}/"))


def _is_development(app: App, service: ComposedService, image: DockerfileFacts) -> bool:
    """Whether a service is how a developer runs it: a development server in place of the image's real one.

    Where the image has none, a service that runs the working copy is a developer's only if the repository holds
    settings of production that it does not use: else it is the one way that there is to run the app.
    """
    if service.command is None:
        return False
    own = servers(service.command[1])
    start = image.start()
    kinds = {server.kind for server in servers(start)} if start is not None else set()
    develops = any(s.kind in {"runserver", "flask"} or s.reload or s.subcommand == "dev" for s in own)
    if start is None:
        return develops and service.mounts_source and _has_production_settings(app)
    return develops and (service.mounts_source or bool(kinds - {"runserver", "flask", "python"}))


def _has_production_settings(app: App) -> bool:
    return any(
        environment_of(path) == "production" and app.owns(path) and _SETTINGS.search(path)
        for path in app.program.facts.python
    )


def _image_environment(path: str, facts: DockerfileFacts) -> dict[str, Variable]:
    found: dict[str, Variable] = {}
    for stage in facts.final():
        for variable in (*stage.arguments, *stage.environment):
            if variable.value is not None:
                found[variable.name] = Variable(variable.value, Place(path, variable.line))
    given = {argument.name for stage in facts.final() for argument in stage.arguments}
    return {name: variable for name, variable in found.items() if name not in given or _is_set(facts, name)}


def _is_set(facts: DockerfileFacts, name: str) -> bool:
    return any(variable.name == name for stage in facts.final() for variable in stage.environment)


def _base_image(facts: DockerfileFacts | None) -> str:
    stages: tuple[Stage, ...] = facts.final() if facts is not None else ()
    return stages[0].image if stages else ""


def _renamed(facts: DockerfileFacts | None) -> tuple[tuple[str, str], ...]:
    """The files that COPY gives another name."""
    copies = [c for stage in facts.final() for c in stage.copies if not c.from_stage] if facts is not None else []
    found = [
        (copy.destination.rpartition("/")[2], copy.sources[0])
        for copy in copies
        if len(copy.sources) == 1 and not copy.destination.endswith("/") and "*" not in copy.sources[0]
    ]
    return tuple((name, source) for name, source in found if name and name != source.rpartition("/")[2])


def _sources(facts: DockerfileFacts | None, context: str) -> tuple[str, ...]:
    """What COPY takes from the repository, relative to its top."""
    stages = facts.stages if facts is not None else ()
    return tuple(
        joined(context, source)
        for stage in stages
        for copy in stage.copies
        if not copy.from_stage
        for source in copy.sources
    )


def _image_unit(path: str, facts: DockerfileFacts) -> Unit:
    start = facts.start()
    return Unit(
        name="",
        origin="dockerfile",
        place=Place(path, start.line if start is not None else 1),
        commands=((path, start),) if start is not None else (),
        environment=_image_environment(path, facts),
        folders=(folder_of(path), ""),
        image=_base_image(facts),
        sources=_sources(facts, folder_of(path)) + _sources(facts, ""),
        renamed=_renamed(facts),
    )


def _composed_unit(app: App, service: ComposedService, image: DockerfileFacts | None) -> Unit:
    environment = _image_environment(service.dockerfile, image) if image is not None else {}
    environment.update(service.environment(app))
    return Unit(
        name=service.name,
        origin="compose",
        place=service.place,
        commands=_service_start(service, image),
        environment=environment,
        folders=(service.context, folder_of(service.dockerfile), service.folder, ""),
        replicas=service.replicas,
        image=_base_image(image) or service.image,
        sources=_sources(image, service.context),
        renamed=_renamed(image),
    )


def _service_start(service: ComposedService, image: DockerfileFacts | None) -> tuple[tuple[str, Command], ...]:
    """Compose: `entrypoint` replaces the image's ENTRYPOINT and CMD, `command` its CMD."""
    first, last = service.entrypoint, service.command
    if first is None and image is not None:
        stages = image.final()
        entry = next((stage.entrypoint for stage in reversed(stages) if stage.entrypoint is not None), None)
        if last is None:
            start = image.start()
            return ((service.dockerfile, start),) if start is not None else ()
        first = (service.dockerfile, entry) if entry is not None else None
    if first is None or last is None:
        only = first or last
        return (only,) if only is not None else ()
    if "-c" in first[1].argv[:2]:
        return (first,)
    whole = Command(first[1].argv + last[1].argv, f"{first[1].text} {last[1].text}", last[1].line)
    return ((last[0], whole),)


def _given(path: str, variables: tuple[EnvVar, ...]) -> dict[str, Variable]:
    return {v.name: Variable(v.value, Place(path, v.line)) for v in variables if v.value is not None}


def _processes(app: App) -> list[Unit]:
    found: list[Unit] = []
    for path, facts in shipped(app, ProcessFacts).items():
        name = path.rpartition("/")[2].lower()
        origin = "procfile" if "procfile" in name else "systemd" if ".service" in name else "supervisor"
        found.extend(
            Unit(
                name=process.name,
                origin=origin,
                place=Place(path, process.line),
                commands=tuple((path, command) for command in process.commands),
                environment=_given(path, process.environment),
                folders=(folder_of(path), ""),
            )
            for process in facts.processes
            if process.name not in _ONE_OFF
        )
    return found


def _platforms(app: App, images: dict[str, DockerfileFacts]) -> list[Unit]:
    found: list[Unit] = []
    for path, facts in shipped(app, PlatformFacts).items():
        for service in facts.services:
            near = next((image for image in (f"{folder_of(path)}/Dockerfile".lstrip("/"),) if image in images), "")
            environment = _image_environment(near, images[near]) if near else {}
            environment.update(_given(path, service.environment))
            commands = tuple((path, command) for command in service.commands)
            start = images[near].start() if near else None
            if not any(servers(command) for _, command in commands) and start is not None:
                commands = ((near, start),)
            found.append(
                Unit(
                    name=service.name,
                    origin=facts.platform,
                    place=Place(path, service.line),
                    commands=commands if facts.platform != "heroku" else (),
                    environment=environment,
                    folders=(folder_of(path), ""),
                    replicas=service.instances,
                )
            )
    return found


def _workloads(app: App, images: dict[str, DockerfileFacts]) -> list[Unit]:
    manifests = shipped(app, KubernetesFacts)
    data = {
        (item.kind, item.name): (path, item.data)
        for path, facts in manifests.items()
        for item in facts.data
        if not item.encoded
    }
    found: list[Unit] = []
    for path, facts in manifests.items():
        for workload in facts.workloads:
            if workload.kind in {"Job", "CronJob"}:
                continue
            for container in workload.containers:
                if container.init:
                    continue
                commands = _container_start(path, container, images)
                found.append(
                    Unit(
                        name=workload.name,
                        origin="kubernetes",
                        place=Place(path, container.line),
                        commands=commands,
                        environment=_container_environment(path, container, data),
                        folders=(folder_of(path), *{folder_of(p) for p, _ in commands}, ""),
                        replicas=workload.replicas,
                        image=container.image,
                    )
                )
    return found


def _container_start(
    path: str, container: Container, images: dict[str, DockerfileFacts]
) -> tuple[tuple[str, Command], ...]:
    """A container's command; without one, that of the repository's only image, unless a public image is run."""
    if container.command is not None:
        return ((path, container.command),)
    name = container.image.partition("@")[0].partition(":")[0]
    starts = [(p, start) for p, facts in images.items() if (start := facts.start()) is not None and servers(start)]
    own = "/" in name or "{" in name or name in {"template", "", "app", "web", "api"}
    return (starts[0],) if own and len(starts) == 1 else ()


def _container_environment(
    path: str, container: Container, data: dict[tuple[str, str], tuple[str, tuple[EnvVar, ...]]]
) -> dict[str, Variable]:
    found: dict[str, Variable] = {}
    for source in container.environment_from:
        kind = "ConfigMap" if source.key == "configMapRef" else "Secret"
        owner, variables = data.get((kind, source.value), ("", ()))
        found.update(_given(owner, variables))
    for variable in container.environment:
        if variable.value is not None:
            found[variable.name] = Variable(variable.value, Place(path, variable.line))
        elif variable.reference:
            name, _, key = variable.reference.partition("/")
            owner, variables = data.get(("ConfigMap" if variable.source == "configmap" else "Secret", name), ("", ()))
            given = _given(owner, variables).get(key)
            if given is not None:
                found[variable.name] = given
    return found


def _scripts(app: App) -> list[Unit]:
    """Start scripts, where nothing else says how the app is run."""
    return [
        Unit("", "shell", Place(path, 1), tuple((path, c) for c in facts.commands), None, (folder_of(path), ""))
        for path, facts in shipped(app, ShellFacts).items()
        if path.rpartition("/")[2].lower().startswith(_STARTERS)
    ]
