"""Which Python web server a command starts, and with which settings that matter for security."""

import re
from collections.abc import Mapping
from typing import Final

import msgspec

from tenfold.project import shell
from tenfold.project.facts import Command, EnvVar, Fact, SettingsFacts, whole_number
from tenfold.project.facts import truth as truth_of
from tenfold.project.launchers import SHELLS, Launched, basename, launched
from tenfold.project.server_options import PROGRAMS, RUNSERVER_COMMANDS, TABLES


class Server(Fact, frozen=True, kw_only=True):
    """A server that a command starts; None means that the command does not say.

    kind: gunicorn, uvicorn, hypercorn, daphne, waitress, uwsgi, granian, flask, fastapi, runserver, or
    python (a script or module whose own source decides whether it serves). app: "module:attribute", a
    file or a module. `workers_variable` names the environment variable that decides the number; `workers`
    is then its default, if any.
    """

    kind: str
    line: int
    app: str = ""
    directory: str = ""
    subcommand: str = ""
    workers: int | None = None
    workers_variable: str = ""
    threads: int | None = None
    worker_class: str = ""
    reload: bool | None = None
    debug: bool | None = None
    factory: bool = False
    bind: tuple[str, ...] = ()
    user: str = ""
    forwarded_allow_ips: str | None = None
    proxy_headers: bool | None = None
    url_scheme: str = ""
    certfile: str = ""
    keyfile: str = ""
    ssl_version: str = ""
    ssl_ciphers: str = ""
    config_file: str = ""
    env_file: str = ""
    settings: str = ""
    max_body: int | None = None
    access_log: bool | None = None
    log_level: str = ""
    log_config: str = ""
    server_header: bool | None = None
    environment: tuple[EnvVar, ...] = ()


_TEXTS: Final = (
    "app", "directory", "worker_class", "user", "url_scheme", "certfile", "keyfile", "ssl_version",
    "ssl_ciphers",
    "config_file", "env_file", "settings", "log_level", "log_config",
)  # fmt: skip
_MAX_ARGUMENTS: Final = 500
_MODULE_AND_ATTRIBUTE = re.compile(r"[A-Za-z_][\w.]*:[A-Za-z_][\w.]*(?:\(.*\))?")


class _Arguments:
    """The options of one command line, sorted by the field that they set."""

    def __init__(self) -> None:
        self.values: dict[str, list[str]] = {}
        self.switches: dict[str, bool] = {}
        self.positional: list[str] = []

    def last(self, field: str) -> str:
        return self.values.get(field, [""])[-1]


def _parse(kind: str, argv: tuple[str, ...]) -> _Arguments:
    table = TABLES[kind]
    values = dict(table.values)
    switches = {name: (field, on) for name, field, on in table.switches}
    found = _Arguments()
    words = iter(argv[:_MAX_ARGUMENTS])
    for word in words:
        if not word.startswith("-") or word == "-":
            found.positional.append(word)
            continue
        name, equals, value = word.partition("=")
        if name in switches and not equals:
            field, on = switches[name]
            found.switches[field] = on
        elif name in values:
            found.values.setdefault(values[name], []).append(value if equals else next(words, ""))
        elif word[:2] in values and not word.startswith("--") and len(word) > 2:
            found.values.setdefault(values[word[:2]], []).append(word[2:].removeprefix("="))
        elif not equals and kind == "uwsgi":
            continue  # uWSGI has hundreds of switches; those with a value that matter are in the table
    return found


def _count(text: str) -> tuple[int | None, str]:
    """A number, or the default and the name of the variable that holds it."""
    if not text:
        return None, ""
    named = shell.reference(text)
    if named is not None:
        return whole_number(named.default or ""), named.name
    return whole_number(text), ""


def _listens(arguments: _Arguments) -> tuple[str, ...]:
    bind = list(arguments.values.get("bind", []))
    host, port = arguments.last("host"), arguments.last("port")
    if host or port:
        bind.append(f"{host or '127.0.0.1'}:{port}" if port else host)
    return tuple(bind)


def _environment(arguments: _Arguments, line: int) -> tuple[EnvVar, ...]:
    pairs = (shell.assignment(word) for word in arguments.values.get("environment", []))
    return tuple(EnvVar(pair[0], pair[1], line) for pair in pairs if pair)


