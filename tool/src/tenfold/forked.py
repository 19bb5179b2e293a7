"""A list of work done from both ends: here from the start, in a forked copy of this process from the end."""

from __future__ import annotations

import gc
import os
import pickle
import sys
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

T = TypeVar("T")

_MOST = 4096
"""As many turns as any pipe takes before somebody reads them."""


def from_both_ends(count: int, work: Callable[[int], T], kept: int = 0) -> list[T]:
    """`work(0)` to `work(count - 1)`; whoever is quicker does more, and neighbours are done by the same process.

    Where processes cannot be forked all is done here, and so is what the copy has taken when it dies.

    Args:
        count: how much there is to do.
        work: does one of it; its result must be picklable. What it changes in the copy is not seen here.
        kept: as many from the start are done here alone: they share what is dear to work out.
    """
    if sys.platform != "linux" or (os.cpu_count() or 1) < 2 or count > _MOST:
        return [work(number) for number in range(count)]
    turns, sent = _turns(count), os.pipe()
    gc.freeze()  # the collector would touch, and so copy, every page that both share
    try:
        child = os.fork()
    except OSError:
        for end in (turns, *sent):
            os.close(end)
        return [work(number) for number in range(count)]
    if child == 0:
        _be_the_copy(work, _taken(turns, reversed(range(kept, count))), sent[1])
    gc.unfreeze()
    os.close(sent[1])
    try:
        done = {number: work(number) for number in _taken(turns, range(count))}
        with os.fdopen(sent[0], "rb", closefd=False) as pipe:
            result = pipe.read()
    finally:
        os.close(turns)
        os.close(sent[0])
        os.waitpid(child, 0)
    done.update(pickle.loads(result) if result else {})  # noqa: S301 - it comes from our own copy
    return [done[number] if number in done else work(number) for number in range(count)]


def _turns(count: int) -> int:
    """A pipe with one byte for each piece of work: who reads one may do the next piece from its end."""
    read, write = os.pipe()
    os.write(write, bytes(count))
    os.close(write)
    return read


def _taken(turns: int, order: Iterable[int]) -> Iterator[int]:
    for number in order:
        if not os.read(turns, 1):
            return
        yield number


def _be_the_copy(work: Callable[[int], T], numbers: Iterator[int], write: int) -> None:
    """Work, send the results, and end without running anything that this process has registered for its end."""
    try:
        with os.fdopen(write, "wb") as pipe:
            pipe.write(pickle.dumps({number: work(number) for number in numbers}, pickle.HIGHEST_PROTOCOL))
    finally:
        os._exit(0)
