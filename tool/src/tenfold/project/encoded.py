"""The facts of one file as they travel: between processes, and to and from the cache."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple


class Encoded(NamedTuple):
    """The encoded facts of one file.

    Attributes:
        kind: the reader that its text asked for, which may differ from what its name says.
        outline: the facts; of a Python file its outline.
        detail: the detail of a Python file, the scripts inside a template.
        text: what any text file may hold; empty when it holds nothing of that.
        reason: why the file could not be read; "" when it could.
    """

    kind: str
    outline: bytes = b""
    detail: bytes = b""
    text: bytes = b""
    reason: str = ""


Task = tuple[str, str, bytes]
"""A file to read: its kind, its path and its content."""

Progress = Callable[[int, int], None]
"""Told how many files of how many are read."""
