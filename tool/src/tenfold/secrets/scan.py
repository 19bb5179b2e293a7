"""Scan one text for secrets in the formats that providers gave them."""

from __future__ import annotations

import re
from hashlib import blake2b

from tenfold.secrets.candidate import Candidate

_FORMATS: tuple[tuple[str, bytes, re.Pattern[bytes]], ...] = (
    ("private key", b"PRIVATE KEY-----", re.compile(rb"-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----\s+[A-Za-z0-9+/=]{20}")),
    ("AWS access key id", b"AKIA", re.compile(rb"(?<![A-Za-z0-9/+])AKIA[A-Z2-7]{16}(?![A-Za-z0-9/+=])")),
    ("GitHub token", b"gh", re.compile(rb"(?<![A-Za-z0-9])gh[pousr]_[A-Za-z0-9]{36}(?![A-Za-z0-9])")),
)


def scan(_kind: str, content: bytes) -> tuple[Candidate, ...]:
    """The secrets in a text.

    Args:
        _kind: the kind of the file.
        content: its bytes.
    """
    found: list[Candidate] = []
    for kind, needle, pattern in _FORMATS:
        if needle not in content:
            continue
        for match in pattern.finditer(content):
            line = content.count(b"\n", 0, match.start()) + 1
            secret = match.group()
            digest = blake2b(secret, digest_size=8, key=b"tenfold").hexdigest()
            found.append(Candidate(line, kind, "", secret[:4].decode("ascii", "replace"), digest, "high"))
    return tuple(found)
