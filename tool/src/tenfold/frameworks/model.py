"""The words that a library's file declares its meaning in.

A file `frameworks/<library>.py` holds one `LIBRARY = Library(...)`. Rules and the linker name no library: they ask for
a requirement, a kind of route, a default. A test imports the real libraries and asserts that each name exists.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

How = Literal["attached", "call", "decorator", "base", "dependency", "middleware", "instance", "annotation"]
"""How a protection is put in force:

- attached: an extension that is given the app, as `Ext(app)` or by `ext.init_app(app)`; otherwise it does nothing.
- call: calling it is the protection (`sentry_sdk.init`, `secure_filename`).
- decorator: on a view, called or bare.
- base: a base class or mixin of a view, form or model.
- dependency: given to `Depends`/`Security` (FastAPI), directly or through another dependency.
- middleware: an entry of Django's MIDDLEWARE, or a class given to `add_middleware`/`Middleware(...)`.
- instance: making one is the protection (a field, a validator, a hasher).
- annotation: a parameter of that type.
"""


@dataclass(frozen=True, slots=True)
class Protection:
    """A name that meets a requirement.

    Attributes:
        name: qualified name in the library ("flask_wtf.csrf.CSRFProtect").
        requirement: id of the requirement that it meets.
        how: how it is put in force.
        what: what it does, in a few words that fit after the name ("checks a token on every unsafe request").
        aliases: other qualified names of the same object ("flask_wtf.CSRFProtect").
        since: first version of the package that has it; "" when it was always there.
        until: first version of the package that no longer has it; "" while it is there.
    """

    name: str
    requirement: str
    how: How
    what: str = ""
    aliases: tuple[str, ...] = ()
    since: str = ""
    until: str = ""


@dataclass(frozen=True, slots=True)
class Exemption:
    """A name that takes a route out of a protection: a decorator or a method called with the view."""

    name: str
    requirement: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Default:
    """A setting's default, by version of the package.

    Attributes:
        setting: its name ("SESSION_COOKIE_SECURE").
        steps: (first version, value) in rising order; the first version may be "0".
        framework: whose settings: "django" or "flask".
    """

    setting: str
    steps: tuple[tuple[str, str | int | bool | float | tuple[str, ...] | None], ...]
    framework: str


@dataclass(frozen=True, slots=True)
class RouteMaker:
    """A name that makes a route.

    Attributes:
        name: qualified name: "flask.Flask.route", "fastapi.FastAPI.get", "django.urls.path".
        methods: the HTTP methods that it answers when nothing else is said; empty: those of the view.
        style: "decorator" (on the view), "call" (the view is an argument), "mount" (a sub-app or include).
        view: name and position of the view argument of a "call" or of the sub-app of a "mount".
        path: name and position of the path argument.
    """

    name: str
    methods: tuple[str, ...]
    style: Literal["decorator", "call", "mount"]
    view: tuple[str, int] = ("", -1)
    path: tuple[str, int] = ("rule", 0)
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Library:
    """What one library means.

    Attributes:
        name: as people write it ("Flask-WTF").
        package: normalised name on the package index ("flask-wtf").
        modules: import names.
        note: a sentence for the user, such as that it is no longer maintained.
        tags: what kind of library it is: "framework", "database", "sessions", "log", "monitoring", "schema", ...
    """

    name: str
    package: str
    modules: tuple[str, ...]
    protections: tuple[Protection, ...] = ()
    exemptions: tuple[Exemption, ...] = ()
    defaults: tuple[Default, ...] = ()
    routes: tuple[RouteMaker, ...] = ()
    tags: tuple[str, ...] = ()
    note: str = ""
