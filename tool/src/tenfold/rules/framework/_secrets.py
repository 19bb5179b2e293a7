"""Which expressions hold a password, by the names that the code itself gives them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tenfold.language import facts as f
from tenfold.program.bodies import parts
from tenfold.project.read import PythonFile

_PASSWORD = re.compile(r"(^|_|[a-z](?=P))(password|passwd|pwd|psw|pw|passphrase|Password)\d?$")
_CONFIRMATION = re.compile(r"(confirm|again|repeat|retype|verify|second|_?[2-9])", re.IGNORECASE)
_PLAIN_METHODS = frozenset({"encode", "get", "strip", "get_secret_value", "pop", "data"})


def is_password_name(name: str) -> bool:
    """Whether a name is that of a password ("password", "new_password", "user_pwd"), not of a hash or a token."""
    return len(name) < 60 and _PASSWORD.search(name) is not None


def is_confirmation(name: str) -> bool:
    """Whether a name is that of a password typed for the second time."""
    return _CONFIRMATION.search(name) is not None


def named(file: PythonFile, expr: f.Expr | None) -> str:
    """The last name of an expression: "password" for `user.password`, `form["password"]`, `data.get("password")`."""
    match expr:
        case f.Name(id=name) | f.Attr(name=name) if name not in _PLAIN_METHODS:
            return name
        case f.Attr(value=value):
            return named(file, value)
        case f.Item(index=f.Const(value=str() as key)):
            return key
        case f.CallRef(index=index):
            call = file.detail.calls[index]
            if (
                isinstance(call.func, f.Attr)
                and call.func.name in {"get", "pop", "getlist", "get_argument"}
                and call.args
            ):
                first = call.args[0]
                return first.value if isinstance(first, f.Const) and isinstance(first.value, str) else ""
            if isinstance(call.func, f.Attr) and call.func.name in _PLAIN_METHODS:
                return named(file, call.func.value)
            if isinstance(call.func, f.Name) and call.func.id in {"str", "bytes"} and call.args:
                return named(file, call.args[0])
        case f.Await(value=value):
            return named(file, value)
    return ""


def root(file: PythonFile, expr: f.Expr | None) -> str:
    """The first name of an expression: "form" for `form.password.data`."""
    for _ in range(20):
        match expr:
            case f.Name(id=name):
                return name
            case f.Attr(value=value) | f.Item(value=value) | f.Await(value=value):
                expr = value
            case f.CallRef(index=index):
                expr = file.detail.calls[index].func
            case _:
                return ""
    return ""


def passwords_in(file: PythonFile, *exprs: f.Expr | None) -> Iterator[str]:
    """The password names that expressions read, those inside f-strings and sums too."""
    for part in parts(file, *exprs):
        if isinstance(part, (f.Name, f.Attr, f.Item, f.CallRef)):
            name = named(file, part)
            if is_password_name(name):
                yield name
