"""The keys that sign sessions and tokens: where each comes from, and whether it can be guessed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import msgspec

from tenfold.language import facts as f
from tenfold.place import Place
from tenfold.program.app import App
from tenfold.program.bodies import expressions, statements
from tenfold.program.setting import Setting
from tenfold.program.values import REQUIRED, Env, Made, Unknown, Value
from tenfold.project.read import PythonFile
from tenfold.rules.sessions._mechanism import Mechanism
from tenfold_guard import Policy

Source = Literal["literal", "fallback", "file", "process", "environment", "unknown"]

RANDOM = frozenset({
    "os.urandom", "secrets.token_bytes", "secrets.token_hex", "secrets.token_urlsafe", "uuid.uuid4", "secrets.choice",
    "django.core.management.utils.get_random_secret_key", "random.choice", "random.getrandbits", "random.random",
    "Crypto.Random.get_random_bytes", "uuid.uuid4.hex", "cryptography.fernet.Fernet.generate_key",
})  # fmt: skip
_PLACEHOLDERS = (
    "secret", "change", "insecure", "default", "example", "password", "your", "dev", "test", "key", "guess", "replace",
    "qwerty", "12345", "abc", "foo", "todo", "xxx", "demo",
)  # fmt: skip
_MAX_IMPORTS = 10
_FEW = 10
"""Different characters that a random key of 32 has at least, almost surely, in any usual alphabet."""


class Key(msgspec.Struct, frozen=True):
    """A signing key.

    Attributes:
        name: what it is called ("SECRET_KEY").
        source: "literal" in the code; "fallback": a literal when the variable is absent; "file": a committed file sets
            the variable; "process": made anew by each process; "environment": only the environment has it.
        place: where it is set.
        signs: what it signs, in words.
        variable: the environment variable that it is read from; "" for none.
        text: its value where the files tell it.
    """

    name: str
    source: Source
    place: Place
    signs: str
    variable: str = ""
    text: str = ""


def guessable(text: str) -> bool:
    """Whether a key is short, has few different characters or holds a word of placeholders."""
    if len(text) < Policy.web().secrets.minimum_length or len(set(text)) < _FEW:
        return True
    folded = text.lower()
    return any(word in folded for word in _PLACEHOLDERS if len(word) > 3)


def refuses(app: App, key: Key) -> Place | None:
    """Where a check of the project's raises when a key is still its placeholder."""
    wanted = f.Const(key.text)
    for path, file in app.files.items():
        for index in range(len(file.outline.scopes)):
            compares = any(
                isinstance(e, f.Op) and e.op in {"==", "in", "!=", "is"} and wanted in _constants(e)
                for e in expressions(file, index)
            )
            if compares and any(isinstance(s, f.Raise) for s in statements(file, index)):
                return Place(path, f.line_of(file.outline.scopes[index].at) if index else 1)
    return None


def _constants(expr: f.Op) -> list[f.Expr]:
    return [i for side in expr.operands for i in (side.items if isinstance(side, f.Sequence) else (side,))]


def keys(app: App, used: Mechanism) -> Iterator[Key]:
    """The keys that sign what keeps an app's users logged in, each once."""
    seen: set[Place] = set()
    for key in (*_of_cookie(app, used), *_of_tokens(app, used)):
        if key.place not in seen:
            seen.add(key.place)
            yield key


def _of_cookie(app: App, used: Mechanism) -> Iterator[Key]:
    if used.cookie is None:
        return
    if used.cookie.site is not None:
        given = used.cookie.site.argument("secret_key", 1)
        if given is not None:
            yield _of_expression(app, used.cookie.site.file, used.cookie.site.call.scope, given, "the session cookie")
        return
    setting = app.settings.get("SECRET_KEY")
    if setting is None or setting.place is None:
        return
    yield _of_setting(app, setting, "the session cookie")


def _of_tokens(app: App, used: Mechanism) -> Iterator[Key]:
    for issue in used.tokens:
        site = issue.site
        given = site.argument(*issue.act.key)
        if given is not None:
            yield _of_expression(app, site.file, site.call.scope, given, "the tokens of logged-in users")
            continue
        for name, inner in (("JWT_SECRET_KEY", ()), ("SIMPLE_JWT", ("SIGNING_KEY",)), ("SECRET_KEY", ())):
            setting = app.settings.nested(name, *inner) if inner else app.settings.explicit(name)
            if setting is not None and setting.place is not None:
                yield _of_setting(app, setting, "the tokens of logged-in users")
                break


