"""Where passwords are hashed and compared, well or badly."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

import msgspec

from tenfold import frameworks
from tenfold.language import facts as f
from tenfold.place import Place
from tenfold.program.bodies import parts
from tenfold.program.calls import CallSite
from tenfold.program.names import class_of, qualname
from tenfold.project.read import PythonFile
from tenfold.rules.framework._secrets import passwords_in

if TYPE_CHECKING:
    from tenfold.program.app import App

_STANDARD = ("hashlib.scrypt", "hashlib.pbkdf2_hmac")
FAST = frozenset({
    "md4", "md5", "sha", "sha1", "sha224", "sha256", "sha384", "sha512", "sha3_224", "sha3_256", "sha3_384",
    "sha3_512", "blake2b", "blake2s", "new",
})  # fmt: skip
_FAST_PASSLIB = re.compile(
    r"passlib\.hash\.(hex_\w+|plaintext|md5_crypt|des_crypt|ldap_(?!pbkdf2|bcrypt)\w+|mysql\w*|nthash|lmhash)\."
)
_SLOW_HASHERS = tuple(f"django.contrib.auth.hashers.{name}" for name in ("PBKDF2", "BCrypt", "Argon2", "Scrypt"))
_PLAIN_METHODS = frozenset({"plain", "md5", "sha1", "sha224", "sha256", "sha384", "sha512"})
_BREACH_LISTS = ("pwnedpasswords", "haveibeenpwned", "pwned")


@cache
def _slow_names() -> tuple[str, ...]:
    declared = [
        name
        for name, known in frameworks.protections().items()
        if any(one.requirement == "framework.passwords" for one in known)
    ]
    return (*declared, *_STANDARD)


def slow_hashes(app: App) -> list[CallSite]:
    """Calls that hash or check a password with a slow algorithm, as declared or as the standard library has them."""
    unnamed = [
        site
        for segment in ("generate_password_hash", "check_password_hash")
        for site in app.ending(segment)
        if not site.name
    ]
    return [site for site in (*app.calls(*_slow_names()), *unnamed) if not fast_method(app, site)]


def fast_method(app: App, site: CallSite) -> str:
    """The fast hash that Werkzeug is told to take (`method="sha256"`, until Werkzeug 3.0); "" when it is not."""
    if not (site.name or site.call.name).endswith("generate_password_hash"):
        return ""
    given = site.argument("method", 1)
    method = app.program.values.of(site.file, site.call.scope, given) if given is not None else None
    return method if isinstance(method, str) and method in _PLAIN_METHODS else ""


class FastHash(msgspec.Struct, frozen=True):
    """A password that goes through a fast hash."""

    place: Place
    function: str
    algorithm: str
    password: str


def fast_hashes(app: App) -> Iterator[FastHash]:
    """Fast hashes of something that is called a password, where nothing slow follows."""
    for site in app.ending("generate_password_hash"):
        method = fast_method(app, site)
        if method and "bcrypt" not in site.name:
            yield FastHash(site.place, site.function, method, "the password")
    slow = {(site.file.path, site.call.scope) for site in slow_hashes(app)}
    for segment in (*sorted(FAST), "hash", "encrypt"):
        for site in app.ending(segment):
            if (site.file.path, site.call.scope) in slow:
                continue
            if _in_hasher(app, site):
                continue
            algorithm = _algorithm(app, site)
            password = next(passwords_in(site.file, *_data(site)), "") if algorithm else ""
            if password and not _asks_breach_list(site.file, site.call.scope):
                yield FastHash(site.place, site.function, algorithm, password)


def _in_hasher(app: App, site: CallSite) -> bool:
    """Whether a call prepares a password for the slow hasher that its class derives from."""
    owner = class_of(site.file, site.call.scope)
    if owner < 0:
        return False
    bases = app.program.names.ancestors(f"{site.file.path}:{qualname(site.file, owner)}")
    return any(base.startswith(_SLOW_HASHERS) for base in bases)


def _data(site: CallSite) -> tuple[f.Expr, ...]:
    args = site.call.args
    given = args[1:] if site.name == "hashlib.new" else args
    return (*given, *(k.value for k in site.call.keywords if k.name in {"data", "string", "secret"}))


def _algorithm(app: App, site: CallSite) -> str:
    module, _, last = site.name.rpartition(".")
    if module == "hashlib" and last == "new":
        name = site.argument("name", 0)
        chosen = app.program.values.of(site.file, site.call.scope, name) if name is not None else None
        return chosen if isinstance(chosen, str) else ""
    if module == "hashlib" and last in FAST:
        return last
    found = _FAST_PASSLIB.match(site.name)
    return found[1] if found else ""


def _asks_breach_list(file: PythonFile, scope: int) -> bool:
    """Whether the function looks a password up in a list of leaked ones, by the start of its SHA-1."""
    names = qualname(file, scope).lower()
    if any(word in names for word in _BREACH_LISTS):
        return True
    return any(
        isinstance(part, f.Const)
        and isinstance(part.value, str)
        and any(w in part.value.lower() for w in _BREACH_LISTS)
        for call in file.detail.calls
        if call.scope in {scope, 0}
        for part in parts(file, *call.args)
    )
