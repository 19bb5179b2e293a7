"""Which values are secret: told by the name of what holds them and by where they come from."""

from __future__ import annotations

import re

import msgspec

from tenfold import frameworks
from tenfold.language import facts as f
from tenfold.program.app import App
from tenfold.program.values import is_known
from tenfold.project.read import PythonFile

_HEADS = frozenset({
    "password", "passwd", "pwd", "passphrase", "passwort", "secret", "token", "jwt", "authorization", "cvv", "cvc",
    "ssn", "apikey", "sessionid", "cookie", "cookies", "credentials", "otp",
})  # fmt: skip
"""Last words of names whose value is a secret."""

_PAIRS = frozenset({
    ("api", "key"), ("private", "key"), ("access", "key"), ("secret", "key"), ("session", "key"), ("card", "number"),
    ("auth", "header"), ("recovery", "codes"), ("backup", "codes"), ("signing", "key"), ("password", "1"),
    ("password", "2"),
})  # fmt: skip

_HARMLESS = frozenset({
    "has", "is", "use", "uses", "max", "min", "num", "no", "count", "hashed", "hash", "encrypted", "masked", "redacted",
    "next", "page", "prev", "continuation", "sync", "valid", "require", "requires", "required", "allow", "with", "safe",
    "obfuscated", "hidden", "bad", "dummy", "public", "lexer", "csrf", "type", "anonymized", "truncated", "short",
    "missing", "invalid", "expired", "needs", "should", "partial", "cursor", "reset_required", "good",
})  # fmt: skip
"""Words that make a name speak of something else than the secret."""

_WHOLE = frozenset({
    "flask.request.form", "flask.request.json", "flask.request.data", "flask.request.values", "flask.request.headers",
    "flask.request.cookies", "flask.request.get_json", "flask.request.get_data", "flask.request.environ",
    "flask.request.authorization",
})  # fmt: skip
_REQUEST_PARTS = frozenset({
    "POST", "body", "META", "COOKIES", "headers", "cookies", "json", "form", "data", "authorization", "environ",
})  # fmt: skip
_REQUEST_CLASSES = (
    "django.http.HttpRequest()", "django.http.request.HttpRequest()", "fastapi.Request()",
    "starlette.requests.Request()",
    "fastapi.requests.Request()", "rest_framework.request.Request()",
)  # fmt: skip
_THROUGH = frozenset(
    {"str", "repr", "dict", "dumps", "decode", "strip", "format", "join", "pformat", "to_dict", "items", "encode"}
)
_CREDENTIAL_FORMS = frozenset({"fastapi.security.OAuth2PasswordRequestForm()"})
_SPLIT = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+")
_MAX_DEPTH = 6


class Secret(msgspec.Struct, frozen=True):
    """A secret value: `what` says which in words for the user, `whole` that it is a body or headers as a whole."""

    what: str
    whole: bool = False


def is_secret_name(name: str) -> bool:
    """Whether what a name holds is a secret: its last word says so, and no other word takes it back."""
    words = [word.casefold() for word in _SPLIT.findall(name)]
    if not words or not _HARMLESS.isdisjoint(words):
        return False
    if words[-1] in {"cookie", "cookies"}:
        # Only the cookie of a session or log-in is a credential; a tracker's is not.
        return len(words) == 1 or not {"session", "auth", "login", "sid", "remember"}.isdisjoint(words)
    return words[-1] in _HEADS or tuple(words[-2:]) in _PAIRS


