"""Digests with MD5, SHA-1 and their like: where they are made, of what, and what the names around say they are for."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import TYPE_CHECKING

import msgspec

from tenfold.language import facts as f
from tenfold.place import Place
from tenfold.program.accounts import words
from tenfold.program.bodies import parts
from tenfold.program.carried import Carried, Use, last_name
from tenfold.program.names import qualname
from tenfold.program.values import Env
from tenfold.project.read import PythonFile

if TYPE_CHECKING:
    from tenfold.program.app import App

_BROKEN = {"md2": "MD2", "md4": "MD4", "md5": "MD5", "sha": "SHA-1", "sha1": "SHA-1", "ripemd": "RIPEMD"}
_PACKAGES = frozenset({"hashlib", "Crypto", "Cryptodome", "cryptography", "django"})
_HAZMAT = "cryptography.hazmat.primitives.hashes."
_SIGNING = frozenset({"sign", "verify"})
_WRITERS = frozenset({"write", "writelines", "writerow", "write_text", "write_bytes"})
_SHOWING = frozenset({"print", "debug", "info", "warning", "error", "exception", "log"})

_SENDING = frozenset({"request", "requests", "api", "post", "fetch", "urlopen", "send", "call"})

_CHECKSUM = frozenset({
    "etag", "etags", "cache", "caches", "cached", "caching", "cachekey", "memo", "memoize", "gravatar", "avatar",
    "avatars", "libravatar", "identicon", "checksum", "checksums", "crc", "fingerprint", "fingerprints", "dedup",
    "dedupe", "dedupes", "duplicate", "duplicates", "integrity", "hue", "color", "colour", "bucket", "shard",
    "partition", "revision", "thumbnail", "thumbnails", "thumb", "static", "asset", "assets", "webpack", "favicon",
    "lock", "lockfile", "version", "changed", "modified", "manifest", "bust", "buster", "percentage", "variant",
    "uuid", "uuid3", "uuid5", "guid", "slug", "anchor", "pwned", "breach", "breaches", "hibp",
})  # fmt: skip
"""Words of what only tells equal from unequal, or stands where the digest is demanded by somebody else's service."""
_FILE_DATA = frozenset({
    "chunk", "chunks", "block", "buf", "buffer", "content", "contents", "file", "files", "filename", "path", "paths",
    "blob", "image", "photo", "stream", "upload", "sql", "query", "statement", "url", "uri", "html", "css", "js",
    "template", "source", "read_bytes",
})  # fmt: skip
_FOLDERS = frozenset({"cache", "caching", "gravatar", "avatar", "avatars", "checksum", "checksums"})
"""Words of a file's path that say what its digests are for; others ("static", "version") say what it lies among."""
_FILES = frozenset({"f", "fh", "fp", "fd", "fobj", "handle", "file", "stream", "upload"})
_PASSWORDS = frozenset(
    {"password", "passwords", "passwd", "passphrase", "pwd", "passcode", "credential", "credentials"}
)
_SECRETS = frozenset({"token", "tokens", "secret", "secrets", "apikey", "otp", "sessionid", "signature", "sig", "hmac"})
_PAIRS = frozenset({("api", "key"), ("session", "id"), ("session", "key"), ("access", "key"), ("auth", "key")})


class Digest(msgspec.Struct, frozen=True):
    """A digest with a broken algorithm, and what is known of its purpose.

    Attributes:
        place: of the call.
        function: dotted name of the enclosing function.
        algorithm: "MD5".
        made_of: the expressions that are digested.
        inside: words of the names in them.
        outside: words of what the digest is kept as.
        around: words of the names of the enclosing function and of the file.
        kept: it is stored, given away, answered or compared.
        stays: it is stored or compared here, and not merely handed on, as the protocol of another service may demand.
        persists: it is written to a file or stored in an object or a mapping.
        signs: it is the digest of a public-key signature.
        fed: the calls that are given what is digested.
    """

    file: PythonFile
    scope: int
    place: Place
    function: str
    algorithm: str
    made_of: tuple[f.Expr, ...]
    inside: tuple[str, ...]
    outside: tuple[str, ...]
    around: tuple[str, ...]
    kept: bool
    stays: bool
    persists: bool
    signs: bool = False
    fed: tuple[f.Call, ...] = ()

    @property
    def is_checksum(self) -> bool:
        """Whether the names say that it tells equal from unequal, keys a cache or names a picture."""
        if not _CHECKSUM.isdisjoint({*self.inside, *self.outside, *self.around}):
            return True
        return not _FILE_DATA.isdisjoint(self.inside)

    @property
    def secret(self) -> str:
        """The first word that says that a secret is digested or kept ("password", "api key"); "" for none."""
        said = (*self.outside, *self.inside)
        pairs = {first: f"{first} {second}" for first, second in itertools.pairwise(said) if (first, second) in _PAIRS}
        return next((pairs.get(word, word) for word in said if word in _PASSWORDS | _SECRETS or word in pairs), "")

    @property
    def of_password(self) -> bool:
        """Whether the secret is a password, by the names of what is digested or kept."""
        return self.secret in _PASSWORDS


def digests(app: App) -> Iterator[Digest]:
    """The weak digests of an app, `usedforsecurity=False` left aside."""
    for file in app.files.values():
        if not any(i.module.partition(".")[0] in _PACKAGES for i in file.outline.imports):
            continue
        for index, call in enumerate(file.detail.calls):
            algorithm, data = _made(app, file, call)
            if algorithm and not _said_harmless(app, file, call):
                yield _described(app, file, index, algorithm, data)
            elif isinstance(call.func, f.Attr) and call.func.name in _SIGNING:
                signed = next((a for arg in call.args if (a := _hazmat(app, file, call.scope, arg))), "")
                if signed:
                    place = Place(file.path, f.line_of(call.at), f.column_of(call.at), call.end)
                    function = qualname(file, call.scope)
                    yield Digest(
                        file,
                        call.scope,
                        place,
                        function,
                        signed,
                        (),
                        (),
                        (),
                        (),
                        kept=True,
                        stays=True,
                        persists=True,
                        signs=True,
                    )


