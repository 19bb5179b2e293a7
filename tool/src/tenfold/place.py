"""Where something stands: a place in a file, as every finding and every piece of evidence names it."""

from __future__ import annotations

import msgspec


class Place(msgspec.Struct, frozen=True, order=True):
    """A place in the checked folder.

    Attributes:
        file: POSIX path relative to the checked folder.
        line: 1-based first line; 0 when the place is the file itself.
        column: 1-based column in characters; 0 when only the line is known.
        end_line: 1-based last line; 0 when it is `line`.
    """

    file: str
    line: int = 0
    column: int = 0
    end_line: int = 0

    def __str__(self) -> str:
        return f"{self.file}:{self.line}" if self.line else self.file
