"""How logging is configured: the dict of LOGGING or dictConfig, and the calls that configure without one."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from tenfold.language import facts as f
from tenfold.place import Place
from tenfold.program.app import App
from tenfold.program.values import Env, Made, Unknown, Value
from tenfold.rules.logging._reached import reached

_NUMBERS = {"NOTSET": 0, "DEBUG": 10, "INFO": 20, "WARNING": 30, "WARN": 30, "ERROR": 40, "CRITICAL": 50, "FATAL": 50}
WARNING = 30
ERROR = 40


class Config(msgspec.Struct, frozen=True):
    """A dict that configures logging: `value` as `logging.config.dictConfig` takes it."""

    value: dict[Value, Value]
    place: Place

    def part(self, *keys: str) -> Value:
        """What stands under `keys`; None when nothing does."""
        at: Value = self.value
        for key in keys:
            at = at.get(key) if isinstance(at, dict) else None
        return at

    @property
    def handlers(self) -> dict[str, str]:
        """Each handler's name and class; "" for a class that cannot be told."""
        found = self.part("handlers")
        if not isinstance(found, dict):
            return {}
        return {name: _text(_get(handler, "class") or _get(handler, "()")) for name, handler in found.items()
                if isinstance(name, str)}  # fmt: skip

    @property
    def formatters(self) -> tuple[str, ...]:
        """The classes of its formatters, and their formats."""
        found = self.part("formatters")
        values = found.values() if isinstance(found, dict) else ()
        keys = ("()", "class", "format", "fmt", "renderer", "processor", "processors")
        return tuple(text for one in values for key in keys for text in _texts(_get(one, key)))

    @property
    def loggers(self) -> dict[str, Value]:
        """Each logger's name and its dict; the root logger is ""."""
        found = self.part("loggers")
        named = {name: one for name, one in found.items() if isinstance(name, str)} if isinstance(found, dict) else {}
        root = self.part("root")
        if root is not None:
            named[""] = root
        return {("" if name == "root" else name): one for name, one in named.items()}

    @property
    def partial(self) -> bool:
        """Whether parts of it cannot be read: `dictConfig` asks for "version", and what is spread in has no name."""
        parts = (self.value, *(self.part(key) for key in ("handlers", "loggers")))
        if "version" not in self.value or any(isinstance(part, (Unknown, Made, Env)) for part in parts):
            return True
        if any(isinstance(key, Unknown) for part in parts if isinstance(part, dict) for key in part):
            return True
        return any(
            isinstance(one, (Unknown, Made)) or isinstance(_get(one, "handlers"), (Unknown, Made, Env))
            for one in self.loggers.values()
        )

    def reaching(self, logger: str, level: int) -> list[str]:
        """The names of the handlers that a record of `logger` at `level` reaches."""
        found: list[str] = []
        at = logger
        effective: int | None = None
        while True:
            one = self.loggers.get(at)
            if one is not None:
                if effective is None:
                    effective = level_of(_get(one, "level"))
                    if effective is not None and effective > level:
                        return []
                names = _get(one, "handlers")
                given = names if isinstance(names, list) else []
                found.extend(name for name in given if isinstance(name, str) and self._takes(name, level))
                if _get(one, "propagate") in (False, 0):
                    break
            if not at:
                break
            at = at.rpartition(".")[0]
        return found

    def _takes(self, handler: str, level: int) -> bool:
        least = level_of(self.part("handlers", handler, "level"))
        filters = self.part("handlers", handler, "filters")
        debug_only = isinstance(filters, list) and "require_debug_true" in filters
        null = self.handlers.get(handler, "").endswith("NullHandler")
        return not debug_only and not null and (least is None or least <= level)


def level_of(value: Value) -> int | None:
    """The number of a level; None when it is not told, or left to the parent."""
    if isinstance(value, Env):
        value = value.default
    if isinstance(value, Made):
        value = value.name.rpartition(".")[2]
    if isinstance(value, str):
        value = _NUMBERS.get(value.upper())
    return value if isinstance(value, int) and value else None


def configs(app: App) -> Iterator[Config]:
    """The dicts that configure the app's logging."""
    if app.framework == "django":
        setting = app.settings.explicit("LOGGING")
        if setting is not None and setting.place is not None and isinstance(setting.value, dict):
            yield Config(setting.value, setting.place)
    files = reached(app)
    for site in app.calls("logging.config.dictConfig"):
        if site.file.path not in files:
            continue
        given = site.argument("config", 0)
        value = app.program.values.of(site.file, site.call.scope, given)
        if not isinstance(value, dict):
            value = _of_app(app, given)
        if isinstance(value, dict):
            yield Config(value, site.place)
    for path, file in app.files.items():
        if path.rpartition("/")[2].startswith("gunicorn") and "logconfig_dict" in file.outline.stored:
            for assign in file.detail.assigns:
                value = app.program.values.of(file, 0, assign.value)
                if assign.stem == "logconfig_dict" and isinstance(value, dict):
                    yield Config(value, Place(path, f.line_of(assign.at)))


def _of_app(app: App, given: f.Expr | None) -> Value:
    """The setting of `dictConfig(app.config["LOG_CONFIG"])`."""
    match given:
        case f.Item(value=f.Attr(name="config"), index=f.Const(value=str() as name)):
            setting = app.settings.explicit(name)
            return setting.value if setting is not None else None
    return None


def _get(value: Value, key: str) -> Value:
    return value.get(key) if isinstance(value, dict) else None


def _text(value: Value) -> str:
    if isinstance(value, Made):
        return value.name
    return value if isinstance(value, str) else ""


def _texts(value: Value) -> list[str]:
    items = value if isinstance(value, list) else [value]
    return [text for item in items if (text := _text(item))]