class Secrets:
    """Looks for secrets in the expressions that a log call is given."""

    def __init__(self, app: App) -> None:
        self._app = app
        self._names = app.program.names
        self._values = app.program.values

    def find(self, file: PythonFile, scope: int, expr: f.Expr, depth: int = 0) -> Secret | None:
        """The first secret that the text of `expr` would hold; None when there is none."""
        if depth > _MAX_DEPTH:
            return None

        def inner(*exprs: f.Expr | None) -> Secret | None:
            found = (self.find(file, scope, one, depth + 1) for one in exprs if one is not None)
            return next((one for one in found if one is not None), None)

        match expr:
            case f.Name() | f.Attr() | f.Item():
                return self._named(file, scope, expr)
            case f.Format(parts=parts) | f.Sequence(items=parts):
                return inner(*parts)
            case f.Field(value=value) | f.Star(value=value):
                return inner(value)
            case f.Await(value=value):
                return inner(value)
            case f.Op(op="+" | "%" | "or", operands=operands):
                return inner(*operands)
            case f.Conditional(then=then, other=other):
                return inner(then, other)
            case f.Mapping(values=values, keys=keys):
                return self._mapping(file, scope, keys, values) or inner(*values)
            case f.CallRef(index=index):
                return self._called(file, scope, file.detail.calls[index], depth)
        return None

    def _mapping(
        self, file: PythonFile, scope: int, keys: tuple[f.Expr | None, ...], values: tuple[f.Expr, ...]
    ) -> Secret | None:
        for key, value in zip(keys, values, strict=True):
            named = isinstance(key, f.Const) and isinstance(key.value, str) and is_secret_name(key.value)
            held = isinstance(value, (f.Name, f.Attr, f.Item)) and not self._constant(file, scope, value)
            if named and held and isinstance(key, f.Const):
                return Secret(f'the field "{key.value}"')
        return None

    def _named(self, file: PythonFile, scope: int, expr: f.Expr) -> Secret | None:
        whole = self.whole(file, scope, expr)
        if whole:
            return Secret(whole, whole=True)
        name = _held(expr)
        if not is_secret_name(name):
            return self._model(file, scope, expr)
        if self._constant(file, scope, expr) or self._object(file, scope, expr):
            return None
        if isinstance(expr, f.Name) and self._masked(file, scope, expr.id):
            return None
        return Secret(f"the value of {shown(expr)}")

    def whole(self, file: PythonFile, scope: int, expr: f.Expr) -> str:
        """The request's body, headers or cookies, in words, when `expr` is one of them as a whole; else ""."""
        name = self._names.qualify(file, scope, expr)
        if name.replace("()", "") in _WHOLE:
            return f"the whole of {shown(expr)}"
        if isinstance(expr, f.Attr) and expr.name in _REQUEST_PARTS and self.is_request(file, scope, expr.value):
            return f"the whole of {shown(expr)}"
        return ""

    def is_request(self, file: PythonFile, scope: int, expr: f.Expr) -> bool:
        """Whether an expression is the request: by its type, or a first parameter or attribute of that name."""
        name = self._names.qualify(file, scope, expr)
        if name in _REQUEST_CLASSES or name == "flask.request":
            return True
        if name or self._app.framework == "flask":
            return False
        return (isinstance(expr, f.Name) and expr.id == "request") or expr == f.Attr(f.Name("self"), "request")

    def _model(self, file: PythonFile, scope: int, expr: f.Expr) -> Secret | None:
        """An object that prints all of its fields, of which one is a secret."""
        name = self._names.qualify(file, scope, expr)
        if name in _CREDENTIAL_FORMS:
            return None  # its text is only the class and address
        defined = self._names.definition(name) if name.endswith("()") else None
        if defined is None or not isinstance(expr, f.Name):
            return None
        ancestors = self._names.ancestors(name.removesuffix("()"))
        if not any(
            base in {"pydantic.BaseModel", "pydantic.main.BaseModel", "sqlmodel.SQLModel"} for base in ancestors
        ):
            return None
        field = self._secret_field(ancestors)
        return Secret(f"{shown(expr)}, whose text holds its field {field}") if field else None

    def _secret_field(self, ancestors: list[str]) -> str:
        for base in ancestors:
            defined = self._names.definition(base)
            for assign in defined[0].detail.assigns if defined is not None else ():
                if defined is not None and assign.scope == defined[1] and assign.annotation is not None:
                    typed = self._names.qualify(defined[0], defined[1], assign.annotation)
                    if is_secret_name(assign.stem) and "Secret" not in typed and "hash" not in assign.stem:
                        return assign.stem
        return ""

    def _called(self, file: PythonFile, scope: int, call: f.Call, depth: int) -> Secret | None:
        last = call.name.rpartition(".")[2]
        receiver = call.func.value if isinstance(call.func, f.Attr) else None
        if last in {"get_json", "get_data"} and self._names.qualify(file, scope, call.func).startswith("flask.request"):
            return Secret(f"the whole of {shown(call.func)}()", whole=True)
        if receiver is not None and last in {"json", "body", "form"} and self.is_request(file, scope, receiver):
            return Secret(f"the whole of {shown(call.func)}()", whole=True)
        if last in {"get", "pop"} and receiver is not None and call.args and isinstance(call.args[0], f.Const):
            key = call.args[0].value
            if isinstance(key, str) and is_secret_name(key):
                return Secret(f'the value of "{key}" in {shown(receiver)}')
        if last in {"model_dump", "dict", "model_dump_json", "json"} and receiver is not None and not call.keywords:
            return self._model(file, scope, receiver)
        if last in _THROUGH:
            inside = [*call.args, *(k.value for k in call.keywords if last == "format")]
            if receiver is not None and last not in {"dumps", "pformat"}:
                inside.append(receiver)
            found = (self.find(file, scope, one, depth + 1) for one in inside)
            return next((one for one in found if one is not None), None)
        return None

    def _constant(self, file: PythonFile, scope: int, expr: f.Expr) -> bool:
        return is_known(self._values.of(file, scope, expr))

    def _object(self, file: PythonFile, scope: int, expr: f.Expr) -> bool:
        """Whether a value is an object whose text hides it: a SecretStr, an instance of the project's class."""
        name = self._names.qualify(file, scope, expr)
        if name.endswith(("SecretStr()", "SecretBytes()", "Secret()")):
            return True
        return name.endswith("()") and ":" in name

    def _masked(self, file: PythonFile, scope: int, name: str) -> bool:
        """Whether every assignment of a local name gives something else than the secret: a hash, a mask, a slice."""
        bindings = self._names.of(file.path).scopes[scope].get(name, [])
        values = [b.value for b in bindings if isinstance(b, f.Assign) and b.kind == "=" and b.value is not None]
        return bool(values) and all(self._hides(file, value) for value in values)

    def _hides(self, file: PythonFile, value: f.Expr) -> bool:
        if isinstance(value, f.Item) and isinstance(value.index, f.Slice):
            return True
        if isinstance(value, f.CallRef):
            call = file.detail.calls[value.index]
            if self._names.qualify(file, call.scope, call.func) in frameworks.sanitizers("logging.private"):
                return True
            name = call.name.casefold()
            return any(word in name for word in ("mask", "redact", "hash", "obfus", "len", "bool", "sanitiz", "hide"))
        return isinstance(value, f.Op) and value.op in {"not", "==", "in", "is", "is not"}


def _held(expr: f.Expr) -> str:
    """The name of what an expression reads: the key of an item, the attribute, or the name."""
    match expr:
        case f.Name(id=name):
            return name
        case f.Attr(value=value, name="data" | "raw_data"):
            return _held(value)
        case f.Attr(name=name):
            return name
        case f.Item(index=f.Const(value=str(key))):
            return key
    return ""


def shown(expr: f.Expr) -> str:
    """An expression in the source's words, as far as names, attributes and constant items go."""
    match expr:
        case f.Name(id=name):
            return name
        case f.Attr(value=value, name=name):
            return f"{shown(value)}.{name}"
        case f.Item(value=value, index=f.Const(value=key)):
            return f"{shown(value)}[{key!r}]"
        case f.Await(value=value):
            return shown(value)
    return "..."
