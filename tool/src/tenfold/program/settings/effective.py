"""The settings of one app, as rules ask for them."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import msgspec

from tenfold.place import Place
from tenfold.program.setting import Setting
from tenfold.program.settings.defaults import default_of
from tenfold.program.settings.found import Found, SettingsModule
from tenfold.program.settings.traced import Key, Traced, entry, pairs, parts
from tenfold.program.settings.variables import Variables
from tenfold.program.values import Env

if TYPE_CHECKING:
    from tenfold.program.app import App

_NAMED = ("NAME", "BACKEND", "class", "()")
"""Keys of a dict in a list (AUTH_PASSWORD_VALIDATORS) that say which item it is."""


class ListItem(msgspec.Struct, frozen=True):
    """An item of a list setting and its own place."""

    value: str
    place: Place


class Settings:
    """The effective settings of an app in the judged environment; all is worked out when first asked for."""

    def __init__(self, app: App) -> None:
        self._app = app
        self._variables = Variables(app)

    def environment_value(self, variable: str) -> tuple[str, Place] | None:
        """What production's files set an environment variable to, and where; None when none of them does."""
        return self._variables.value(variable)

    def get(self, name: str) -> Setting | None:
        """The effective setting, the framework's default included; None when it has none."""
        explicit = self.explicit(name)
        if explicit is not None:
            return explicit
        known, value = default_of(self._app, name)
        return Setting(name, value, None, source="default") if known else None

    def explicit(self, name: str) -> Setting | None:
        """The setting as the project sets it; None when it does not."""
        traced = self._found.effective.get(name)
        return self._setting(name, traced, self._environment_of(traced)) if traced is not None else None

    def all(self) -> tuple[Setting, ...]:
        """Every setting that the project sets, by name."""
        return tuple(
            self._setting(name, traced, self._environment_of(traced))
            for name, traced in sorted(self._found.effective.items())
        )

    def list(self, name: str) -> tuple[ListItem, ...]:
        """The items of a list setting that are texts, or dicts with a NAME or BACKEND; empty when it is no list."""
        traced = self._found.effective.get(name)
        if traced is None:
            return ()
        found = self.get(name)
        if isinstance(traced.value, Env) and found is not None and isinstance(found.fallback, list):
            return tuple(ListItem(v, traced.place) for v in found.fallback if isinstance(v, str))
        return tuple(item for part in parts(traced) if (item := _item(part)) is not None)

    def nested(self, name: str, *keys: Key) -> Setting | None:
        """A part of a dict or list setting: `nested("CACHES", "default", "BACKEND")`."""
        traced = self._found.effective.get(name)
        environment = self._environment_of(traced) if traced is not None else ""
        for key in keys:
            if traced is None:
                return None
            traced = entry(traced, key)
        label = ".".join([name, *map(str, keys)])
        return self._setting(label, traced, environment) if traced is not None else None

    @property
    def modules(self) -> tuple[SettingsModule, ...]:
        """All settings modules and classes, and which environment each serves."""
        return tuple(self._found.modules)

    def values(self, name: str) -> tuple[Setting, ...]:
        """The setting in each environment: the judged one first, then those of other modules and of other branches."""
        result: list[Setting] = []
        effective = self.explicit(name)
        if effective is not None:
            result.append(effective)
        for module, state in self._found.others:
            if name in state:
                result.append(self._setting(name, state[name], module.environment))
        result.extend(
            self._setting(noted, traced, environment)
            for environment, noted, traced in self._found.notes
            if noted == name
        )
        seen: dict[tuple[Place | None, str], Setting] = {}
        for setting in result:
            seen.setdefault((setting.place, setting.environment), setting)
        return tuple(seen.values())

    @cached_property
    def _found(self) -> Found:
        from tenfold.program.settings.django import django_settings
        from tenfold.program.settings.flask import flask_settings
        from tenfold.program.settings.pydantic import module_variables, pydantic_settings

        app = self._app
        if app.framework == "django":
            found = django_settings(app, self._variables)
        elif app.framework == "flask":
            found = flask_settings(app, self._variables)
        else:
            found = Found()
        pydantic_settings(app, self._variables, found)
        if app.framework == "fastapi":
            module_variables(app, self._variables, found)
        return found

    def _environment_of(self, traced: Traced | None) -> str:
        if traced is None:
            return ""
        for module in self._found.modules:
            if module.environment and traced.module in {module.path, module.name}:
                return module.environment
        return ""

    def _setting(self, name: str, traced: Traced, environment: str) -> Setting:
        source = "code"
        if isinstance(traced.value, Env):
            given = self._variables.value(traced.value.variable)
            source = "file" if given is not None else "environment"
        return Setting(name, traced.value, traced.place, traced.module, environment, source, traced.overridden)


def _item(part: Traced) -> ListItem | None:
    if isinstance(part.value, str):
        return ListItem(part.value, part.place)
    for key, value in pairs(part):
        if key in _NAMED and isinstance(value.value, str):
            return ListItem(value.value, part.place)
    return None
