"""Room on Python's stack: what is followed is nested in the functions that follow it, by several frames a level."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from tenfold.dataflow.bounds import MAX_FRAMES


@contextmanager
def room() -> Iterator[None]:
    """Let Python nest deeper for a while; the bounds of the data flow end it long before the stack does."""
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(max(before, MAX_FRAMES))
    try:
        yield
    finally:
        sys.setrecursionlimit(before)
