"""What is read of every text file: comments that address Tenfold, and what looks like a secret."""

from __future__ import annotations

import msgspec

from tenfold.language.comments import Comment
from tenfold.secrets.candidate import Candidate


class TextFacts(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What any text file may hold."""

    comments: tuple[Comment, ...] = ()
    secrets: tuple[Candidate, ...] = ()