def _made(app: App, file: PythonFile, call: f.Call) -> tuple[str, tuple[f.Expr, ...]]:
    """The broken algorithm that a call digests with ("" for none), and the data that it is given at once."""
    name = app.program.calls.called(file, call)
    given = tuple(k.value for k in call.keywords if k.name in {"data", "string"})
    module, _, last = name.rpartition(".")
    if name == "hashlib.new":
        named = next((k.value for k in call.keywords if k.name == "name"), call.args[0] if call.args else None)
        return _algorithm(app, file, call.scope, named), (*call.args[1:], *given)
    if module == "hashlib":
        return _BROKEN.get(last, ""), (*call.args, *given)
    if last == "new" and module.startswith(("Crypto.Hash.", "Cryptodome.Hash.")):
        return _BROKEN.get(module.rpartition(".")[2].lower(), ""), (*call.args, *given)
    if name == _HAZMAT + "Hash" and call.args:
        return _hazmat(app, file, call.scope, call.args[0]), ()
    if name == "builtins.getattr":  # getattr(hashlib, "md5")(data), or what that was assigned to
        origin = app.program.origins.of(file, call.scope, call.func)
        chosen = origin.call.args if origin is not None and call.func != f.Name("getattr") else ()
        if len(chosen) > 1 and app.program.names.qualify(file, call.scope, chosen[0]) == "hashlib":
            return _algorithm(app, file, call.scope, chosen[1]), (*call.args, *given)
    return "", ()


def _algorithm(app: App, file: PythonFile, scope: int, named: f.Expr | None) -> str:
    value = app.program.values.of(file, scope, named)
    if isinstance(value, Env):
        value = value.default
    return _BROKEN.get(value.lower().replace("-", ""), "") if isinstance(value, str) else ""


def _hazmat(app: App, file: PythonFile, scope: int, given: f.Expr) -> str:
    name = app.program.names.qualify(file, scope, given).replace("()", "")
    return _BROKEN.get(name.removeprefix(_HAZMAT).lower(), "") if name.startswith(_HAZMAT) else ""


def _said_harmless(app: App, file: PythonFile, call: f.Call) -> bool:
    given = next((k.value for k in call.keywords if k.name == "usedforsecurity"), None)
    return given is not None and app.program.values.of(file, call.scope, given) is False


def _described(app: App, file: PythonFile, index: int, algorithm: str, data: tuple[f.Expr, ...]) -> Digest:
    call = file.detail.calls[index]
    carried = Carried(app.program, file, call.scope, [index])
    updates = tuple(_updates(file, call.scope, carried))
    made_of = (*data, *(one.args[0] for one in updates))
    uses = [use for use in carried.uses() if use.name != "update"]
    function = qualname(file, call.scope)
    outside = [word for use in uses for text in _told(use) for word in _words(text)]
    return Digest(
        file,
        call.scope,
        Place(file.path, f.line_of(call.at), f.column_of(call.at), call.end),
        function,
        algorithm,
        made_of,
        tuple(word for expr in made_of for text in _named(file, expr) for word in _words(text)),
        (*outside, *(word for name in carried.holders for word in _words(name))),
        (*_words(function), *(word for word in _words(file.path) if word in _FOLDERS)),
        kept=any(use.kind != "name" and use.name not in _SHOWING for use in uses),
        stays=any(_stays(use) for use in uses),
        persists=any(use.kind in {"attribute", "item"} or use.name in _WRITERS for use in uses),
        fed=(call, *updates),
    )


def _words(text: str) -> list[str]:
    return words(text) if len(text) < 200 else []


def _updates(file: PythonFile, scope: int, carried: Carried) -> Iterator[f.Call]:
    """The calls of `update` that put something into a digest."""
    for call in file.detail.calls:
        match call:
            case f.Call(func=f.Attr(value=digest, name="update"), args=(_, *_)) if call.scope == scope:
                if carried.origin(digest) is not None:
                    yield call


def _named(file: PythonFile, expr: f.Expr) -> Iterator[str]:
    """The names that an expression reads, the keys of what it reads by key, and files that it reads out."""
    for part in parts(file, expr):
        match part:
            case f.Name(id=name) | f.Attr(name=name):
                yield name
            case f.Item(index=f.Const(value=str() as key)):
                yield key
            case f.CallRef(index=index):
                call = file.detail.calls[index]
                if isinstance(call.func, f.Attr) and call.func.name == "read":
                    yield "file" if last_name(file, call.func.value) in _FILES else ""
                if isinstance(call.func, f.Attr) and call.func.name in {"get", "pop"}:
                    yield from (
                        arg.value for arg in call.args[:1] if isinstance(arg, f.Const) and isinstance(arg.value, str)
                    )


def _stays(use: Use) -> bool:
    callee = use.name if use.kind == "argument" else use.about[0] if use.kind == "keyword" else ""
    given = bool(callee) and callee not in _SHOWING and _SENDING.isdisjoint(_words(callee))
    return given or use.kind in {"attribute", "item", "entry", "compared"}


def _told(use: Use) -> tuple[str, ...]:
    """The texts that say what a digest is kept as; of what it is given along with, only the file that is written."""
    match use.kind:
        case "argument":
            written = use.name in _WRITERS or use.name == "set_cookie"
            return (use.name, *(text for text in use.about if written or text in _FOLDERS))
        case "item":
            return use.about[1:]
    return (use.name, *use.about)
