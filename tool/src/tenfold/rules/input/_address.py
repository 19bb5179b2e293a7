"""What the beginning of an address that code builds fixes of it."""

from __future__ import annotations

import re

from tenfold.dataflow.holes import OPEN, Hole

_HOST_GIVEN = re.compile(r"[A-Za-z][A-Za-z0-9+.-]{0,20}://[^/?#\\]{1,250}[/?#]")
"""A text in which the host is complete, so that what follows cannot change it."""


def host_given(before: str) -> bool:
    """Whether the text in front of a piece of data names the host, or something else does that stands first."""
    return (
        bool(_HOST_GIVEN.match(before))
        or before.startswith("/")
        or (before.startswith(OPEN) and before != OPEN * len(before))
    )


def begins_with_host(hole: Hole) -> bool:
    """Whether a check has shown that it begins with a whole host: "https://example.org/"."""
    return any(_HOST_GIVEN.match(text) for text in hole.details("begins"))
