"""Facts kept between runs, by content. One SQLite file in the user's cache folder, shared by all projects.

It lies outside the checked folder, so that a hostile repository cannot ship facts of its own.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import sys
import time
from collections.abc import Iterable
from hashlib import blake2b
from pathlib import Path

import tenfold
from tenfold.project.encoded import Encoded

_DAY = 86_400
_KEEP_DAYS = 30
_MOST_BYTES = 512 * 1024 * 1024
"""Size of the store from which it is emptied: all it holds can be read anew."""
_CHUNK = 400
_FORMAT = 2
"""Stands in the file's name, so that a change of its tables starts a new one."""


def fingerprint() -> bytes:
    """What the reading code is: its version, and the size and time of each of its files (for developers of it)."""
    package = Path(tenfold.__file__).parent
    seen = [tenfold.__version__, sys.version]
    for folder in ("language", "language/template", "language/tolerant", "project", "project/manifests", "secrets"):
        with contextlib.suppress(OSError), os.scandir(package / folder) as entries:
            seen.extend(f"{e.name}:{e.stat().st_mtime_ns}:{e.stat().st_size}" for e in entries if e.name[-3:] == ".py")
    return blake2b("|".join(sorted(seen)).encode(), digest_size=16).digest()


def default_path() -> Path:
    """Where the cache lies: $TENFOLD_CACHE_DIR, or tenfold/ in $XDG_CACHE_HOME or ~/.cache."""
    own = os.environ.get("TENFOLD_CACHE_DIR")
    base = Path(own) if own else Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "tenfold"
    return base / f"facts-{_FORMAT}.sqlite3"


class Cache:
    """Encoded facts by key; every failure of the store is a miss, never an error."""

    def __init__(self, path: Path | None) -> None:
        """Open the store at `path`; None keeps nothing."""
        self._tool = fingerprint() if path else b""
        self._db = _open(path) if path else None

    def key(self, kind: str, content: bytes) -> bytes:
        """The key of a file's facts: its kind, its content and the reading code."""
        return blake2b(content, digest_size=20, key=self._tool, person=kind.encode()[:16]).digest()

    def get(self, keys: Iterable[bytes]) -> dict[bytes, Encoded]:
        """The facts of each known key."""
        found: dict[bytes, Encoded] = {}
        wanted = list(keys)
        if self._db is None:
            return found
        for i in range(0, len(wanted), _CHUNK):
            chunk = wanted[i : i + _CHUNK]
            marks = ",".join("?" * len(chunk))
            query = f"SELECT key, kind, outline, detail, text FROM facts WHERE key IN ({marks})"  # noqa: S608 - only "?" marks
            with contextlib.suppress(sqlite3.Error):
                found.update({key: Encoded(*rest) for key, *rest in self._db.execute(query, chunk)})
        return found

    def keep(self, facts: Iterable[tuple[bytes, Encoded]]) -> None:
        """Store the facts of each file under its key."""
        if self._db is None:
            return
        today = int(time.time()) // _DAY
        with contextlib.suppress(sqlite3.Error), self._db:
            self._db.executemany(
                "INSERT OR REPLACE INTO facts VALUES (?, ?, ?, ?, ?, ?)",
                [(key, e.kind, e.outline, e.detail, e.text, today) for key, e in facts],
            )

    def prune(self) -> None:
        """Forget, once a day, what was written over a month ago; and everything when the store has grown too large."""
        if self._db is None:
            return
        with contextlib.suppress(sqlite3.Error):
            pages, size = (self._db.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_count", "page_size"))
            if pages * size > _MOST_BYTES:
                self._db.execute("DELETE FROM facts")
                self._db.commit()
                self._db.execute("VACUUM")
                return
        today = int(time.time()) // _DAY
        with contextlib.suppress(sqlite3.Error), self._db:
            if self._db.execute("PRAGMA user_version").fetchone()[0] == today:
                return
            self._db.execute("DELETE FROM facts WHERE day < ?", (today - _KEEP_DAYS,))
            self._db.execute(f"PRAGMA user_version = {today}")

    def close(self) -> None:
        """Close the store."""
        if self._db is not None:
            with contextlib.suppress(sqlite3.Error):
                self._db.close()
            self._db = None


def _open(path: Path) -> sqlite3.Connection | None:
    for fresh in (False, True):
        try:
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            if fresh:
                path.unlink(missing_ok=True)
            db = sqlite3.connect(path, timeout=2)
            path.chmod(0o600)
            db.executescript(
                "PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF;"
                "CREATE TABLE IF NOT EXISTS facts (key BLOB PRIMARY KEY, kind TEXT, outline BLOB,"
                " detail BLOB, text BLOB, day INTEGER);"
            )
        except sqlite3.DatabaseError:
            continue
        except OSError:
            return None
        return db
    return None
