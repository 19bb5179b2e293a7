"""Cookies that are written without `set_cookie`: with `http.cookies`, or as the text of a Set-Cookie header."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import msgspec

from tenfold.language import facts as f
from tenfold.place import Place
from tenfold.program.bodies import parts
from tenfold.program.names import qualname
from tenfold.project.read import PythonFile
from tenfold.rules.sessions._cookies import says_log_in

if TYPE_CHECKING:
    from tenfold.program.app import App

_JARS = frozenset({"http.cookies.SimpleCookie()", "http.cookies.BaseCookie()", "Cookie.SimpleCookie()"})
_FLAGS = ("Secure", "HttpOnly")
_ADDING = frozenset({"add", "append", "set", "setdefault", "add_header"})


class WrittenCookie(msgspec.Struct, frozen=True):
    """A cookie that is written without `set_cookie`.

    Attributes:
        place: where.
        function: dotted name of the enclosing function.
        name: the cookie's name, as far as it is told.
        lacking: those of Secure and HttpOnly that it lacks.
        logs_in: its name says that it logs users in.
    """

    place: Place
    function: str
    name: str
    lacking: tuple[str, ...]
    logs_in: bool


def written_cookies(app: App) -> Iterator[WrittenCookie]:
    """The cookies of an app that are written by hand; those that take a cookie back are left out."""
    for file in app.files.values():
        if any(i.module in {"http.cookies", "http"} for i in file.outline.imports):
            yield from _in_jars(app, file)
        yield from _in_headers(file)


def _in_jars(app: App, file: PythonFile) -> Iterator[WrittenCookie]:
    """`jar["session"] = value`, with the flags that `jar["session"]["secure"] = True` sets in the same function."""
    for assign in file.detail.assigns:
        match assign.target:
            case f.Item(value=f.Name() as jar, index=key):
                if app.program.names.qualify(file, assign.scope, jar) not in _JARS:
                    continue
                name = app.program.values.of(file, assign.scope, key)
                if not isinstance(name, str) or isinstance(assign.value, f.Const):
                    continue
                given = {
                    other.target.index.value.lower()
                    for other in file.detail.assigns
                    if other.scope == assign.scope
                    and isinstance(other.target, f.Item)
                    and other.target.value == assign.target
                    and isinstance(other.target.index, f.Const)
                    and isinstance(other.target.index.value, str)
                    and app.program.values.of(file, other.scope, other.value) not in (False, "", None, 0)
                }
                yield _cookie(file, assign.scope, assign.at, name, given)


def _in_headers(file: PythonFile) -> Iterator[WrittenCookie]:
    """`headers["Set-Cookie"] = f"session={token}; Secure"`, and the same by a method or in a mapping."""
    found: list[tuple[int, int, f.Expr | None]] = [
        (a.scope, a.at, a.value)
        for a in file.detail.assigns
        if isinstance(a.target, f.Item) and _is_header(a.target.index)
    ]
    for call in file.detail.calls:
        match call:
            case f.Call(func=f.Attr(name=method), args=(header, value)) if method in _ADDING and _is_header(header):
                found.append((call.scope, call.at, value))
        for part in (*call.args, *(k.value for k in call.keywords)):
            if isinstance(part, f.Mapping):
                pairs = zip(part.keys, part.values, strict=True)
                found.extend((call.scope, call.at, value) for key, value in pairs if _is_header(key))
    for scope, at, written in found:
        constants = (part.value for part in parts(file, written) if isinstance(part, f.Const))
        text = "".join(part for part in constants if isinstance(part, str))
        name, equals, rest = text.partition("=")
        flags = {flag.partition("=")[0].strip().lower() for flag in rest.split(";")[1:]}
        if equals and isinstance(written, (f.Format, f.Op)) and "max-age=0" not in rest.replace(" ", "").lower():
            yield _cookie(file, scope, at, name.strip(), flags)


def _is_header(key: f.Expr | None) -> bool:
    return isinstance(key, f.Const) and isinstance(key.value, str) and key.value.lower() == "set-cookie"


def _cookie(file: PythonFile, scope: int, at: int, name: str, flags: set[str]) -> WrittenCookie:
    lacking = tuple(flag for flag in _FLAGS if flag.lower() not in flags)
    place = Place(file.path, f.line_of(at), f.column_of(at))
    return WrittenCookie(place, qualname(file, scope), name, lacking, says_log_in(name))
