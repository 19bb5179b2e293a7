"""Scan one text for secrets: the providers' formats, addresses with a password, and values under telling names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from hashlib import blake2b

from tenfold.secrets.assigned import assigned
from tenfold.secrets.candidate import Candidate
from tenfold.secrets.formats import FORMATS
from tenfold.secrets.words import GUESSED, is_example, looks_like_password, looks_random

MAX_CANDIDATES = 200
"""Secrets that are kept of one file: a file with more is data."""

_LOCKS = frozenset({"poetry-lock", "uv-lock", "pipfile-lock", "pdm-lock", "pylock"})
_ONLY_ADDRESSES = _LOCKS | {"requirements"}
"""Kinds of file that are full of hashes, which are no secrets."""
_ONLY_FORMATS = frozenset({"template"})
"""Kinds of file whose names and values are those of forms."""
_PUBLIC_IN_PAGES = frozenset({"Google API key", "JSON web token"})

_ADDRESS = re.compile(rb"://([^\s:/@\"'<>{}$%]{0,64}):([^\s@/\"'<>{}]{3,128})@([A-Za-z0-9_.-]{1,120})")
_SCHEME = re.compile(rb"[A-Za-z][A-Za-z0-9+.-]{1,20}$")
_WORD = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-")
_NOWHERE = re.compile(
    r"(?:^|\.)(?:localhost|example|invalid|test|local|internal|example\.\w{2,5}|127\.0\.0\.1|0\.0\.0\.0)$"
)

_OWN_MACHINE = frozenset({"localhost", "127.0.0.1"})
_NAMED_IN_ADDRESS = (b"Credential=", b"AccessKeyId=", b"AccessKeyID=", b"SubscriptionId=")
"""Before the id of a key in an address, presigned or of a partner's link, which is made to be given away."""

_Raw = tuple[int, str, str, str, str]
"""Where it starts, what it is, the name that it is assigned to, the secret, the confidence."""


def scan(kind: str, content: bytes) -> tuple[Candidate, ...]:
    """The secrets in a text; the time grows with its length alone.

    Args:
        kind: the kind of the file, which says what may be a secret in it.
        content: its bytes.
    """
    found = [*_addresses(content)]
    if kind not in _ONLY_ADDRESSES:
        found += [raw for raw in _formats(content) if not (kind == "template" and raw[1] in _PUBLIC_IN_PAGES)]
        if kind not in _ONLY_FORMATS:
            found += [(one.at, one.kind, one.name, one.value, one.confidence) for one in assigned(kind, content)]
    return tuple(_candidates(content, found))


def _candidates(content: bytes, found: list[_Raw]) -> Iterator[Candidate]:
    """The findings in order with their lines, each secret of a line once (a provider's format before a name)."""
    at, line, seen, count, quotes = 0, 1, set[tuple[int, str]](), 0, 0
    for start, kind, name, secret, confidence in sorted(found, key=lambda raw: raw[0]):
        line += content.count(b"\n", at, start)
        quotes += content.count(b'"""', at, start)
        at = start
        if name and quotes % 2:
            continue  # a manual's example inside a docstring
        key = (line, secret[-12:])
        if key in seen:
            continue
        seen.add(key)
        count += 1
        if count > MAX_CANDIDATES:
            return
        digest = blake2b(secret.encode("utf-8", "replace"), digest_size=8, key=b"tenfold").hexdigest()
        yield Candidate(line, kind, name, secret[:4], digest, confidence)


def _formats(content: bytes) -> Iterator[_Raw]:
    for form in FORMATS:
        at = content.find(form.needle)
        while at >= 0:
            match = form.pattern.match(content, at) if at == 0 or content[at - 1] not in _WORD else None
            if match is not None and not content.endswith(_NAMED_IN_ADDRESS, 0, at):
                text = match[0].decode("ascii", "replace")
                confidence = form.check(text)
                if confidence:
                    yield at, form.kind, "", text, confidence
            at = content.find(form.needle, match.end() if match is not None else at + 1)


def _addresses(content: bytes) -> Iterator[_Raw]:
    """Addresses with a password that is no example, such as those of databases."""
    at = content.find(b"://")
    while at >= 0:
        match = _ADDRESS.match(content, at)
        if match is not None:
            scheme = _SCHEME.search(content[max(0, at - 22) : at])
            user, password, host = (part.decode("utf-8", "replace") for part in match.groups())
            confidence = _address_confidence(user, password, host.lower()) if scheme else ""
            if scheme and confidence:
                name = scheme[0].decode("ascii", "replace").lower()
                yield at, f"password in a {name} address", "", password, confidence
        at = content.find(b"://", at + 3)


def _address_confidence(user: str, password: str, host: str) -> str:
    lower = password.lower()
    if (
        is_example(password)
        or lower in GUESSED
        or password in {user, user.upper()}
        or lower.startswith(("pass", "$", "%"))
    ):
        return ""
    if _NOWHERE.search(host):
        # What a desk's own database lets in is often what production's does.
        return "low" if host in _OWN_MACHINE and looks_like_password(password) else ""
    if looks_random(password):
        return "high" if "." in host else "medium"
    if "." in host and (looks_like_password(password) or len(password) >= 12):
        return "medium"
    return ""
