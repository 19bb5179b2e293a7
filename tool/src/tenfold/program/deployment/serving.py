"""The Python web servers that production starts: command line, configuration file and environment joined."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from tenfold.place import Place
from tenfold.program.deployment.configured import Configured, configured
from tenfold.program.deployment.model import ServerUse, Unit, Variable
from tenfold.program.deployment.production import joined, named_file, reached
from tenfold.program.deployment.scripts import from_script
from tenfold.project.facts import Command, whole_number
from tenfold.project.launchers import basename, is_python
from tenfold.project.servers import Server, servers
from tenfold.project.shell import ShellFacts

if TYPE_CHECKING:
    from tenfold.program.app import App

_SHELLS = frozenset({"sh", "bash", "dash", "ash", "zsh"})
_DEVELOPMENT = frozenset({"runserver", "flask", "python"})
"""Kinds of server that a start script's other branch runs for developers."""
_JOINTS = frozenset({"&&", "||", "|||", ";"})
_ONE_PROCESS = frozenset({"flask", "runserver", "waitress", "daphne", "python"})
_READS_CONCURRENCY = frozenset({"gunicorn", "uvicorn"})
_READY_MADE = {
    "tiangolo/uvicorn-gunicorn-fastapi": "gunicorn",
    "tiangolo/uvicorn-gunicorn-starlette": "gunicorn",
    "tiangolo/uvicorn-gunicorn": "gunicorn",
    "tiangolo/meinheld-gunicorn-flask": "gunicorn",
    "tiangolo/meinheld-gunicorn": "gunicorn",
    "tiangolo/uwsgi-nginx-flask": "uwsgi",
    "tiangolo/uwsgi-nginx": "uwsgi",
}
"""Public images that start a server by themselves, with several workers (their README)."""


def find_servers(app: App, units: tuple[Unit, ...]) -> tuple[ServerUse, ...]:
    """The servers that the units start, those of other apps of the repository left out."""
    found: list[ServerUse] = []
    for unit in units:
        uses = [use for command in _followed(app, unit) for use in _uses(app, unit, *command)]
        if not uses and unit.image in _READY_MADE and unit.origin in {"dockerfile", "compose", "kubernetes"}:
            uses = [_ready_made(unit)]
        found.extend(use for use in uses if _runs(app, unit, use.server))
    return tuple(dict.fromkeys(found))


def _ready_made(unit: Unit) -> ServerUse:
    kind = _READY_MADE[unit.image]
    set_by = (unit.environment or {}).get("WEB_CONCURRENCY") or (unit.environment or {}).get("MAX_WORKERS")
    number = whole_number(set_by.value) if set_by is not None else None
    return ServerUse(
        Server(kind=kind, line=unit.place.line, workers=number),
        unit.place,
        unit.origin,
        unit.replicas,
        number or 2,
        number is not None,
        set_by.place if set_by is not None else None,
        f"{set_by.place} gives it {number} workers" if set_by is not None else f"the image {unit.image} starts several",
        unit.name,
    )


def _followed(app: App, unit: Unit) -> list[tuple[str, Command]]:
    """The unit's commands, scripts of the repository that they run opened."""
    return [
        pair for path, whole in unit.commands for command in _split(whole) for pair in _opened(app, unit, path, command)
    ]


def _split(command: Command) -> list[Command]:
    """A command whose words hold "&&" for a starter of several programs, as one command for each."""
    if not _JOINTS & set(command.argv):
        return [command]
    found: list[list[str]] = [[]]
    for word in command.argv[:500]:
        if word in _JOINTS:
            found.append([])
        else:
            found[-1].append(word)
    return [Command(tuple(words), " ".join(words), command.line) for words in found if words]


def _opened(app: App, unit: Unit, path: str, command: Command) -> list[tuple[str, Command]]:
    own = servers(command)
    if any(server.kind != "python" for server in own):
        return [(path, command)]
    rest = Command(command.argv[1:], command.text, command.line)
    if rest.argv and any(server.kind != "python" for server in servers(rest)):
        return [(path, rest)]  # an entrypoint that ends in exec "$@"
    scripts = [script for word in _script_words(command) if (script := _script(app, unit, word))]
    lines = [(script, line) for script in scripts[:3] for line in reached(app, ShellFacts)[script].commands]
    starts = [pair for pair in lines if servers(pair[1])]
    if not starts:
        inner = {s for _, line in lines for word in _script_words(line) if (s := _script(app, unit, word))}
        starts = [
            (script, line)
            for script in sorted(inner - set(scripts))[:5]
            for line in reached(app, ShellFacts)[script].commands
            if servers(line)
        ]
    real = [pair for pair in starts if any(server.kind not in _DEVELOPMENT for server in servers(pair[1]))]
    return real or starts or [(path, command)]


