"""Django's mail to ADMINS when an error is not handled."""

from __future__ import annotations

from tenfold.place import Place
from tenfold.program.app import App
from tenfold.program.values import Env, Unknown
from tenfold.rules.logging._config import ERROR, configs


def mailed_admins(app: App) -> Place | None:
    """Where ADMINS is filled, when Django's logging mails errors to them; None when it does not."""
    setting = app.settings.explicit("ADMINS") if app.framework == "django" else None
    if setting is None or setting.place is None:
        return None
    value = setting.value
    if isinstance(value, Env):
        value = value.default if value.default not in (None, "", []) else Unknown("environment")
    if not value:
        return None
    return setting.place if _mails(app) else None


def conditional_admins(app: App) -> Place | None:
    """Where ADMINS is filled only in a branch that production may not take: `if admins := os.getenv("ADMINS")`."""
    if app.framework != "django" or app.settings.explicit("ADMINS") is not None or not _mails(app):
        return None
    noted = [s for s in app.settings.values("ADMINS") if s.environment in {"", app.program.environment}]
    return next((s.place for s in noted if s.place and app.program.role(s.place.file) == "production"), None)


def _mails(app: App) -> bool:
    """Whether a logger mails: Django's default does, unless a configuration replaces its logger `django`."""
    for config in configs(app):
        named = {name for name, kind in config.handlers.items() if kind.endswith("AdminEmailHandler")}
        if named & set(config.reaching("django.request", ERROR)):
            return True
        # Django's own logger `django` mails; what is recorded as `django.request` is handed on to it.
        handed_on = config.part("loggers", "django.request", "propagate") not in (False, 0)
        if config.part("disable_existing_loggers") is not False or "django" in config.loggers or not handed_on:
            return False
    return True
