"""Settings as production has them: an environment variable counts with what the deployment files give it."""

from __future__ import annotations

import msgspec

from tenfold.place import Place
from tenfold.program.app import App
from tenfold.program.setting import Setting
from tenfold.program.values import Env, Unknown, Value, is_known
from tenfold.project.facts import truth, whole_number

SECURITY_MIDDLEWARE = "django.middleware.security.SecurityMiddleware"


class Effective(msgspec.Struct, frozen=True):
    """A setting's value in production.

    Attributes:
        value: None when it is not set, `Unknown` when the repository does not tell.
        place: where it is set.
        variable: the environment variable that decides and that no file of the repository sets; "" otherwise.
    """

    value: Value
    place: Place | None
    variable: str = ""

    @property
    def on(self) -> bool:
        """Whether it is a true constant."""
        return is_known(self.value) and bool(self.value)


def effective(app: App, name: str) -> Effective:
    """A setting of the app, its environment variable filled in; the variable's default counts where it is on."""
    setting = app.settings.explicit(name)
    if setting is None:
        return Effective(None, None)
    return _resolved(app, setting)


def _resolved(app: App, setting: Setting) -> Effective:
    if not isinstance(setting.value, Env):
        return Effective(setting.value, setting.place)
    given = app.settings.environment_value(setting.variable)
    if given is not None:
        return Effective(_typed(given[0], setting.value), setting.place)
    fallback = setting.fallback
    if is_known(fallback) and fallback not in (None, False, 0, ""):
        return Effective(fallback, setting.place)
    return Effective(Unknown(setting.variable), setting.place, setting.variable)


def _typed(text: str, value: Env) -> Value:
    if value.cast == "bool" or isinstance(value.default, bool):
        known = truth(text)
        return known if known is not None else Unknown(text)
    if value.cast == "int" or isinstance(value.default, int):
        number = whole_number(text)
        return number if number is not None else Unknown(text)
    return text


def has_security_middleware(app: App) -> bool:
    """Whether Django's SecurityMiddleware is in force; also where the list cannot be read."""
    items = app.settings.list("MIDDLEWARE") or app.settings.list("MIDDLEWARE_CLASSES")
    return not items or any(item.value == SECURITY_MIDDLEWARE for item in items)


def silenced(app: App, check: str) -> Place | None:
    """Where the project silences one of Django's deployment checks: it says that another place sees to it."""
    items = app.settings.list("SILENCED_SYSTEM_CHECKS") if app.framework == "django" else ()
    return next((item.place for item in items if item.value == check), None)


def settings_place(app: App) -> Place:
    """Where a setting would be added: Django's production settings, else where the app is made."""
    if app.framework == "django":
        middleware = app.settings.explicit("MIDDLEWARE")
        if middleware is not None and middleware.place is not None:
            return middleware.place
    return app.place
