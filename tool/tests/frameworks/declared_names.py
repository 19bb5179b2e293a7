"""Looks for every declared name in the libraries of the interpreter that runs this file, and prints what it found.

It runs in a process of its own, since importing a hundred libraries leaves much behind; it needs `tenfold.frameworks`
and msgspec only, so that it runs beside the oldest libraries too.
"""

from __future__ import annotations

import contextlib
import importlib
import importlib.util
import inspect
import json
import sys
import warnings
from collections.abc import Iterator
from functools import cache
from importlib.metadata import PackageNotFoundError, entry_points, version
from typing import Any, NamedTuple

from msgspec import Struct

from tenfold import frameworks
from tenfold.frameworks import accounts, environment, limiters, releases
from tenfold.frameworks.model import Library

_NOT_NAMES = {"defaults", "attributes"}  # settings and class attributes: another test looks at the first
_STANDARD = ("", "python")
_OF_ANOTHER_SYSTEM = {"os.startfile": "win32"}
_FOLLOWED = {  # what the linker takes a call's result, or what an object holds, for
    "django.template.engines[]": "django.template.backends.django.DjangoTemplates",
    "fastapi.templating.Jinja2Templates.env": "jinja2.Environment",
    "starlette.templating.Jinja2Templates.env": "jinja2.Environment",
    "bottle.request": "bottle.BaseRequest",
    "cherrypy.request.json": "cherrypy.lib.jsontools.json_in",
    "cherrypy.request": "cherrypy._cprequest.Request",
    "cherrypy.serving.request.json": "cherrypy.lib.jsontools.json_in",
    "cherrypy.serving.request": "cherrypy._cprequest.Request",
    "django.http.HttpRequest.data": "rest_framework.request.Request.data",
    "django.http.HttpRequest.query_params": "rest_framework.request.Request.query_params",
    "quart.globals.request": "quart.wrappers.Request",
    "quart.request": "quart.wrappers.Request",
    "quart.websocket": "quart.wrappers.Websocket",
    "django.db.connection.cursor": "django.db.backends.utils.CursorWrapper",
    "django.db.connections[].cursor": "django.db.backends.utils.CursorWrapper",
    "fastapi.Request.app": "fastapi.FastAPI",
    "flask.Flask.jinja_env": "jinja2.Environment",
    "flask.current_app.jinja_env": "jinja2.Environment",
    "mongoengine.Document.objects": "mongoengine.queryset.QuerySet",
    "psycopg2.connect.cursor": "psycopg2.extensions.cursor",
}
_FOLLOWED |= {  # which its instances take over from SQLAlchemy
    f"flask_sqlalchemy.SQLAlchemy.{name}": f"sqlalchemy.{name}"
    for name in ["text", "select", "insert", "update", "delete", "union", "union_all", "exists", "func", "case"]
}
_ASSIGNED = {"web.ctx": "web.application.application.load"}
"""Objects without a class, and what sets their attributes."""
_FILLS = {"passlib": "libpass", "psycopg2": "psycopg2-binary"}
"""What has the modules of a package that is not installed itself."""

_DJANGO_APPS = (
    "django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions", "django.contrib.messages",
    "django.contrib.sites", "django.contrib.admin", "rest_framework", "rest_framework.authtoken",
    "rest_framework_simplejwt", "rest_framework_simplejwt.token_blacklist", "allauth", "allauth.account", "allauth.socialaccount", "guardian", "axes", "defender",
    "easyaudit", "django_otp", "dj_rest_auth",
)  # fmt: skip


class Declared(NamedTuple):
    """A declared name, and the releases of `package` that have it: from `since` up to, but not with, `until`."""

    name: str
    package: str = ""
    since: str = ""
    until: str = ""
    command: bool = False


def declared(library: Library) -> Iterator[Declared]:
    """Each name that a library's file declares."""
    for field in library.__struct_fields__:
        group = getattr(library, field)
        if field in _NOT_NAMES or not isinstance(group, tuple):
            continue
        for one in group:
            if isinstance(one, Struct):
                yield from _of(one, library.package)
    for attribute in library.attributes:
        yield from (_said(Declared(name)) for name in (attribute.decorator, *attribute.default) if name)


def _said(one: Declared) -> Declared:
    said = releases.of(one.name)
    return Declared(one.name, said.package, said.since, said.until, one.command) if said else one


def _of(one: Any, package: str) -> Iterator[Declared]:
    since, until = getattr(one, "since", ""), getattr(one, "until", "")
    command = getattr(one, "how", "") == "command"
    for name in (one.name, *getattr(one, "aliases", ())):
        yield _said(Declared(name, package, since, until, command))
    others = (*getattr(one, "needs", ()), getattr(one, "attach", ""), getattr(one, "like", ""))
    routes = (route.view for route in getattr(one, "routes", ()) if isinstance(route, Struct))
    for name in (*others, *routes):
        if name:
            yield _said(Declared(name, package, since, until))


def tables() -> dict[str, tuple[Declared, ...]]:
    """The names of the tables that go over many libraries, with the versions that the libraries' own files give."""
    known = {one.name: one for library in frameworks.libraries() for one in declared(library)}
    names = {
        "accounts": [act.name for act in accounts.ACTS],
        "environment": [read.name.removesuffix("()") for read in environment.READS],
        "limiters": [
            name for limiter in (*limiters.LIMITERS, limiters.ALLAUTH) for name in (limiter.name, *limiter.also)
        ],
    }
    return {table: tuple(known.get(name) or _said(Declared(name)) for name in found) for table, found in names.items()}