def _of_expression(app: App, file: PythonFile, scope: int, expr: f.Expr, signs: str) -> Key:
    """The key of an expression: of the setting that it names, or of its value."""
    inner = _stripped(file, expr)
    name = _name(file, inner)
    setting = app.settings.explicit(name) if name else None
    if setting is not None and setting.place is not None:
        return _of_setting(app, setting, signs)
    value = app.program.values.of(file, scope, inner)
    return _judged(name or "the key", value, _place(app, file, scope, inner), signs, "code")


def _stripped(file: PythonFile, expr: f.Expr) -> f.Expr:
    """An expression without `.get_secret_value()`, `str(...)` and their like."""
    for _ in range(4):
        if not isinstance(expr, f.CallRef):
            return expr
        call = file.detail.calls[expr.index]
        if isinstance(call.func, f.Attr) and call.func.name in {"get_secret_value", "encode", "reveal"}:
            expr = call.func.value
        elif call.name in {"str", "bytes"} and call.args:
            expr = call.args[0]
        else:
            return expr
    return expr


def _name(file: PythonFile, expr: f.Expr) -> str:
    """The name of the setting that an expression reads: `settings.KEY`, `config["KEY"]`, `config.get("KEY")`."""
    match expr:
        case f.CallRef(index=index):
            call = file.detail.calls[index]
            first = call.args[0] if call.args else None
            read = isinstance(call.func, f.Attr) and call.func.name == "get" and call.name.endswith("config.get")
            return first.value if read and isinstance(first, f.Const) and isinstance(first.value, str) else ""
        case f.Name(id=name) | f.Attr(name=name):
            return name
        case f.Item(index=f.Const(value=str() as name)):
            return name
    return ""


def _place(app: App, file: PythonFile, scope: int, expr: f.Expr, depth: int = 0) -> Place:
    """Where the value of an expression is set: the assignment of its name, else its own line."""
    if isinstance(expr, f.Name) and depth < _MAX_IMPORTS:
        for path, at in ((file.path, scope), (file.path, 0)):
            for binding in app.program.names.of(path).scopes[at].get(expr.id, ()):
                if isinstance(binding, f.Assign):
                    return Place(path, f.line_of(binding.at), f.column_of(binding.at))
                if isinstance(binding, f.Import) and binding.name:
                    source = app.program.names.imported_module(file, binding)
                    if source in app.program.names.files:
                        return _place(app, app.program.names.files[source], 0, f.Name(binding.name), depth + 1)
    scopes = file.outline.scopes
    return Place(file.path, f.line_of(scopes[scope].at) if scope else 1)


def _of_setting(app: App, setting: Setting, signs: str) -> Key:
    assert setting.place is not None
    if isinstance(setting.value, (Unknown, Made)) and not _is_random(setting.value):
        field = app.settings.explicit(setting.name.lower())
        if field is not None and field.place is not None and isinstance(field.value, (Env, str)):
            return _judged(field.name, field.value, field.place, signs, field.source)
    return _judged(setting.name, setting.value, setting.place, signs, setting.source)


def _judged(name: str, value: Value, place: Place, signs: str, source: str) -> Key:
    if isinstance(value, bytes):
        value = value.decode("latin-1")
    if isinstance(value, str):
        return Key(name, "literal" if value else "environment", place, signs, text=value)
    if isinstance(value, Env):
        default = value.default
        if isinstance(default, bytes):
            default = default.decode("latin-1")
        if isinstance(default, str) and default:
            kind: Source = "file" if source == "file" else "fallback"
            return Key(name, kind, place, signs, value.variable, default)
        if default in {None, ""} if isinstance(default, (str, type(None))) else default == REQUIRED:
            return Key(name, "environment", place, signs, value.variable)
        return Key(name, "environment" if _is_random(default) else "unknown", place, signs, value.variable)
    return Key(name, "process" if _is_random(value) else "unknown", place, signs)


def _is_random(value: Value) -> bool:
    return isinstance(value, Made) and (
        value.name in RANDOM or any(value.name.startswith(name + ".") for name in RANDOM)
    )
