"""Platforms that run an app from a file of their own: what they start, set, and do about TLS."""

from typing import Final

from tenfold.project import json_file, shell, toml_file, yaml_file
from tenfold.project.facts import Command, EnvVar, Fact, FileFacts, Problems, Setting, bounded
from tenfold.project.tree import Node, environment, settings


class PlatformService(Fact, frozen=True, kw_only=True):
    """One service on a platform.

    force_https: True when the platform redirects http to https by this file or always, False when the
    file leaves it off, None when it is not known. tls_at_platform: it ends TLS before the app. headers
    are added by the platform.
    """

    name: str
    line: int
    commands: tuple[Command, ...] = ()
    environment: tuple[EnvVar, ...] = ()
    force_https: bool | None = None
    force_https_line: int = 0
    tls_at_platform: bool = True
    workers: int | None = None
    instances: int | None = None
    headers: tuple[Setting, ...] = ()


class PlatformFacts(FileFacts, frozen=True):
    """The platform (heroku, fly, render, vercel, railway, gae, digitalocean) and its services."""

    platform: str = ""
    services: tuple[PlatformService, ...] = ()
    settings: tuple[Setting, ...] = ()


def _commands(*nodes: Node) -> tuple[Command, ...]:
    return tuple(c for node in nodes if node.kind == "scalar" for c in shell.commands(node.text(), node.text_line))


def _generated(node: Node) -> tuple[EnvVar, ...]:
    """Variables of {key, value} entries and of app.json's NAME: {value, generator} maps."""
    nested = [(name, child) for name, child in node.items() if child.kind == "map"]
    return environment(node) + tuple(
        EnvVar(name, child.get("value").value if child.get("value") else None, child.line) for name, child in nested
    )


def read_heroku(text: str) -> PlatformFacts:
    """app.json."""
    problems = Problems()
    root = json_file.tree(bounded(text, problems), problems)
    service = PlatformService(
        name=root.get("name").text(),
        line=1,
        environment=_generated(root.get("env")),
        commands=_commands(root.get("scripts", "postdeploy")),
        instances=root.get("formation", "web", "quantity").number(),
    )
    return PlatformFacts(platform="heroku", services=(service,), settings=settings(root), problems=problems.all())


def read_fly(text: str) -> PlatformFacts:
    """fly.toml."""
    problems = Problems()
    root = toml_file.tree(bounded(text, problems), problems)
    forced = root.get("http_service", "force_https")
    for service in root.get("services"):
        for port in service.get("ports"):
            forced = forced or port.get("force_https")
    found = PlatformService(
        name=root.get("app").text(),
        line=1,
        environment=environment(root.get("env")),
        commands=_commands(root.get("deploy", "release_command"), *root.get("processes").children.values()),
        force_https=forced.truth() is True,
        force_https_line=forced.line,
        instances=root.get("http_service", "min_machines_running").number(),
    )
    return PlatformFacts(platform="fly", services=(found,), settings=settings(root), problems=problems.all())


def read_render(text: str) -> PlatformFacts:
    """render.yaml; Render always redirects to HTTPS."""
    problems = Problems()
    root = yaml_file.tree(bounded(text, problems), problems)
    found = tuple(
        PlatformService(
            name=node.get("name").text(),
            line=node.line,
            commands=_commands(node.get("preDeployCommand"), node.get("startCommand"), node.get("dockerCommand")),
            environment=environment(node.get("envVars")),
            force_https=True,
            instances=node.get("numInstances").number(),
            headers=_header_list(node.get("headers"), "name"),
        )
        for node in root.get("services").entries[:500]
    )
    return PlatformFacts(platform="render", services=found, settings=settings(root), problems=problems.all())


def _header_list(node: Node, key: str) -> tuple[Setting, ...]:
    return tuple(Setting(entry.get(key).text(), entry.get("value").text(), entry.line) for entry in node)


def read_vercel(text: str) -> PlatformFacts:
    """vercel.json; Vercel always redirects to HTTPS. A project of static pages alone serves no app of Python's."""
    problems = Problems()
    root = json_file.tree(bounded(text, problems), problems)
    if _is_static_site(root):
        return PlatformFacts(platform="vercel", settings=settings(root), problems=problems.all())
    headers = tuple(h for rule in root.get("headers") for h in _header_list(rule.get("headers"), "key"))
    headers += tuple(
        Setting(name, node.text(), node.line)
        for route in root.get("routes")
        for name, node in route.get("headers").items()
    )
    service = PlatformService(
        name=root.get("name").text(),
        line=1,
        environment=environment(root.get("env")),
        force_https=True,
        headers=headers,
    )
    return PlatformFacts(platform="vercel", services=(service,), settings=settings(root), problems=problems.all())


def _is_static_site(root: Node) -> bool:
    """Whether every path ends at a page: no function, no build of code, no other server behind."""
    code = any(root.get(key) for key in ("functions", "builds", "routes"))
    targets = [rule.get("destination").text() for rule in root.get("rewrites")]
    return not code and bool(targets) and all(target == "/" or target.endswith(".html") for target in targets)


def read_railway(text: str) -> PlatformFacts:
    """railway.json or railway.toml."""
    problems = Problems()
    text = bounded(text, problems)
    is_json = text.lstrip().startswith("{")
    root = json_file.tree(text, problems) if is_json else toml_file.tree(text, problems)
    deploy = root.get("deploy")
    service = PlatformService(
        name="",
        line=1,
        commands=_commands(deploy.get("preDeployCommand"), deploy.get("startCommand")),
        force_https=True,
        instances=deploy.get("numReplicas").number(),
    )
    return PlatformFacts(platform="railway", services=(service,), settings=settings(root), problems=problems.all())


_GAE_SECURE: Final = {"always": True, "never": False, "optional": False}


def read_gae(text: str) -> PlatformFacts:
    """App Engine's app.yaml; `secure: always` on a handler redirects to HTTPS."""
    problems = Problems()
    root = yaml_file.tree(bounded(text, problems), problems)
    secured = [node.get("secure") for node in root.get("handlers") if node.get("secure")]
    levels = [_GAE_SECURE.get(node.text()) for node in secured]
    forced = all(levels) and len(secured) == len(root.get("handlers").entries) if secured else None
    service = PlatformService(
        name=root.get("service").text() or "default",
        line=1,
        commands=_commands(root.get("entrypoint")),
        environment=environment(root.get("env_variables")),
        force_https=forced,
        force_https_line=secured[0].line if secured else 0,
        instances=root.get("manual_scaling", "instances").number(),
    )
    return PlatformFacts(platform="gae", services=(service,), settings=settings(root), problems=problems.all())


def read_digitalocean(text: str) -> PlatformFacts:
    """DigitalOcean's .do/app.yaml."""
    problems = Problems()
    root = yaml_file.tree(bounded(text, problems), problems)
    root = root.get("spec") or root
    shared = environment(root.get("envs"))
    found = tuple(
        PlatformService(
            name=node.get("name").text(),
            line=node.line,
            commands=_commands(node.get("run_command")),
            environment=shared + environment(node.get("envs")),
            force_https=True,
            instances=node.get("instance_count").number(),
        )
        for node in root.get("services").entries[:100]
    )
    return PlatformFacts(platform="digitalocean", services=found, settings=settings(root), problems=problems.all())
