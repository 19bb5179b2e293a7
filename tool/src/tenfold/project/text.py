"""What is read of every text file: comments that address Tenfold, and what looks like a secret."""

from __future__ import annotations

import re

import msgspec

from tenfold.secrets.candidate import Candidate
from tenfold.secrets.scan import scan


class Comment(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A comment that addresses Tenfold: `# tenfold: ...`; `own` when nothing else stands on its line."""

    line: int
    text: str
    own: bool


class TextFacts(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What any text file may hold."""

    comments: tuple[Comment, ...] = ()
    secrets: tuple[Candidate, ...] = ()


_DIRECTIVE = re.compile(rb"(?:#|//|--|/\*)[ \t]*tenfold:([^\n]*)")


def read_text(kind: str, content: bytes) -> TextFacts:
    """Read what any text file may hold.

    Args:
        kind: the file's kind, which decides where a secret may stand.
        content: the file's bytes.
    """
    return TextFacts(directives(content), scan(kind, content))


def directives(content: bytes) -> tuple[Comment, ...]:
    """The comments `# tenfold: ...` of a file. One inside a string is harmless: it can only be reported unused."""
    if b"tenfold:" not in content:
        return ()
    found: list[Comment] = []
    for match in _DIRECTIVE.finditer(content):
        start = content.rfind(b"\n", 0, match.start()) + 1
        own = not content[start : match.start()].strip(b" \t{<!")
        line = content.count(b"\n", 0, match.start()) + 1
        found.append(Comment(line, match.group(1).decode("utf-8", "replace").strip(), own))
    return tuple(found)
