"""Whether a value that stands in quotes can leave them."""

from __future__ import annotations

from tenfold.dataflow.holes import Hole


def in_quotes(hole: Hole) -> bool:
    """Whether a piece of data stands between quotes that it is known not to hold.

    A doubled quote leaves SQL's quotes closed, but for databases that also take a backslash; there it is no proof.
    """
    for quote in "'\"":
        if hole.before.count(quote) % 2 and hole.after.count(quote) % 2:
            return hole.lacks(quote)
    return False


def is_literal(hole: Hole) -> bool:
    """Whether a whole text was shown to be one quoted text: it begins and ends with a quote and holds no other."""
    return any(
        quote in hole.details("begins") and quote in hole.details("ends") and quote in hole.details("part.lacks")
        for quote in "'\""
    )
