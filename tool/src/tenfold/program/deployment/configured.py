"""What configuration files add to a server's command line: gunicorn.conf.py, uwsgi.ini, hypercorn.toml."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from tenfold.language import facts as f
from tenfold.place import Place
from tenfold.program.deployment.model import Unit
from tenfold.program.deployment.production import joined, named_file, reached
from tenfold.program.values import Env, Value
from tenfold.project import shell
from tenfold.project.facts import Command, SettingsFacts
from tenfold.project.read import PythonFile
from tenfold.project.servers import Server, from_settings, servers

if TYPE_CHECKING:
    from tenfold.program.app import App

Plain = str | int | bool | tuple[str, ...] | None

_FIELDS = {"accesslog": "access_log", "wsgi_app": "app", "processes": "workers", "ssl_certfile": "certfile"}
_CPU = frozenset({"cpu_count", "process_cpu_count", "sched_getaffinity"})


class Configured(msgspec.Struct, frozen=True):
    """What a file adds to a server.

    Attributes:
        server: its settings; None when no file speaks.
        places: where single settings stand, by the field of `Server`.
        several: the number of workers grows with the processor's cores.
    """

    server: Server | None = None
    places: dict[str, Place] = {}
    several: bool = False


def configured(app: App, unit: Unit, server: Server) -> Configured:
    """What configuration files and the server's own variables add to a command line."""
    if server.kind == "gunicorn":
        return _with_arguments(unit, server, _gunicorn(app, unit, server))
    if server.kind in {"uwsgi", "hypercorn"} and server.config_file:
        return _settings_file(app, unit, server)
    return Configured()


def _with_arguments(unit: Unit, server: Server, base: Configured) -> Configured:
    """GUNICORN_CMD_ARGS comes over the configuration file and under the command line."""
    given = (unit.environment or {}).get("GUNICORN_CMD_ARGS")
    if given is None:
        return base
    words = [word for command in shell.commands(given.value) for word in command.argv]
    found = servers(Command(("gunicorn", *words), given.value, server.line))
    if not found:
        return base
    own = found[0]
    places = {**base.places, **({"workers": given.place} if own.workers is not None else {})}
    if own.forwarded_allow_ips is not None:
        places["forwarded_allow_ips"] = given.place
    return Configured(own, places, base.several and own.workers is None)


def _gunicorn(app: App, unit: Unit, server: Server) -> Configured:
    path = python_file(app, unit, server.config_file.removeprefix("file:").removeprefix("python:"))
    if not path and not server.config_file:
        path = next(
            (p for folder in unit.folders if (p := joined(folder, "gunicorn.conf.py")) in app.program.facts.python), ""
        )
    if not path:
        return Configured()
    file = app.program.facts.python[path]
    values: dict[str, Plain] = {}
    places: dict[str, Place] = {}
    several = False
    for assign in file.detail.assigns:
        if assign.scope != 0 or assign.kind != "=" or not isinstance(assign.target, f.Name):
            continue
        name = assign.target.id
        value = plain(app.program.values.of(file, 0, assign.value))
        places[_FIELDS.get(name, name)] = Place(path, f.line_of(assign.at))
        if name == "workers":
            several = value is None and counts_cores(app, file, assign.value)
        if value is not None:
            values[name] = value
        else:
            values.pop(name, None)
    return Configured(from_settings(values, kind="gunicorn"), places, several)


def counts_cores(app: App, file: PythonFile, expr: f.Expr | None, depth: int = 6) -> bool:
    """Whether an expression's value grows with the number of processor cores."""
    if expr is None or depth <= 0:
        return False
    match expr:
        case f.CallRef(index=index):
            call = file.detail.calls[index]
            if call.name.rpartition(".")[2] in _CPU:
                return True
            return any(counts_cores(app, file, arg, depth - 1) for arg in call.args)
        case f.Op(operands=operands):
            return any(counts_cores(app, file, side, depth - 1) for side in operands)
        case f.Conditional(then=then, other=other):
            return counts_cores(app, file, then, depth - 1) or counts_cores(app, file, other, depth - 1)
        case f.Name(id=name):
            bound = [a for a in file.detail.assigns if a.scope == 0 and a.stem == name and a.value is not expr]
            return any(counts_cores(app, file, assign.value, depth - 1) for assign in bound[:5])
    return False


def plain(value: Value) -> Plain:
    """A value as `from_settings` takes it; a variable becomes "${NAME:-default}"."""
    if isinstance(value, Env):
        default = value.default
        if not value.variable:
            return None
        if isinstance(default, (str, int)) and not isinstance(default, bool):
            return f"${{{value.variable}:-{default!s}}}"
        return f"${value.variable}"
    if isinstance(value, (str, int, bool)):
        return value
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return tuple(str(item) for item in value)
    return None


def python_file(app: App, unit: Unit, name: str) -> str:
    """The file of the repository that a configuration name means: a path, or a module."""
    if not name:
        return ""
    path = name if name.endswith(".py") else name.replace(".", "/") + ".py"
    return named_file(app.program.facts.python, path, unit.folders)


def _settings_file(app: App, unit: Unit, server: Server) -> Configured:
    """uwsgi.ini's [uwsgi] section, or hypercorn.toml."""
    found = reached(app, SettingsFacts)
    path = named_file(found, server.config_file, unit.folders)
    if not path:
        return Configured()
    values: dict[str, Plain] = {}
    places: dict[str, Place] = {}
    for setting in found[path].settings:
        section, _, key = setting.key.rpartition(".")
        if server.kind == "uwsgi" and section != "uwsgi":
            continue
        value = setting.value
        if value.startswith("$(") and value.endswith(")"):
            value = f"${{{value[2:-1]}}}"
        values[key] = value
        field_name = "workers" if key in {"processes", "workers"} else key.replace("-", "_")
        places[field_name] = Place(path, setting.line)
        if key == "https":
            parts = value.split(",")
            values.update(zip(("certfile", "keyfile", "ciphers"), parts[1:4], strict=False))
            places["certfile"] = Place(path, setting.line)
    several = "%k" in str(values.get("processes", values.get("workers", "")))
    return Configured(from_settings(values, kind=server.kind), places, several)
