"""What configures an app's logging, and whether a handler and a level come of it."""

from __future__ import annotations

from collections.abc import Iterator

from tenfold.language import facts as f
from tenfold.place import Place
from tenfold.program.app import App
from tenfold.program.calls import CallSite
from tenfold.project.read import PythonFile
from tenfold.rules.base import Observation, met, violated
from tenfold.rules.logging._config import ERROR, Config, configs, level_of
from tenfold.rules.logging._declared import in_force, under_main
from tenfold.rules.logging._reached import reached
from tenfold.rules.logging._views import in_view

_ROOT = ("logging.getLogger.setLevel", "logging.root.setLevel", "flask.Flask.logger.setLevel",
         "flask.current_app.logger.setLevel")  # fmt: skip


def configurations(app: App) -> Iterator[Observation]:
    """What is seen of the app's logging configuration: met, or violated where it takes no effect."""
    read: set[Place] = set()
    for config in configs(app):
        read.add(config.place)
        yield _dict(config)
    yield from _setting(app, read)
    yield from _servers(app)
    files = reached(app)
    for one in (*_calls(app, read), *_basic(app), *_handlers(app), *_defaults(app, files)):
        if one.place is not None and one.place.file in files:
            yield one


def _dict(config: Config) -> Observation:
    handlers = {name: kind for name, kind in config.handlers.items() if not kind.endswith("NullHandler")}
    used = [name for logger in config.loggers for name in config.reaching(logger, ERROR)]
    if config.partial and not used:
        return met(config.place, "logging is configured here, partly by what other code gives")
    if not handlers:
        return violated(
            config.place,
            "the logging configuration has no handler, so nothing is written but what Python prints by default",
            'Add "handlers": {"console": {"class": "logging.StreamHandler"}} and "root": {"handlers": ["console"], '
            '"level": "INFO"}.',
        )
    if not used:
        return violated(
            config.place,
            "the logging configuration defines handlers, but no logger uses one in production",
            'Add "root": {"handlers": ["console"], "level": "INFO"} to it.',
        )
    levels = sorted({str(v) for v in _levels(config)})
    told = f" at level {', '.join(levels)}" if levels else ""
    return met(config.place, f"the logging configuration gives handlers ({', '.join(sorted(handlers))}){told}")


def _levels(config: Config) -> Iterator[str]:
    for one in config.loggers.values():
        level = one.get("level") if isinstance(one, dict) else None
        if isinstance(level, str):
            yield level


def _setting(app: App, read: set[Place]) -> Iterator[Observation]:
    """A LOGGING setting whose value cannot be read is evidence all the same."""
    setting = app.settings.explicit("LOGGING") if app.framework == "django" else None
    if setting is not None and setting.place is not None and setting.place not in read and setting.value:
        yield met(setting.place, "LOGGING is set")


def _calls(app: App, read: set[Place]) -> Iterator[Observation]:
    for one in in_force(app, "logging.configured"):
        if one.place not in read and (one.site is None or _at_start(app, one.site)):
            yield met(one.place, f"{one.name} {one.protection.what}")


def _basic(app: App) -> Iterator[Observation]:
    for site in app.calls("logging.basicConfig"):
        if not _at_start(app, site):
            continue
        level = site.argument("level")
        if level is None and not site.spreads and not app.calls(*_ROOT):
            yield violated(
                site.place,
                "logging.basicConfig() is given no level, so log-ins and other events at INFO are dropped",
                "Write logging.basicConfig(level=logging.INFO, format=...).",
                severity="low",
            )
        else:
            yield met(site.place, "logging.basicConfig gives a handler and a level, as plain text")


def _at_start(app: App, site: CallSite) -> bool:
    """Whether a call runs when production starts the app: not in a view, nor only when the file is run by hand."""
    if in_view(app, site.file, site.call.scope) or _of_command(site.file, site.call.scope):
        return False
    return not under_main(site) or _run_as_script(app, site)


def _of_command(file: PythonFile, scope: int) -> bool:
    """Whether a function is a command of the command line or a background task."""
    decorators = file.outline.scopes[scope].decorators
    exprs = [file.detail.calls[d.index].func if isinstance(d, f.CallRef) else d for d in decorators]
    return any(isinstance(e, f.Attr) and e.name in {"command", "task", "periodic_task"} for e in exprs)


def _run_as_script(app: App, site: CallSite) -> bool:
    """Whether production runs the file itself: `python app.py`."""
    name = site.file.path.rpartition("/")[2]
    return any(
        word.rpartition("/")[2] == name
        for unit in app.deployment.units
        for _, command in unit.commands
        for word in command.argv[:12]
    )


def _handlers(app: App) -> Iterator[Observation]:
    """`logger.addHandler(handler)`."""
    for site in app.ending("addHandler"):
        if not _at_start(app, site):
            continue
        given = site.argument("hdlr", 0)
        kind = (
            app.program.names.qualify(site.file, site.call.scope, given).replace("()", "") if given is not None else ""
        )
        if not kind.endswith(("NullHandler", "SMTPHandler")):
            told = f" a {kind.rpartition('.')[2]}" if kind else " a handler"
            yield met(site.place, f"{site.call.name.removeprefix('?.')} adds{told}{_level_told(app, site)}")


def _level_told(app: App, site: CallSite) -> str:
    receiver = site.call.name.rpartition(".")[0]
    for call in site.file.detail.calls:
        if call.name == f"{receiver}.setLevel" and call.args:
            value = app.program.values.of(site.file, call.scope, call.args[0])
            return ", and setLevel gives a level" if level_of(value) is not None or not isinstance(value, str) else ""
    return ""


def _servers(app: App) -> Iterator[Observation]:
    """`--log-config` of the server's command, which configures the whole process."""
    for use in app.deployment.servers:
        if use.server.log_config:
            yield met(use.place, f"the server is started with the log configuration {use.server.log_config}")
    for path, file in app.files.items():
        if path.rpartition("/")[2].startswith("gunicorn"):
            for assign in file.detail.assigns:
                if assign.stem == "logconfig" and assign.value != f.Const(None):
                    yield met(Place(path, f.line_of(assign.at)), "gunicorn is given a logging configuration file")
    for name in ("uvicorn.run", "uvicorn.Config"):
        for site in app.calls(name):
            given = site.argument("log_config")
            if given is not None and given != f.Const(None) and not under_main(site):
                yield met(site.place, "uvicorn is given a logging configuration")


def _defaults(app: App, files: frozenset[str]) -> Iterator[Observation]:
    """Loguru and structlog write with time and level as soon as they are used."""
    for path, file in app.files.items():
        for imported in file.outline.imports if path in files else ():
            if imported.module == "loguru" and imported.name == "logger":
                yield met(Place(path, f.line_of(imported.at)), "Loguru writes to standard error with time and level")
                return
    for site in app.calls("structlog.get_logger", "structlog.getLogger"):
        if site.file.path in files:
            yield met(site.place, "structlog writes to standard output with time and level")
            return
