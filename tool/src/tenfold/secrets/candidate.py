"""What looks like a secret in a text. The secret itself is not kept: only its first characters and a keyed digest."""

from __future__ import annotations

import msgspec


class Candidate(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A text that looks like a secret.

    Attributes:
        line: 1-based line.
        kind: what it is: the provider's name for it ("AWS access key id"), "private key", "password in a URL", ...
        name: the name that it is assigned to, as far as the line shows it; "" for none.
        shown: its first four characters, for people to recognise it.
        digest: 16 hex digits that are the same for the same secret; keyed, so that they cannot be used to guess it.
        confidence: "high" for a provider's format, "medium" or "low" for what only looks random.
    """

    line: int
    kind: str
    name: str
    shown: str
    digest: str
    confidence: str
