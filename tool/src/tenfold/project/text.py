"""What is read of every text file: comments that address Tenfold, and what looks like a secret."""

from __future__ import annotations

import msgspec

from tenfold.language.comments import Comment, directives, python_directives
from tenfold.secrets.candidate import Candidate
from tenfold.secrets.scan import scan


class TextFacts(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What any text file may hold."""

    comments: tuple[Comment, ...] = ()
    secrets: tuple[Candidate, ...] = ()


def read_text(kind: str, content: bytes) -> TextFacts:
    """Read what any text file may hold.

    Args:
        kind: the file's kind, which decides where a comment and where a secret may stand.
        content: the file's bytes.
    """
    comments: tuple[Comment, ...] = ()
    if b"tenfold:" in content:
        comments = python_directives(content) if kind == "python" else directives(content)
    return TextFacts(comments, scan(kind, content))