def _release(text: str) -> tuple[int, ...]:
    parts = [int(part) for part in text.split(".")[:3] if part.isdigit()]
    return (*parts, 0, 0)[:3]


@cache
def installed(package: str) -> tuple[int, ...] | None:
    """The release that is installed here, None where none is; the standard library is as new as the interpreter."""
    try:
        return sys.version_info[:3] if package in _STANDARD else _release(version(package))
    except PackageNotFoundError:
        return None


def is_present(package: str) -> bool:
    """Whether the modules of a package are installed, by itself or by what fills them."""
    return installed(package) is not None or (package in _FILLS and installed(_FILLS[package]) is not None)


def is_there(one: Declared) -> bool:
    """Whether what is installed has the name by its declaration; a package of unknown release is taken for a new one."""
    release = installed(one.package)
    if release is None:
        return not one.until
    return (not one.since or _release(one.since) <= release) and (not one.until or release < _release(one.until))


def lacks(name: str) -> str:
    """Why a dotted name cannot be reached; "" when it can: the longest module that imports, then attributes of it."""
    if _OF_ANOTHER_SYSTEM.get(name, sys.platform) != sys.platform:
        return ""
    for form, meant in _FOLLOWED.items():
        if f"{name}.".startswith(f"{form}."):
            return lacks(meant + name.removeprefix(form))
    owner, _, attribute = name.rpartition(".")
    if owner in _ASSIGNED:
        return (
            "" if f"{owner.rpartition('.')[2]}.{attribute} =" in _source(_ASSIGNED[owner]) else f"no {attribute} is set"
        )
    parts = name.split(".")
    reason = "no such module"
    for size in range(len(parts), 0, -1):
        try:
            found: Any = importlib.import_module(".".join(parts[:size]))
        except ModuleNotFoundError as error:
            reason = str(error)
            continue
        except Exception as error:  # noqa: BLE001  a library may raise anything when it is imported
            return f"{type(error).__name__}: {error}"
        for part in parts[size:]:
            if inspect.ismethod(found) and inspect.isclass(found.__self__):  # a second way to make an instance
                found = found.__self__
            if inspect.isclass(found) and not hasattr(found, part):
                return "" if _set_by_init(found, part) else f"the class has no {part}"
            try:
                found = getattr(found, part)
            except AttributeError:
                return f"no {part}" if size == len(parts) - 1 else reason
            except Exception as error:  # noqa: BLE001  such as a proxy outside of a request
                return f"{part}: {type(error).__name__}: {error}"
        return ""
    return reason


def _source(name: str) -> str:
    module, owner, function = name.rsplit(".", 2)
    return inspect.getsource(getattr(getattr(importlib.import_module(module), owner), function))


def _set_by_init(owner: type, name: str) -> bool:
    if hasattr(owner, "__getattr__"):  # passes names on, as flask_restx.Api does to its first namespace
        return True
    for base in owner.__mro__:
        with contextlib.suppress(OSError, TypeError):  # such as of `Generic`, which is written in C
            lines = inspect.getsource(base)
            if f"self.{name} =" in lines or f"self.{name}: " in lines or f"    {name}:" in lines:
                return True
    return False


def has_command(name: str) -> bool:
    """Whether an installed package brings a program of this name."""
    return bool(entry_points(group="console_scripts", name=name))


def _configure_django() -> None:
    if importlib.util.find_spec("django") is None:
        return
    import django
    from django.conf import settings

    settings.configure(
        INSTALLED_APPS=[app for app in _DJANGO_APPS if importlib.util.find_spec(app.partition(".")[0])],
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
        MIDDLEWARE=["allauth.account.middleware.AccountMiddleware"],
        SECRET_KEY="test",
    )
    django.setup()


def _within_flask() -> contextlib.AbstractContextManager[Any]:
    """A request, since `flask.request` and its like have no attributes outside of one."""
    if importlib.util.find_spec("flask") is None:
        return contextlib.nullcontext()
    import flask

    app = flask.Flask("names")
    app.secret_key = "test"
    return app.test_request_context(json={})


def look(library: Library) -> dict[str, Any]:
    """What is installed of a library, how many names were looked for, and those that are not there."""
    names = [one for one in dict.fromkeys(declared(library)) if is_present(library.package) and is_there(one)]
    missing = {one.name: "no such command" for one in names if one.command and not has_command(one.name)}
    missing |= {one.name: why for one in names if not one.command and (why := lacks(one.name))}
    return {
        "name": library.name,
        "package": library.package,
        "installed": installed(library.package) is not None,
        "names": len(names),
        "missing": missing,
    }


def look_in_tables() -> dict[str, str]:
    """The names of the tables that are not there."""
    return {
        f"{table}: {one.name}": why
        for table, names in tables().items()
        for one in names
        if is_present(one.package) and is_there(one) and (why := lacks(one.name))
    }


def main() -> None:
    """Print the findings of every library as one JSON object."""
    warnings.simplefilter("ignore")
    with contextlib.redirect_stdout(sys.stderr):
        _configure_django()
        with _within_flask():
            found = [look(library) for library in frameworks.libraries()]
            tabled = look_in_tables()
    json.dump({"libraries": found, "tables": tabled}, sys.stdout)


if __name__ == "__main__":
    main()
