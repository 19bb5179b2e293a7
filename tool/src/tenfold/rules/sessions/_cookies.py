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
from tenfold.program.values import UNKNOWN, Env, Value, is_known

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
        options = _spread(app, site)
        if options is None or keyword in options:
            value = options[keyword] if options is not None else UNKNOWN
            state: State = ("set" if holds(name, value) else "off") if is_known(value) else "unknown"
            return Attribute(name, state, site.place, written)
        return Attribute(name, default, site.place, written)
    value = app.program.values.of(site.file, site.call.scope, given)
    if isinstance(value, Env):
        value = value.default
    configured = _configured(app, site, given)
    if configured is not None:
        return Attribute(name, "set" if holds(name, configured) else "off", site.place, written)
    # A flag of an object (`settings.https`) is decided by whoever makes the object.
    if _of_object(app, site, given) or not is_known(value):
        return Attribute(name, "set", site.place, written)
    return Attribute(name, "set" if holds(name, value) else "off", site.place, written)


def _spread(app: App, site: CallSite) -> dict[Value, Value] | None:
    """What `**options` of a call hold; None when that cannot be told."""
    held: dict[Value, Value] = {}
    if any(isinstance(arg, f.Star) for arg in site.call.args):
        return None
    for keyword in site.call.keywords:
        if not keyword.name:
            value = app.program.values.of(site.file, site.call.scope, keyword.value)
            if not isinstance(value, dict) or not all(isinstance(key, str) for key in value):
                return None
            held.update(value)
    return held


def _configured(app: App, site: CallSite, given: f.Expr) -> Value:
    """What the framework's settings say for an argument that is read from them; None where they say nothing."""
    setting = _setting_named(app, site, given)
    found = _production(app, setting, "") if setting else None
    return found.fallback if found is not None and is_known(found.fallback) else None


def _setting_named(app: App, site: CallSite, given: f.Expr) -> str:
    """Give "X" for Django's `settings.X` and Flask's `config["X"]` and `config.get("X")`; "" when it is none."""
    match given:
        case f.Attr(value=value, name=name):
            owner = app.program.names.qualify(site.file, site.call.scope, value)
            return name if owner == "django.conf.settings" else ""
        case f.Item(value=f.Attr(name="config"), index=f.Const(value=str() as name)):
            return name
        case f.CallRef(index=index):
            match site.file.detail.calls[index]:
                case f.Call(
                    func=f.Attr(value=f.Attr(name="config"), name="get"), args=(f.Const(value=str() as name), *_)
                ):
                    return name
    return ""


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
        if name is None or takes_back(value) or isinstance(value, f.Const) or ends(app, site):
            continue
        if _log_in(cookie_words(app, site, name)):
            known = app.program.values.of(site.file, site.call.scope, name)
            yield site, known if isinstance(known, str) else "that logs users in"


def cookie_words(app: App, site: CallSite, name: f.Expr | None) -> set[str]:
    """The words of a cookie's name, as far as constants and names tell it."""
    return {word for part in parts(site.file, name) for word in _said(app, site, part)}


def says_log_in(name: str) -> bool:
    """Whether a cookie of this name logs users in."""
    return _log_in(set(words(name)))


def _log_in(said: set[str]) -> bool:
    return bool(said & _AUTH) and not said & _OTHER


def _said(app: App, site: CallSite, part: f.Expr) -> list[str]:
    match part:
        case f.Const(value=str() as text):
            return words(text)
        case f.Name(id=name) | f.Attr(name=name):
            value = app.program.values.of(site.file, site.call.scope, part)
            return words(value) if isinstance(value, str) else words(name)
    return []


def takes_back(value: f.Expr | None) -> bool:
    """Whether a cookie is set to nothing, which takes it back."""
    return value is None or value == f.Const("")


def ends(app: App, site: CallSite) -> bool:
    """Whether the call takes the cookie back by its age."""
    for name in ("max_age", "expires"):
        given = site.argument(name)
        if given is not None and app.program.values.of(site.file, site.call.scope, given) in (0, "0"):
            return True
    return False
