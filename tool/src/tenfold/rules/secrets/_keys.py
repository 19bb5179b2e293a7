"""The secrets that an app's settings and modules name, shared by the rules of this practice."""

from __future__ import annotations

import re
from collections.abc import Iterator
from weakref import WeakKeyDictionary

import msgspec

from tenfold.language import facts as f
from tenfold.place import Place
from tenfold.program.app import App
from tenfold.program.setting import Setting
from tenfold.program.values import REQUIRED, Env, Made, Unknown, Value
from tenfold.secrets.assigned import is_telling

_SIGNING = re.compile(
    r"(?:^|_)(?:secret|secret_key|secretkey|signing_key|signing_secret|jwt_key|jwt_secret|jwt_secret_key|session_secret"
    r"|encryption_key|hmac_key|token_secret|password_salt)$"
)
_FOREIGN = re.compile(
    r"client|apple|api_secret$|aws|s3|stripe|oauth|endpoint|captcha|provider|webhook|github|google|twitter|facebook|minio|paypal|slack"
    r"|twilio|azure|spaces|storage|cloudinary|consumer|public|sentry|stream|pusher|paddle|shopify"
)
_FILLED = frozenset("{}<>*/ ")
_FILE_READERS = ("json.load", "json.loads", "tomllib.load", "tomllib.loads", "yaml.safe_load", "yaml.load", "toml.load",
                 "configparser.ConfigParser.read")  # fmt: skip
DESK = re.compile(r"(?:^|[/_.-])(?:devcontainer|dev|devel|development|local|tests?|ci)(?:[/_.-]|$)")
"""Files that only a developer's desk or CI loads."""
_MAX_DEPTH = 4
_PREDICTABLE = ("random.choice", "random.rand", "random.sample", "random.getrandbits", "uuid.uuid1", "time.time")
_ORIGINS = frozenset(
    {"os.urandom", "secrets.choice", "secrets.token_hex", "secrets.token_urlsafe", "secrets.token_bytes", "uuid.uuid4"}
)
_ORIGINS_OF = tuple(f"{name}." for name in sorted(_ORIGINS))
"""What methods make of it: `os.urandom(32).hex()`."""


class Key(msgspec.Struct, frozen=True):
    """A secret that an app uses.

    Attributes:
        name: the setting or variable.
        value: what it is worth in the judged environment.
        place: where it is set.
        signs: the app signs or encrypts with it; the others are given to it by somebody else.
        source: as in `Setting`.
    """

    name: str
    value: Value
    place: Place
    signs: bool
    source: str = "code"

    @property
    def variable(self) -> str:
        """The environment variable that it is read from; "" when it is not."""
        return self.value.variable if isinstance(self.value, Env) else ""

    @property
    def literal(self) -> str | None:
        """The value that stands in the code itself, outside a read of the environment."""
        return text_of(self.value)

    @property
    def default(self) -> str | None:
        """The value that stands in the code for the case that the variable is absent."""
        return text_of(self.value.default) if isinstance(self.value, Env) else None

    @property
    def required(self) -> bool:
        """Whether the app does not start without the variable."""
        return isinstance(self.value, Env) and self.value.default == REQUIRED

    @property
    def generated(self) -> bool:
        """Whether it is made at random when the app starts."""
        value = self.value.default if isinstance(self.value, Env) else self.value
        made = [name.replace("()", "") for name in _makers(value)]
        random = any(name in _ORIGINS or name.startswith(_ORIGINS_OF) for name in made)
        return random and not self.predictable

    @property
    def predictable(self) -> str:
        """The call of `random` that makes it, or what is used when the variable is absent; "" if there is none."""
        value = self.value.default if isinstance(self.value, Env) else self.value
        return next((name for name in _makers(value) if name.startswith(_PREDICTABLE)), "")

    @property
    def is_replaced(self) -> bool:
        """Whether something else than a constant is used when the variable is absent."""
        default = self.value.default if isinstance(self.value, Env) else None
        return isinstance(default, (Made, Unknown)) and default != REQUIRED and not self.generated

    @property
    def is_unknown(self) -> bool:
        """Whether the source does not tell where it comes from."""
        return isinstance(self.value, (Unknown, Made)) and not self.generated


def _makers(value: Value, depth: int = 0) -> Iterator[str]:
    """The names of the calls that make a value, those of their arguments included."""
    if isinstance(value, Made) and depth < _MAX_DEPTH:
        yield value.name
        for inner in value.args:
            yield from _makers(inner, depth + 1)


def text_of(value: Value) -> str | None:
    """A text or the text of bytes; None for everything else."""
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return value if isinstance(value, str) else None


def signs(name: str) -> bool:
    """Whether a name is that of a key with which the app itself signs or encrypts."""
    lower = name.lower()
    return _SIGNING.search(lower) is not None and _FOREIGN.search(lower) is None


_known: WeakKeyDictionary[App, list[Key]] = WeakKeyDictionary()


