"""What the declared libraries put in force for this practice: calls, middleware, installed apps, commands."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from tenfold import frameworks
from tenfold.frameworks.model import Protection
from tenfold.language import facts as f
from tenfold.place import Place
from tenfold.program.app import SHIPPED, App
from tenfold.program.calls import CallSite
from tenfold.program.values import Env
from tenfold.project.compose import ComposeFacts
from tenfold.project.dockerfile import DockerfileFacts
from tenfold.project.facts import Command, FileFacts
from tenfold.project.kubernetes import KubernetesFacts
from tenfold.project.platforms import PlatformFacts
from tenfold.project.processes import ProcessFacts
from tenfold.project.shell import ShellFacts
from tenfold.rules.logging._switches import switched_off

_DEPLOYED = (DockerfileFacts, ComposeFacts, ProcessFacts, ShellFacts, PlatformFacts, KubernetesFacts)
_MAX_FACTS = 20_000


class InForce(msgspec.Struct, frozen=True):
    """A declared protection and where it is put in force; `site` is its call, when it is one."""

    protection: Protection
    name: str
    place: Place
    site: CallSite | None = None


def in_force(app: App, requirement: str) -> list[InForce]:
    """Everything that is declared to meet a requirement and that this app uses."""
    found: list[InForce] = []
    for name, protections in frameworks.protections().items():
        for protection in protections:
            if protection.requirement == requirement:
                found.extend(_of(app, name, protection))
    return found


def _of(app: App, name: str, protection: Protection) -> Iterator[InForce]:
    if protection.how in {"call", "instance", "attached"}:
        for site in app.calls(name):
            if not _off(app, site, protection) and not switched_off(app, site):
                yield InForce(protection, name, site.place, site)
    elif protection.how == "middleware":
        yield from (
            InForce(protection, name, item.place) for item in app.settings.list("MIDDLEWARE") if item.value == name
        )
        yield from _added(app, name, protection)
    elif protection.how == "installed":
        for item in app.settings.list("INSTALLED_APPS"):
            if item.value == name or item.value.startswith(name + "."):
                yield InForce(protection, name, item.place)
    elif protection.how == "command":
        for path, command in commands(app):
            if any(word.rpartition("/")[2] == name for word in command.argv[:12]):
                yield InForce(protection, name, Place(path, command.line))


def _added(app: App, name: str, protection: Protection) -> Iterator[InForce]:
    """`app.add_middleware(X)`, `Middleware(X)`, or X(app) around a WSGI or ASGI app."""
    for segment in ("add_middleware", "Middleware"):
        for site in app.ending(segment):
            if site.call.args:
                given = app.program.names.qualify(site.file, site.call.scope, site.call.args[0])
                if given == name:
                    yield InForce(protection, name, site.place, site)
    for site in app.calls(name):
        yield InForce(protection, name, site.place, site)


def _off(app: App, site: CallSite, protection: Protection) -> bool:
    for argument, off in protection.off:
        given = site.argument(argument, 0 if argument == "dsn" else -1)
        if given is not None and app.program.values.of(site.file, site.call.scope, given) == off:
            return True
    if protection.given and not site.spreads:
        return all(site.argument(argument) is None for argument in protection.given)
    return False


def depends_on_variable(app: App, site: CallSite, argument: str) -> str:
    """The environment variable that gives an argument; "" when none does."""
    given = site.argument(argument, 0)
    value = app.program.values.of(site.file, site.call.scope, given) if given is not None else None
    return value.variable if isinstance(value, Env) else ""


def commands(app: App) -> Iterator[tuple[str, Command]]:
    """The commands of the app's deployment files, each with its file."""
    for kind in _DEPLOYED:
        for path, facts in app.facts_of(kind).items():
            if app.program.role(path) in SHIPPED:
                yield from ((path, command) for command in _commands_in(facts))


def _commands_in(facts: FileFacts) -> Iterator[Command]:
    pending: list[object] = [facts]
    for _ in range(_MAX_FACTS):
        if not pending:
            return
        fact = pending.pop()
        if isinstance(fact, Command):
            yield fact
        elif isinstance(fact, tuple):
            pending.extend(reversed(fact))
        elif hasattr(fact, "__struct_fields__"):
            pending.extend(getattr(fact, name) for name in reversed(fact.__struct_fields__))


def under_main(site: CallSite) -> bool:
    """Whether a call stands below `if __name__ == "__main__":`, which a server that imports the file never runs."""
    main = site.file.outline.main
    return bool(main) and site.call.scope == 0 and f.line_of(site.call.at) > main