def _script_words(command: Command) -> list[str]:
    """Words of a command that may name a shell script."""
    words = [word for part in command.argv[:12] for word in (part.split() if " " in part[:2000] else [part])]
    return [
        word
        for word in words[:40]
        if not word.startswith("-")
        and basename(word) not in _SHELLS
        and not is_python(word)
        and (word.endswith((".sh", ".bash")) or "." not in basename(word))
    ]


def _script(app: App, unit: Unit, word: str) -> str:
    """The script of the repository that a word means inside the container, under the name it was copied to."""
    name = basename(word)
    if not name or "=" in name:
        return ""
    scripts = reached(app, ShellFacts)
    return named_file(scripts, dict(unit.renamed).get(name, word), unit.folders) or named_file(
        scripts, f"{word}.sh", unit.folders
    )


def _uses(app: App, unit: Unit, path: str, command: Command) -> list[ServerUse]:
    found: list[ServerUse] = []
    for server in servers(command):
        place = Place(path, server.line)
        if server.kind == "python":
            found.extend(
                _use(unit, made.server, Place(made.path, made.server.line), made.configured)
                for made in from_script(app, unit, server)
            )
            continue
        settled = configured(app, unit, server)
        found.append(_use(unit, _over(server, settled.server), place, settled))
    return found


def _over(server: Server, base: Server | None) -> Server:
    """The command line's settings over those of a configuration file."""
    if base is None:
        return server
    empty = Server(kind=server.kind, line=server.line)
    given = {
        name: getattr(server, name)
        for name in Server.__struct_fields__
        if getattr(server, name) != getattr(empty, name) or name in {"kind", "line"}
    }
    if "workers_variable" in given and "workers" not in given:
        given["workers"] = None
    return msgspec.structs.replace(base, **given)


def _use(unit: Unit, server: Server, place: Place, settled: Configured) -> ServerUse:
    environment = dict(unit.environment or {})
    environment.update({v.name: Variable(v.value, place) for v in server.environment if v.value is not None})
    server, forwarded = _forwarded(server, place, settled, environment)
    use = ServerUse(
        server,
        place,
        unit.origin,
        unit.replicas,
        unit=unit.name,
        certificate_place=settled.places.get("certfile", place) if server.certfile else None,
        forwarded_place=forwarded,
    )
    return _counted(use, settled, environment)


def _forwarded(
    server: Server, place: Place, settled: Configured, environment: dict[str, Variable]
) -> tuple[Server, Place | None]:
    if server.forwarded_allow_ips is not None:
        return server, settled.places.get("forwarded_allow_ips", place)
    variable = environment.get("FORWARDED_ALLOW_IPS")
    if variable is not None and server.kind in {"gunicorn", "uvicorn", "fastapi"}:
        return msgspec.structs.replace(server, forwarded_allow_ips=variable.value), variable.place
    return server, None


def _counted(use: ServerUse, settled: Configured, environment: dict[str, Variable]) -> ServerUse:
    """The use with its number of worker processes and the words for it."""
    server = use.server
    kind = server.kind
    at = settled.places.get("workers", use.place)
    if server.workers_variable and (variable := environment.get(server.workers_variable)):
        number = whole_number(variable.value)
        if number is not None:
            return _with(use, number, True, variable.place, f"{variable.place} gives {kind} {number} workers")
    if settled.several:
        return _with(use, 2, False, at, f"{kind} starts several workers for each processor core ({at})")
    if server.workers is not None and server.workers > 0:
        exact = not server.workers_variable
        return _with(use, server.workers, exact, at, f"{kind} starts {server.workers} workers ({at})")
    if server.workers_variable and kind not in _ONE_PROCESS:
        return _with(use, 1, False, at, f"the variable {server.workers_variable} sets the workers of {kind}")
    if kind in _READS_CONCURRENCY and (variable := environment.get("WEB_CONCURRENCY")):
        number = whole_number(variable.value)
        if number:
            return _with(use, number, True, variable.place, f"WEB_CONCURRENCY gives {kind} {number} workers")
    if kind == "gunicorn" and use.origin == "procfile":
        return _with(use, 2, False, use.place, "Heroku's Python buildpack gives gunicorn several workers by itself")
    return _with(use, 1, True, None, f"{kind} starts one process ({use.place})")


def _with(use: ServerUse, number: int, exact: bool, place: Place | None, why: str) -> ServerUse:
    return replace(use, processes=number, exact=exact, workers_place=place, why=why)


def _runs(app: App, unit: Unit, server: Server) -> bool:
    """Whether a server may run this app: what it names is no file of another app of the repository."""
    roots = {app.root, *(other.root for other in app.siblings)} - {""}
    held = {root for root in roots for source in unit.sources if f"{source}/".startswith(f"{root}/")}
    if held and app.root not in held:
        return False
    module = server.app.partition(":")[0].removesuffix(".py").replace("/", ".").strip(".")
    if not module or not app.siblings:
        return True
    for folder in (server.directory, *unit.folders):
        path = app.program.modules.find(module, joined(folder, "_.py"))
        if path is not None:
            return app.owns(path)
    return True