def keys(app: App) -> list[Key]:
    """Every secret that the app's settings name, and those that its modules keep in variables, each place once."""
    found = _known.get(app)
    if found is None:
        found = _known[app] = _keys(app)
    return found


def kept_file(app: App) -> Place | None:
    """Where settings read a file that is kept outside the code, for a secret whose value the code does not tell."""
    files = {key.place.file for key in keys(app) if key.is_unknown}
    return next((site.place for site in app.calls(*_FILE_READERS) if site.file.path in files), None)


def _keys(app: App) -> list[Key]:
    found: dict[tuple[str, int], Key] = {}
    for setting in app.settings.all():
        if setting.place is not None and _counts(app, setting) and (is_telling(setting.name) or signs(setting.name)):
            key = Key(setting.name, setting.value, setting.place, signs(setting.name), setting.source)
            found[setting.place.file, setting.place.line] = key
    for key in _variables(app):
        found.setdefault((key.place.file, key.place.line), key)
    return sorted(found.values(), key=lambda key: (not key.signs, key.place))


def _counts(app: App, setting: Setting) -> bool:
    """Whether a setting is one of the judged environment, and not of a file of tests or of a desk."""
    assert setting.place is not None
    role = app.program.role(setting.place.file)
    return setting.environment not in {"test", "development"} and role not in {"test", "local", "example"}


def _variables(app: App) -> Iterator[Key]:
    """Variables of modules with a telling name."""
    named = {module.path for module in app.settings.modules}
    for path, file in app.files.items():
        if path in named or not any(is_telling(name) or signs(name) for name in file.outline.stored):
            continue
        for assign in file.detail.assigns:
            name = assign.target.id if isinstance(assign.target, f.Name) else ""
            if assign.scope != 0 or assign.kind != "=" or not name.isupper():
                continue
            if is_telling(name) or signs(name):
                value = app.program.values.of(file, 0, assign.value)
                if isinstance(value, str) and not _FILLED.isdisjoint(value):
                    continue  # a text with places to fill in, a path or a sentence: no secret
                yield Key(name, value, Place(path, f.line_of(assign.at)), signs(name))


def written_default(app: App, key: Key) -> str | None:
    """What the code falls back to, also where a file of the repository sets the variable today."""
    if key.source != "file":
        return key.default
    file = app.program.facts.python.get(key.place.file)
    for assign in file.detail.assigns if file is not None else ():
        if file is not None and f.line_of(assign.at) == key.place.line:
            value = app.program.values.of(file, assign.scope, assign.value)
            if isinstance(value, Env) and value.variable == key.variable:
                return text_of(value.default)
    return None


def refuses(app: App, key: Key, text: str) -> Place | None:
    """Where the app compares the key's file with a weak value and raises: it does not start with that."""
    file = app.files.get(key.place.file)
    if file is None:
        return None
    for scope in range(len(file.outline.scopes)):
        for place in _refusals(file.detail.bodies[scope], text, key.place.file):
            return place
    return None


def _refusals(statements: tuple[f.Stmt, ...], text: str, path: str) -> Iterator[Place]:
    pending = list(statements)
    while pending:
        statement = pending.pop()
        if isinstance(statement, f.If):
            inside = [*statement.then, *statement.other]
            if _mentions(statement.test, text) and _raises(inside):
                yield Place(path, f.line_of(statement.at))
            pending.extend(inside)


def _mentions(test: f.Expr, text: str) -> bool:
    """Whether a test compares something with the text."""
    pending: list[f.Expr] = [test]
    while pending:
        expr = pending.pop()
        if isinstance(expr, f.Const) and expr.value == text:
            return True
        if isinstance(expr, f.Op):
            pending.extend(expr.operands)
        elif isinstance(expr, f.Sequence):
            pending.extend(expr.items)
    return False


def _raises(statements: list[f.Stmt]) -> bool:
    pending = list(statements)
    while pending:
        statement = pending.pop()
        if isinstance(statement, f.Raise):
            return True
        if isinstance(statement, f.If):
            pending.extend([*statement.then, *statement.other])
    return False


def outside_files(app: App) -> Iterator[tuple[Place, str]]:
    """Where a Flask app takes its configuration from a file or from variables that are not in the repository."""
    for method in ("from_envvar", "from_prefixed_env", "from_pyfile", "from_file"):
        for site in app.ending(method) if app.framework == "flask" else ():
            if ".config." not in site.call.name:
                continue
            given = site.argument("filename", 0) if method in {"from_pyfile", "from_file"} else None
            name = app.program.values.of(site.file, site.call.scope, given) if given is not None else None
            if not isinstance(name, str) or not _is_kept(app, name):
                yield site.place, f"app.config.{method}"


def _is_kept(app: App, name: str) -> bool:
    tail = "/" + name.lstrip("./")
    return any(f"/{path}".endswith(tail) for path in app.program.facts.found.names)
