"""One file read: bytes to encoded facts, bounded in time and size. This is what the worker processes run."""

from __future__ import annotations

import contextlib
import signal
import threading
from collections.abc import Iterator
from types import FrameType

import msgspec

from tenfold.language import python
from tenfold.language.comments import Comment, directives, python_directives
from tenfold.project import kinds, readers
from tenfold.project.encoded import Encoded, Task
from tenfold.project.text import TextFacts
from tenfold.secrets.scan import scan

MAX_BYTES = 1024 * 1024
"""Bytes of a file that is read; a larger one is reported. Lock files may have eight times as much."""

MAX_SECONDS = 10
"""Seconds that the reading of one file may take."""

_LARGE = frozenset({"poetry-lock", "uv-lock", "pipfile-lock", "pdm-lock", "pylock", "requirements", "notebook"})

_encode = msgspec.msgpack.Encoder().encode


class _TooSlowError(Exception):
    """The alarm rang while a file was read."""


def _ring(_signal: int, _frame: FrameType | None) -> None:
    raise _TooSlowError


@contextlib.contextmanager
def _time_limit(seconds: int) -> Iterator[None]:
    """Stop after `seconds`, where the platform has an alarm and this is the main thread."""
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return
    previous = signal.signal(signal.SIGALRM, _ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, previous)


def read_one(kind: str, path: str, content: bytes) -> Encoded:
    """Read one file's content.

    Args:
        kind: the reader's name, as `kind_of` gives it.
        path: relative to the checked folder; of a template it decides whether it writes HTML.
        content: the file's bytes.
    """
    limit = MAX_BYTES * (8 if kind in _LARGE else 1)
    if len(content) > limit:
        return Encoded(kind, reason=f"larger than {limit // 1024} KiB")
    try:
        with _time_limit(MAX_SECONDS):
            return _read(kind, path, content)
    except _TooSlowError:
        return Encoded(kind, reason=f"reading took more than {MAX_SECONDS} s")
    except (RecursionError, MemoryError) as error:
        return Encoded(kind, reason=f"too deep or too large to read ({type(error).__name__})")
    except Exception as error:  # noqa: BLE001 - a reader's fault costs one file, and is reported as such
        return Encoded(kind, reason=f"could not be read: {type(error).__name__}: {error}")


def _read(kind: str, path: str, content: bytes) -> Encoded:
    text = _read_text(kind, content)
    if kind == "python":
        outline, detail = python.read(content)
        return Encoded(kind, _encode(outline), _encode(detail), _encode_text(text))
    words = content.decode("utf-8-sig", "replace")
    if kind == "template":
        return _read_template(path, words, text)
    refined = kinds.refined(kind, words) or ""
    if refined == "python":
        return _read(refined, path, content)
    facts = readers.read(refined, words)
    return Encoded(refined, _encode(facts) if facts is not None else b"", b"", _encode_text(text))


def _read_template(path: str, words: str, text: TextFacts) -> Encoded:
    # Most runs read a changed Python file and no page.
    from tenfold.language import templates
    from tenfold.language.template_dialect import is_html
    from tenfold.project import browser_script

    template = templates.read(words, html=is_html(path, words[:4000]))
    text = msgspec.structs.replace(text, comments=template.comments)
    scripts = browser_script.read_page(words)
    encoded = _encode(scripts) if scripts is not None else b""
    return Encoded("template", _encode(template), encoded, _encode_text(text))


def _read_text(kind: str, content: bytes) -> TextFacts:
    """Read what any text file may hold.

    Args:
        kind: the file's kind, which decides where a comment and where a secret may stand.
        content: the file's bytes.
    """
    comments: tuple[Comment, ...] = ()
    if b"tenfold:" in content:
        comments = python_directives(content) if kind == "python" else directives(content)
    return TextFacts(comments, scan(kind, content))


def _encode_text(text: TextFacts) -> bytes:
    return _encode(text) if text.comments or text.secrets else b""


def read_many(tasks: list[Task]) -> list[Encoded]:
    """Read several files."""
    return [read_one(*task) for task in tasks]
