"""The rows of `tenfold settings`: value, where each is set, and which environment variable decides it."""

from __future__ import annotations

import re

from tenfold.program.app import App
from tenfold.program.program import Program
from tenfold.program.setting import Setting
from tenfold.program.values import REQUIRED, Env, Made, Unknown, Value

SHOWN = 4
"""Characters of a secret that are shown; of a short one, none."""

_MAX_TEXT = 200
_SECRET = re.compile(r"secret|key|token|passw|pwd|credential|salt|dsn|private|signature", re.IGNORECASE)
_PLAIN = re.compile(r"(_NAME|_PATH|_HEADER|_HEADER_NAME|_AGE|_ALGORITHM|_EXPIRE\w*|_LIFETIME|_VALIDATORS|_HASHERS|"
                    r"_TIMEOUT|_LENGTH|_URL_NAME|_DAYS|_MINUTES)$", re.IGNORECASE)  # fmt: skip
_CREDENTIALS = re.compile(r"([A-Za-z][A-Za-z0-9+.\-]*://)([^/\s@]*)@")


def rows(program: Program) -> list[dict[str, str]]:
    """One row a setting: app, setting, value, source, variable, default, place and environment, as text."""
    return [_row(app, setting) for app in program.apps for setting in app.settings.all()]


def as_json(program: Program) -> list[dict[str, object]]:
    """One object an app: its name, its settings modules, and its settings with the values of other environments."""
    return [
        {
            "app": app.name,
            "framework": app.framework,
            "modules": [
                {"path": m.path, "name": m.name, "environment": m.environment, "judged": m.judged}
                for m in app.settings.modules
            ],
            "settings": [
                {
                    **_row(app, setting),
                    "required": setting.required,
                    "overridden": [str(place) for place in setting.overridden],
                    "elsewhere": [_row(app, other) for other in app.settings.values(setting.name)[1:]],
                }
                for setting in app.settings.all()
            ],
        }
        for app in program.apps
    ]


def _row(app: App, setting: Setting) -> dict[str, str]:
    name = setting.name
    is_variable = isinstance(setting.value, Env)
    return {
        "app": app.name,
        "setting": name,
        "value": printable(name, setting.fallback),
        "source": setting.source,
        "variable": setting.variable,
        "default": printable(name, setting.fallback) if is_variable and setting.source != "file" else "",
        "place": str(setting.place) if setting.place is not None else "",
        "environment": setting.environment,
    }


def is_secret(name: str) -> bool:
    """Whether a setting of this name holds a secret."""
    return bool(_SECRET.search(name)) and not _PLAIN.search(name)


def masked(text: str) -> str:
    """The first characters of a secret; nothing of one that they would nearly give away."""
    return (text[:SHOWN] if len(text) >= 3 * SHOWN else "") + "****" if text else '""'


def printable(name: str, value: Value, depth: int = 5) -> str:
    """A value as text on one line, secrets masked by the name that they stand under."""
    text = _text(name, value, depth)
    return text if len(text) <= _MAX_TEXT else text[: _MAX_TEXT - 3] + "..."


def _text(name: str, value: Value, depth: int) -> str:
    if depth <= 0:
        return "..."
    match value:
        case str():
            return masked(value) if is_secret(name) else repr(_CREDENTIALS.sub(r"\1****@", value))
        case bytes():
            return masked(value.decode("latin-1")) if is_secret(name) else repr(value[:_MAX_TEXT])
        case list():
            return "[" + ", ".join(_text(name, item, depth - 1) for item in value[:50]) + "]"
        case dict():
            inner = [
                f"{_text('', k, 1)}: {_text(k if isinstance(k, str) else '', v, depth - 1)}"
                for k, v in list(value.items())[:50]
            ]
            return "{" + ", ".join(inner) + "}"
        case Env(variable=variable, default=default):
            return f"${variable}" if default == REQUIRED else f"${variable} or {_text(name, default, depth - 1)}"
        case Made(name=made, args=args, keywords=keywords):
            parts = [_text(name, arg, depth - 1) for arg in args]
            parts += [f"{key}={_text(key, v, depth - 1)}" for key, v in keywords]
            return f"{made.rpartition(':')[2]}({', '.join(parts)})"
        case Unknown(text=text):
            return "required" if value == REQUIRED else f"<{text or 'unknown'}>"
    return repr(value)
