"""Flask's defaults of the configuration keys that touch security, by the version that brought them.

Source: `flask/app.py` (`Flask.default_config`) of each version, and Flask's change log.
DEBUG and PERMANENT_SESSION_LIFETIME stand as what they come to: False, and seconds.
"""

from __future__ import annotations

from tenfold.frameworks.model import Default, Library

_Value = str | int | bool | float | tuple[str, ...] | None


def _default(setting: str, *steps: tuple[str, _Value]) -> Default:
    return Default(setting, steps, "flask")


def _always(**values: _Value) -> tuple[Default, ...]:
    return tuple(_default(setting, ("0", value)) for setting, value in values.items())


LIBRARY = Library(
    name="Flask configuration",
    package="flask",
    modules=("flask",),
    defaults=(
        *_always(
            DEBUG=False,
            TESTING=False,
            PROPAGATE_EXCEPTIONS=None,
            SECRET_KEY=None,
            PERMANENT_SESSION_LIFETIME=2678400,
            USE_X_SENDFILE=False,
            SERVER_NAME=None,
            APPLICATION_ROOT="/",
            SESSION_COOKIE_NAME="session",
            SESSION_COOKIE_DOMAIN=None,
            SESSION_COOKIE_PATH=None,
            SESSION_COOKIE_HTTPONLY=True,
            SESSION_COOKIE_SECURE=False,
            SESSION_REFRESH_EACH_REQUEST=True,
            MAX_CONTENT_LENGTH=None,
            TRAP_BAD_REQUEST_ERRORS=None,
            TRAP_HTTP_EXCEPTIONS=False,
            EXPLAIN_TEMPLATE_LOADING=False,
            PREFERRED_URL_SCHEME="http",
        ),
        _default("TEMPLATES_AUTO_RELOAD", ("1.0", None)),
        _default("MAX_COOKIE_SIZE", ("1.0", 4093)),
        _default("SESSION_COOKIE_SAMESITE", ("1.0", None)),
        _default("SEND_FILE_MAX_AGE_DEFAULT", ("0", 43200), ("2.0", None)),
        _default("SECRET_KEY_FALLBACKS", ("3.1", None)),
        _default("SESSION_COOKIE_PARTITIONED", ("3.1", False)),
        _default("MAX_FORM_MEMORY_SIZE", ("3.1", 500000)),
        _default("MAX_FORM_PARTS", ("3.1", 1000)),
        _default("TRUSTED_HOSTS", ("3.1", None)),
    ),
)
