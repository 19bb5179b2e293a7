"""Passwords of databases on other machines that settings hold in plain text, whatever they look like."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tenfold.place import Place
from tenfold.program.app import App
from tenfold.program.values import Value
from tenfold.secrets.words import is_example

_NEAR = re.compile(
    r"(?:^|\.)(?:localhost|example|invalid|test|local|internal|example\.\w{2,5})$|^(?:127|10|192\.168|0)\."
)
_PAIRS = (("MYSQL_HOST", "MYSQL_PASSWORD"), ("MYSQL_DATABASE_HOST", "MYSQL_DATABASE_PASSWORD"))


def database_passwords(app: App) -> Iterator[tuple[Place, str]]:
    """Where a setting holds the password of a database on a named host, and that host."""
    databases = app.settings.explicit("DATABASES")
    if databases is not None and databases.place is not None and isinstance(databases.value, dict):
        for one in databases.value.values():
            if isinstance(one, dict) and _is_far(one.get("HOST")) and _is_password(one.get("PASSWORD")):
                yield databases.place, str(one["HOST"])
    for host_name, password_name in _PAIRS:
        host, password = app.settings.explicit(host_name), app.settings.explicit(password_name)
        if host is None or password is None or password.place is None:
            continue
        if _is_far(host.value) and _is_password(password.value):
            yield password.place, str(host.value)


def _is_far(host: Value) -> bool:
    return isinstance(host, str) and "." in host and _NEAR.search(host.lower()) is None


def _is_password(value: Value) -> bool:
    return isinstance(value, str) and bool(value.strip()) and not is_example(value) and not value.startswith(("$", "{"))