def _application(positional: list[str]) -> str:
    """The word that names the app: the first `module:attribute`, else the first of all."""
    named = (word for word in positional if _MODULE_AND_ATTRIBUTE.fullmatch(word[:300]))
    return next(named, positional[0] if positional else "")


def _server(kind: str, subcommand: str, arguments: _Arguments, program: Launched) -> Server:
    texts = {field: arguments.last(field) for field in _TEXTS}
    texts["app"] = texts["app"] or _application(arguments.positional)
    callable_name = arguments.last("callable")
    if callable_name and ":" not in texts["app"]:
        texts["app"] = f"{texts['app']}:{callable_name}"
    workers, variable = _count(arguments.last("workers"))
    log = arguments.last("access_log")
    access = (log.lower() != "none") if log else arguments.switches.get("access_log")
    forwarded = arguments.values.get("forwarded_allow_ips")
    server = Server(
        kind=kind,
        line=program.line,
        subcommand=subcommand,
        workers=workers,
        workers_variable=variable,
        threads=_count(arguments.last("threads"))[0],
        reload=True if arguments.last("autoreload") not in {"", "0"} else arguments.switches.get("reload"),
        debug=arguments.switches.get("debug"),
        factory=arguments.switches.get("factory", False),
        bind=_listens(arguments),
        forwarded_allow_ips=forwarded[-1] if forwarded else None,
        proxy_headers=arguments.switches.get("proxy_headers"),
        max_body=whole_number(arguments.last("max_body")),
        access_log=access,
        server_header=arguments.switches.get("server_header"),
        environment=program.environment + _environment(arguments, program.line),
    )
    return msgspec.structs.replace(server, **texts)


def _uwsgi_https(arguments: _Arguments) -> None:
    """`--https :443,cert.pem,key.pem,ciphers`."""
    for value in arguments.values.get("https", []):
        parts = value.split(",")
        arguments.values.setdefault("bind", []).append(parts[0])
        for field, part in zip(("certfile", "keyfile", "ssl_ciphers"), parts[1:4], strict=False):
            arguments.values[field] = [part]


