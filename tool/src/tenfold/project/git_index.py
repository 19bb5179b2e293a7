"""Which environment files git tracks: what was added before it was ignored is shipped all the same.

The format stands in git's gitformat-index(5); versions 2 to 4 with SHA-1 names are read.
"""

from __future__ import annotations

import contextlib
import struct
from pathlib import Path

MAX_BYTES = 64 * 1024 * 1024
"""Bytes of an index that is read."""

_FIXED = 62
"""Bytes of an entry before its name."""


def tracked_environment_files(root: Path) -> frozenset[str]:
    """The paths of the tracked `.env` files below `root`; empty where `root` holds no git repository."""
    index = root / ".git" / "index"
    with contextlib.suppress(OSError):
        if index.is_file() and index.stat().st_size <= MAX_BYTES:
            return environment_files(index.read_bytes())
    return frozenset()


def environment_files(index: bytes) -> frozenset[str]:
    """The `.env` files and their like (`.env.production`) in an index; what is broken ends the list, never raises."""
    if len(index) < 12 or not index.startswith(b"DIRC"):
        return frozenset()
    version, count = struct.unpack_from(">II", index, 4)
    found: set[str] = set()
    at, name = 12, b""
    for _ in range(min(count, len(index) // _FIXED)):
        if at + _FIXED + 1 > len(index):
            break
        (flags,) = struct.unpack_from(">H", index, at + _FIXED - 2)
        start = at + _FIXED + (2 if version >= 3 and flags & 0x4000 else 0)
        kept = b""
        if version == 4:
            dropped, start = _number(index, start)
            kept = name[: max(0, len(name) - dropped)]
        end = index.find(b"\0", start)
        if end < 0:
            break
        name = (kept + index[start:end])[:4096]
        at = end + 1 if version == 4 else at + ((end - at) // 8 + 1) * 8
        base = name.rpartition(b"/")[2]
        if base == b".env" or base.startswith(b".env."):
            found.add(name.decode("utf-8", "replace"))
    return frozenset(found)


def _number(data: bytes, at: int) -> tuple[int, int]:
    """A number as git packs offsets, and where it ends."""
    value = -1
    while at < len(data):
        byte = data[at]
        at += 1
        value = ((value + 1) << 7) | (byte & 0x7F)
        if not byte & 0x80 or value > 1 << 32:
            break
    return max(value, 0), at
