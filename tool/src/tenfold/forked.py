"""Two pieces of work at once: one here, one in a forked copy of this process that sends its result back."""

from __future__ import annotations

import gc
import os
import pickle
import sys
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


def both(here: Callable[[], T], there: Callable[[], T]) -> tuple[T, T]:
    """The results of both; where processes cannot be forked, or the copy dies, all is done here.

    Args:
        here: done in this process.
        there: done in the copy; its result must be picklable. What it changes is not seen here.
    """
    if sys.platform != "linux" or (os.cpu_count() or 1) < 2:
        return here(), there()
    read, write = os.pipe()
    gc.freeze()  # the collector would touch, and so copy, every page that both share
    try:
        child = os.fork()
    except OSError:
        os.close(read)
        os.close(write)
        return here(), there()
    if child == 0:
        _child(there, write)
    gc.unfreeze()
    os.close(write)
    try:
        first = here()
        with os.fdopen(read, "rb", closefd=False) as pipe:
            sent = pipe.read()
    finally:
        os.close(read)
        os.waitpid(child, 0)
    return first, pickle.loads(sent) if sent else there()  # noqa: S301 - it comes from our own copy


def _child(work: Callable[[], T], write: int) -> None:
    """Do the work, send its result, and end without running anything that this process has registered for its end."""
    code = 1
    try:
        with os.fdopen(write, "wb") as pipe:
            pipe.write(pickle.dumps(work(), pickle.HIGHEST_PROTOCOL))
        code = 0
    finally:
        os._exit(code)
