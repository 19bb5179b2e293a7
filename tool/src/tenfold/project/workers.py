"""Reading on all cores: worker processes for much, this process for little, and care for workers that die."""

from __future__ import annotations

import gc
import os
import sys
from typing import TYPE_CHECKING

from tenfold.project.encoded import Encoded, Progress, Task
from tenfold.project.reading import read_many, read_one

if TYPE_CHECKING:
    from concurrent.futures import ProcessPoolExecutor

_POOL_FROM = 400_000
"""Bytes to read from which worker processes pay for their start."""

_CHUNK = 150_000
"""Bytes that a worker is given at a time."""


def read_all(tasks: list[Task], progress: Progress | None) -> list[Encoded]:
    """Read every task, in order."""
    workers = min(os.cpu_count() or 1, 8)
    if workers == 1 or sum(len(content) for _, _, content in tasks) < _POOL_FROM:
        return _read_here(tasks, progress)
    return _read_in_pool(tasks, workers, progress)


def _read_in_pool(tasks: list[Task], workers: int, progress: Progress | None) -> list[Encoded]:
    from concurrent.futures.process import BrokenProcessPool

    results: list[Encoded] = []
    chunks = _chunks(tasks)
    gc.freeze()
    try:
        with _pool(workers) as pool:
            for chunk in pool.map(read_many, chunks):
                results.extend(chunk)
                if progress:
                    progress(len(results), len(tasks))
    except BrokenProcessPool:
        results.extend(_read_alone(task) for task in tasks[len(results) :])
    finally:
        gc.unfreeze()
    return results


def _pool(workers: int) -> ProcessPoolExecutor:
    # Loaded here, since a run that reads one changed file has no use for them.
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    # Forking starts in milliseconds; where threads of the platform make it unsafe (macOS), workers are spawned.
    method = "fork" if sys.platform == "linux" else "spawn"
    return ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context(method), initializer=gc.disable)


def _chunks(tasks: list[Task]) -> list[list[Task]]:
    chunks: list[list[Task]] = [[]]
    size = 0
    for task in tasks:
        if size > _CHUNK:
            chunks.append([])
            size = 0
        chunks[-1].append(task)
        size += len(task[2])
    return chunks


def _read_here(tasks: list[Task], progress: Progress | None) -> list[Encoded]:
    results: list[Encoded] = []
    for task in tasks:
        results.append(read_one(*task))
        if progress:
            progress(len(results), len(tasks))
    return results


def _read_alone(task: Task) -> Encoded:
    """Read a file in a process of its own, after a worker died of one like it."""
    from concurrent.futures.process import BrokenProcessPool

    try:
        with _pool(1) as pool:
            return pool.submit(read_one, *task).result()
    except BrokenProcessPool:
        return Encoded(task[0], reason="the process that read it died")
