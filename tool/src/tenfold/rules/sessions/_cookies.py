"""The attributes of the cookies that keep users logged in: what sets each, and whether it holds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import msgspec

from tenfold.language import facts as f
from tenfold.place import Place
from tenfold.program.accounts import words
from tenfold.program.app import App
from tenfold.program.bodies import parts
from tenfold.program.calls import CallSite
from tenfold.program.setting import Setting
from tenfold.program.values import Env, Value, is_known

State = Literal["set", "absent", "off", "unknown"]

_AUTH = frozenset({
    "session", "sessionid", "sid", "token", "auth", "jwt", "remember", "credentials", "refreshtoken", "accesstoken",
})  # fmt: skip
_OTHER = frozenset(
    {"csrf", "xsrf", "csrftoken", "state", "consent", "theme", "lang", "locale", "last", "method", "hint"}
)


class Attribute(msgspec.Struct, frozen=True):
    """An attribute of a cookie.

    Attributes:
        name: "Secure", "HttpOnly" or "SameSite".
        state: "set" it holds; "absent" nobody says anything and the default lacks it; "off" a line says no.
        place: the line that says so; None for a default.
        setting: what one would write ("SESSION_COOKIE_SECURE = True").
    """

    name: str
    state: State
    place: Place | None
    setting: str


_SETTINGS = (("Secure", "SECURE", True), ("HttpOnly", "HTTPONLY", True), ("SameSite", "SAMESITE", "Lax"))


def by_settings(app: App, prefix: str) -> list[Attribute]:
    """The attributes as the settings PREFIX_SECURE, PREFIX_HTTPONLY and PREFIX_SAMESITE and their defaults say."""
    found: list[Attribute] = []
    for name, suffix, good in _SETTINGS:
        setting = _production(app, f"{prefix}_{suffix}", name)
        written = f"{prefix}_{suffix} = {good!r}"
        if setting is None:
            found.append(Attribute(name, "absent", None, written))
            continue
        value = setting.fallback
        if not is_known(value):
            found.append(Attribute(name, "unknown", setting.place, written))
        elif holds(name, value):
            found.append(Attribute(name, "set", setting.place, written))
        else:
            found.append(Attribute(name, "off" if setting.place is not None else "absent", setting.place, written))
    return found


def _production(app: App, setting: str, name: str) -> Setting | None:
    """The setting in force; where that is development's or the default, what a module or branch for production says."""
    found = app.settings.get(setting)
    if found is not None and found.place is not None and found.environment not in {"development", "test"}:
        return found
    for other in app.settings.values(setting):
        if other.environment in {"production", ""} and other.place is not None and holds(name, other.fallback):
            return other
    return found


def holds(name: str, value: Value) -> bool:
    """Whether a value switches an attribute on: SameSite wants Lax or Strict."""
    if name == "SameSite":
        return isinstance(value, str) and value.lower() in {"lax", "strict"}
    return bool(value) and value not in {"False", "false", "0", "off", "no"}


def argument(app: App, site: CallSite, name: str, keyword: str, default: State, written: str) -> Attribute:
    """An attribute that a call's argument switches on; `default` is what it is without the argument."""
    given = site.argument(keyword)
    if given is None:
        return Attribute(name, "unknown" if site.spreads else default, site.place, written)
    value = app.program.values.of(site.file, site.call.scope, given)
    if isinstance(value, Env):
        value = value.default
    # A flag of an object (`settings.https`) is decided by whoever makes the object.
    if _of_object(app, site, given) or not is_known(value):
        return Attribute(name, "set", site.place, written)
    return Attribute(name, "set" if holds(name, value) else "off", site.place, written)


def _of_object(app: App, site: CallSite, given: f.Expr) -> bool:
    """Whether an argument is an attribute of an object, and not of a module or a constant of a class."""
    if not isinstance(given, f.Attr):
        return False
    owner = app.program.names.qualify(site.file, site.call.scope, given.value)
    return not owner.endswith(".py") and (owner.endswith("()") or ":" not in owner)


def auth_cookies(app: App) -> Iterator[tuple[CallSite, str]]:
    """The calls of `set_cookie` that hand out what logs a user in, each with the cookie's name in words."""
    for site in app.ending("set_cookie"):
        name, value = site.argument("key", 0), site.argument("value", 1)
        if name is None or value is None or isinstance(value, f.Const) or _ends(app, site):
            continue
        said = {word for part in parts(site.file, name) for word in _said(app, site, part)}
        if said & _AUTH and not said & _OTHER:
            known = app.program.values.of(site.file, site.call.scope, name)
            yield site, known if isinstance(known, str) else "that logs users in"


def _said(app: App, site: CallSite, part: f.Expr) -> list[str]:
    match part:
        case f.Const(value=str() as text):
            return words(text)
        case f.Name(id=name) | f.Attr(name=name):
            value = app.program.values.of(site.file, site.call.scope, part)
            return words(value) if isinstance(value, str) else words(name)
    return []


def _ends(app: App, site: CallSite) -> bool:
    """Whether the call takes the cookie back."""
    for name in ("max_age", "expires"):
        given = site.argument(name)
        if given is not None and app.program.values.of(site.file, site.call.scope, given) in (0, "0"):
            return True
    return False
