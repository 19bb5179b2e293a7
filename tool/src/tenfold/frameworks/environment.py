"""Calls and objects that read environment variables."""

from __future__ import annotations

import msgspec


class EnvironmentRead(msgspec.Struct, frozen=True):
    """A way to read an environment variable.

    Attributes:
        name: qualified name of what is called, or of the mapping that is subscripted.
        subscript: it is read as `name[variable]`, which raises when the variable is absent.
        variable: name of the parameter that takes the variable's name (the first one).
        default: position of the default.
        optional: without a default it gives None instead of raising.
        cast: what the value becomes: "bool", "int", "list" or "".
        implied: the variable that is read when none is named.
    """

    name: str
    subscript: bool = False
    variable: str = "key"
    default: int = 1
    optional: bool = False
    cast: str = ""
    implied: str = ""


def _methods(owner: str, casts: dict[str, str]) -> tuple[EnvironmentRead, ...]:
    return tuple(
        EnvironmentRead(f"{owner}.{name}", variable="var", cast=cast, implied=_IMPLIED.get(name, ""))
        for name, cast in casts.items()
    )


_IMPLIED = {
    "db": "DATABASE_URL", "db_url": "DATABASE_URL", "cache": "CACHE_URL", "cache_url": "CACHE_URL",
    "email": "EMAIL_URL", "email_url": "EMAIL_URL", "search_url": "SEARCH_URL",
}  # fmt: skip


_BOTH = {
    "str": "", "bool": "bool", "int": "int", "float": "int", "list": "list", "dict": "", "json": "", "url": "",
    "path": "",
}  # fmt: skip
_ENVIRON = _BOTH | {
    "tuple": "list", "db": "", "db_url": "", "cache": "", "cache_url": "", "email": "", "email_url": "",
    "search_url": "", "bytes": "", "get_value": "",
}  # fmt: skip
_ENVIRONS = _BOTH | {
    "enum": "", "date": "", "datetime": "", "time": "", "timedelta": "int", "decimal": "", "uuid": "", "log_level": "",
    "dj_db_url": "", "dj_email_url": "", "dj_cache_url": "",
}  # fmt: skip

READS: tuple[EnvironmentRead, ...] = (
    EnvironmentRead("os.environ.get", optional=True),
    EnvironmentRead("os.environ.setdefault"),
    EnvironmentRead("os.environ.pop"),
    EnvironmentRead("os.getenv", optional=True),
    EnvironmentRead("os.environ", subscript=True),
    EnvironmentRead("os.environb.get", optional=True),
    EnvironmentRead("decouple.config", variable="option"),
    EnvironmentRead("decouple.Config()", variable="option"),
    EnvironmentRead("decouple.AutoConfig()", variable="option"),
    EnvironmentRead("environ.Env()", variable="var", default=2),
    EnvironmentRead("environ.FileAwareEnv()", variable="var", default=2),
    EnvironmentRead("environs.Env()", variable="name"),
    EnvironmentRead("environs.FileAwareEnv()", variable="name"),
    EnvironmentRead("environs.env", variable="name"),
    EnvironmentRead("starlette.config.Config()", default=2),
    *(read for owner in ("environ.Env", "environ.FileAwareEnv") for read in _methods(owner, _ENVIRON)),
    *(read for owner in ("environs.Env", "environs.FileAwareEnv", "environs.env")
      for read in _methods(owner, _ENVIRONS)),
    EnvironmentRead("dj_database_url.config", variable="env", implied="DATABASE_URL"),
)  # fmt: skip
"""Sources: the documentation of `os`, python-decouple, django-environ, environs and Starlette."""

BY_NAME: dict[str, EnvironmentRead] = {read.name: read for read in READS}
