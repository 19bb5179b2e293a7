"""A setting of an app with its value, its place and where the value comes from."""

from __future__ import annotations

import msgspec

from tenfold.place import Place
from tenfold.program.values import REQUIRED, Env, Unknown, Value


class Setting(msgspec.Struct, frozen=True):
    """A setting.

    Attributes:
        name: "SESSION_COOKIE_SECURE"; for pydantic-settings the field's name.
        value: its effective value in the judged environment; an `Env` when an environment variable decides.
        place: where it is set; None for a default of the framework.
        module: the settings module or class that sets it ("config/settings/production.py", "ProductionConfig").
        environment: "production", "development", "test" or "" for all.
        source: "code", "environment", "file" (a .env or deployment file sets the variable) or "default".
        overridden: places of earlier values that this one replaces.
    """

    name: str
    value: Value
    place: Place | None
    module: str = ""
    environment: str = ""
    source: str = "code"
    overridden: tuple[Place, ...] = ()

    @property
    def variable(self) -> str:
        """The environment variable that decides it; "" when none does."""
        return self.value.variable if isinstance(self.value, Env) else ""

    @property
    def fallback(self) -> Value:
        """What it is when nobody sets the variable: the variable's default, or the value itself."""
        return self.value.default if isinstance(self.value, Env) else self.value

    @property
    def required(self) -> bool:
        """Whether the app refuses to start without the variable."""
        return isinstance(self.value, Env) and self.value.default == REQUIRED

    def known(self) -> bool:
        """Whether the fallback is a value that the source tells."""
        return not isinstance(self.fallback, (Unknown, Env))
