"""What the framework's own finder gives: the settings of the judged environment, and of the others."""

from __future__ import annotations

import msgspec

from tenfold.program.settings.traced import State, Traced


class SettingsModule(msgspec.Struct, frozen=True):
    """A settings module or a configuration class.

    Attributes:
        path: the file that it stands in.
        name: dotted name of the module, or name of the class.
        environment: "production", "staging", "development", "test", or "" when it serves all.
        judged: whether the judged environment uses it.
    """

    path: str
    name: str
    environment: str
    judged: bool


class Found(msgspec.Struct):
    """Settings by where they hold.

    Attributes:
        effective: what holds in the judged environment, by name.
        modules: all settings modules and classes.
        others: (environment, module, state) of the ones that are not judged.
        notes: (environment, name, value) of branches that are not taken.
    """

    effective: State = {}
    modules: list[SettingsModule] = []
    others: list[tuple[SettingsModule, State]] = []
    notes: list[tuple[str, str, Traced]] = []