def _split_subcommand(kind: str, argv: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    names = {"flask": {"run"}, "fastapi": {"run", "dev"}}[kind]
    for at, word in enumerate(argv):
        if word in names:
            return word, argv[:at] + argv[at + 1 :]
    return "", argv


def _of_program(program: Launched) -> Server | None:
    name, argv = basename(program.argv[0]), program.argv[1:]
    if name == "python" and argv[:1] == ("-m",) and len(argv) > 1:
        name, argv = argv[1].removesuffix(".__main__"), argv[2:]
        if name not in PROGRAMS and name not in {"django", "manage"}:
            return Server(kind="python", line=program.line, app=name, environment=program.environment)
    elif name == "python" and argv and not argv[0].startswith("-"):
        name, argv = basename(argv[0]), argv[1:]
        if name not in {"manage.py", "django-admin"} and name not in PROGRAMS:
            app = program.argv[1]
            return Server(kind="python", line=program.line, app=app, environment=program.environment)
    if name in {"manage.py", "manage", "django-admin", "django"}:
        if not argv or argv[0] not in RUNSERVER_COMMANDS:
            return None
        arguments = _parse("runserver", argv[1:])
        arguments.values["bind"] = arguments.positional[:1]
        arguments.positional = []
        return _server("runserver", argv[0], arguments, program)
    kind = PROGRAMS.get(name)
    if kind is None:
        return None
    subcommand = ""
    if kind in {"flask", "fastapi"}:
        subcommand, argv = _split_subcommand(kind, argv)
        if not subcommand:
            return None
    arguments = _parse(kind, argv)
    if kind == "uwsgi":
        _uwsgi_https(arguments)
        if arguments.positional and arguments.positional[0].endswith((".ini", ".yml", ".yaml", ".xml")):
            arguments.values.setdefault("config_file", []).append(arguments.positional.pop(0))
    if kind == "fastapi" and arguments.last("entrypoint"):
        arguments.values["app"] = arguments.values["entrypoint"]
    return _server(kind, subcommand, arguments, program)


def servers(command: Command) -> tuple[Server, ...]:
    """The servers that a command starts, seen through launchers and `sh -c`; () when it starts none."""
    return tuple(server for program in launched(command) if (server := _of_program(program)) is not None)


def scripts(command: Command) -> tuple[str, ...]:
    """The script files that a command runs, as written ("/app/entrypoint.sh").

    Where to look for its server.
    """
    found: list[str] = []
    for program in launched(command):
        first, rest = program.argv[0], program.argv[1:]
        if basename(first) in SHELLS:
            found.extend([word for word in rest[:5] if not word.startswith(("-", "+"))][:1])
        elif "/" in first or first.endswith(".sh"):
            found.append(first)
    return tuple(found)


def servers_in(commands: tuple[Command, ...]) -> tuple[Server, ...]:
    """The servers that any of the commands starts, such as those of an entrypoint script."""
    return tuple(server for command in commands for server in servers(command))


_BINDING: Final = frozenset({"http", "https", "http-socket", "https-socket", "socket"})
_SETTING_NAMES: Final = {
    "wsgi_app": "app", "chdir": "directory", "ciphers": "ssl_ciphers", "loglevel": "log_level",
    "logconfig": "log_config",
    "accesslog": "access_log", "module": "app", "wsgi": "app", "wsgi-file": "app", "processes": "workers",
    "http": "bind", "http-socket": "bind", "socket": "bind", "limit-post": "max_body", "uid": "user",
    "py-autoreload": "reload", "accesslog_format": "", "trusted_proxy": "forwarded_allow_ips",
    "max_request_body_size": "max_body", "listen": "bind",
}  # fmt: skip


def from_settings(
    values: Mapping[str, str | int | bool | tuple[str, ...] | None], *, kind: str = "gunicorn", line: int = 1
) -> Server:
    """The server that a configuration file describes.

    `values` holds the names of the file (gunicorn.conf.py's module variables, uwsgi.ini's [uwsgi] keys,
    hypercorn.toml's keys, uvicorn.run's keywords) with values that are known; a value that is not known
    is left out or None. A text such as "$WEB_CONCURRENCY" for workers names a variable.
    """
    fields: dict[str, str | int | bool | tuple[str, ...] | None] = {}
    for name, value in values.items():
        field = _SETTING_NAMES.get(name, name)
        if value is not None and field:
            fields[field] = value
    texts = {name: str(fields[name]) for name in _TEXTS if name in fields}
    workers, variable = _count(str(fields.get("workers", "")))
    bind = fields.get("bind", ())
    forwarded = fields.get("forwarded_allow_ips")
    if isinstance(forwarded, tuple):
        forwarded = ",".join(forwarded)
    server = Server(
        kind=kind,
        line=line,
        workers=workers,
        workers_variable=variable,
        threads=whole_number(str(fields.get("threads", ""))),
        reload=_flag(fields, "reload"),
        debug=_flag(fields, "debug"),
        bind=bind if isinstance(bind, tuple) else (str(bind),),
        forwarded_allow_ips=None if forwarded is None else str(forwarded),
        proxy_headers=_flag(fields, "proxy_headers"),
        max_body=whole_number(str(fields.get("max_body", ""))),
        access_log=None if "access_log" not in fields else fields["access_log"] not in {"", "None", False},
        server_header=_flag(fields, "server_header"),
    )
    return msgspec.structs.replace(server, **texts)


def from_file(kind: str, facts: SettingsFacts) -> Server:
    """The server of a uwsgi.ini ([uwsgi] section) or a hypercorn.toml, with the line of its first setting."""
    known: dict[str, str] = {}
    bound: list[str] = []
    line = 0
    for setting in facts.settings:
        name = setting.key.removeprefix("uwsgi.").removeprefix("insecure_").removeprefix("quic_")
        if name.startswith("bind") or name in _BINDING:
            bound.append(setting.value)
        elif "." not in name:
            known[name] = setting.value
        line = line or setting.line
    values: dict[str, str | int | bool | tuple[str, ...] | None] = {**known}
    if bound:
        values["bind"] = tuple(bound)
    return from_settings(values, kind=kind, line=line or 1)


def _flag(fields: Mapping[str, str | int | bool | tuple[str, ...] | None], name: str) -> bool | None:
    return truth_of(str(fields[name])) if name in fields else None
