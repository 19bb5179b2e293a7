"""Does a name say that what it holds must not be guessed? Told by its words, and for some by the words around."""

from __future__ import annotations

import itertools
import re

import msgspec

from tenfold.findings import Severity
from tenfold.program.accounts import words
from tenfold.program.carried import Use

_WHOLE = frozenset({
    "sessionid", "sid", "sessid", "jti", "otp", "nonce", "passcode", "jwt", "password", "passwd", "passphrase", "pwd",
    "authtoken", "csrftoken", "apikey", "sessionkey", "accesstoken", "refreshtoken", "resettoken",
})  # fmt: skip
_PAIRS = frozenset({
    ("session", "id"), ("session", "token"), ("session", "key"), ("auth", "token"), ("access", "token"),
    ("reset", "token"), ("api", "key"), ("refresh", "token"), ("login", "token"), ("csrf", "token"), ("reset", "code"),
    ("verification", "code"), ("login", "code"), ("temp", "password"), ("reset", "key"), ("secret", "key"),
    ("activation", "code"), ("confirmation", "code"), ("verification", "token"), ("activation", "token"),
    ("recovery", "code"), ("recovery", "codes"), ("backup", "code"), ("backup", "codes"), ("one", "time"),
    ("new", "password"), ("remember", "me"), ("remember", "token"), ("encryption", "key"), ("private", "key"),
    ("signing", "key"), ("activation", "key"), ("confirmation", "token"), ("client", "secret"), ("auth", "code"),
    ("verify", "code"), ("security", "code"), ("login", "key"), ("magic", "link"), ("access", "key"),
    ("confirm", "code"), ("oauth", "state"), ("invite", "token"), ("invitation", "token"), ("secret", "token"),
    ("authorization", "code"), ("device", "code"), ("webhook", "secret"), ("shared", "secret"),
})  # fmt: skip
_ABOUT = frozenset({
    "at", "time", "expires", "expire", "expiry", "expiration", "issued", "revoked", "created", "age", "ttl", "count",
    "length", "len", "timeout", "date", "until", "seconds", "delay", "index", "retry", "sent", "size", "limit", "max",
    "min", "type", "color", "colour", "fake", "dummy", "mock", "example", "attempts", "page", "cache",
})  # fmt: skip
"""Words of what is said about a token without being one."""
_OTHER_CODES = frozenset({
    "referral", "ref", "promo", "coupon", "discount", "order", "zip", "country", "postal", "lang", "language", "status",
    "error", "product", "short", "currency", "room", "game", "qr", "bar", "exit", "tracking", "voucher", "invoice",
})  # fmt: skip
_ACCOUNTS = frozenset({
    "otp", "verify", "verification", "reset", "forgot", "login", "signin", "signup", "register", "sms", "mfa", "2fa",
    "twofactor", "auth", "password", "confirm", "confirmation", "activate", "activation",
})  # fmt: skip
_PREFERENCES = frozenset({
    "theme", "lang", "language", "locale", "color", "colour", "variant", "bucket", "experiment", "ab", "group", "seed",
    "tab", "sort", "view", "captcha", "question", "position", "sample",
})  # fmt: skip
"""Words of cookies whose value nobody gains by guessing."""
_COOKIE_SETTERS = frozenset({"set_cookie", "set_signed_cookie"})
_HASHERS = frozenset({"set_password", "make_password", "generate_password_hash", "hash_password", "hashpw"})
_KEEPERS = frozenset({"set", "setex", "psetex", "setdefault", "put", "hset", "aset"})
_GIVERS = re.compile(r"(send|set|save|store|create|issue|mail|email|register|add)_", re.IGNORECASE)


class Meaning(msgspec.Struct, frozen=True):
    """What a predictable value is used as.

    Attributes:
        what: in words.
        severity: of its use.
        weak: the name alone tells little ("token", "code"), and a choice out of a list would be no secret.
    """

    what: str
    severity: Severity
    weak: bool = False


def speaks(name: str) -> bool:
    """Whether a name is that of a session id, token, one-time code, password or key."""
    said = words(name) if len(name) < 100 else []
    if not _ABOUT.isdisjoint(said):
        return False
    return not _WHOLE.isdisjoint(said) or not _PAIRS.isdisjoint(itertools.pairwise(said))


def meaning(use: Use, function: str) -> Meaning | None:
    """What a use in `function` says of the value; None when it is nothing that must be secret."""
    match use.kind:
        case "compared":
            return None
        case "argument":
            return _given(use, use.about)
        case "keyword" if use.about[0] in _COOKIE_SETTERS and use.name == "value":
            return _given(use, use.about)
        case "item":
            named = next((m for text in use.about if (m := _named(text, function)) is not None), None)
            return named or _of_cookie(use.about)
    return _named(use.name, function)


def _named(name: str, function: str) -> Meaning | None:
    if speaks(name):
        return Meaning(name, "high")
    said = frozenset(words(name)) if len(name) < 100 else frozenset()
    if not said or not _ABOUT.isdisjoint(said):
        return None
    if "token" in said:
        return Meaning(name, "high", weak=True)
    around = frozenset(words(function))
    if "code" in said and said.isdisjoint(_OTHER_CODES) and not _ACCOUNTS.isdisjoint(said | around):
        return Meaning(name, "high", weak=True) if around.isdisjoint(_OTHER_CODES) else None
    return None


def _of_cookie(others: tuple[str, ...]) -> Meaning | None:
    """What is stored under the name of a cookie, or among cookies, is compared with what browsers send back."""
    said = frozenset(word for text in others if len(text) < 100 for word in words(text))
    if said.isdisjoint({"cookie", "cookies"}) or not said.isdisjoint(_PREFERENCES):
        return None
    return Meaning("the value of a cookie", "medium", weak=True)


def _given(use: Use, others: tuple[str, ...]) -> Meaning | None:
    callee = use.about[0] if use.kind == "keyword" else use.name
    if callee in _COOKIE_SETTERS:
        said = frozenset(word for text in others if len(text) < 100 for word in words(text))
        if not said.isdisjoint(_PREFERENCES):
            return None
        return Meaning("the value of a cookie", "high" if any(map(speaks, others)) else "medium", weak=True)
    if callee in _HASHERS:
        return Meaning("a password", "high")
    if callee in _KEEPERS:
        return next((Meaning(text, "high") for text in others if speaks(text)), None)
    return Meaning(f"what {callee}() is given", "high") if _GIVERS.match(callee) and speaks(callee) else None
