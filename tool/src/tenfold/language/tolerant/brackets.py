"""Brackets that nobody closed: the statement that holds one is taken out, so that it swallows no others."""

import re
from typing import Final

from tenfold.language.tolerant.reading import Skipped
from tenfold.language.tolerant.text import STRINGS

_TOKEN: Final = re.compile(
    STRINGS + rb"|#[^\n]*+|(?P<open>[(\[{])|(?P<close>[)\]}])|^(?P<margin>[ \t]*+)(?=[A-Za-z_@])",
    re.DOTALL | re.MULTILINE,
)


def mended(text: bytes) -> tuple[bytes, list[Skipped]]:
    """The text, each byte in its place, with `pass` for statements whose bracket stays open; and their lines.

    A bracket counts as left open when a later line begins with a word no further in than the line that opened
    it: honest continued lines stand further in or begin with the closing bracket.
    """
    spoiled: list[tuple[int, int]] = []
    depth = 0
    line, margin = 0, 0
    for token in _TOKEN.finditer(text):
        if token["open"]:
            depth += 1
        elif token["close"]:
            depth = max(depth - 1, 0)
        elif token["margin"] is not None and (depth == 0 or len(token["margin"]) <= margin):
            if depth:
                spoiled.append((line, token.start()))
            depth = 0
            line, margin = token.start(), len(token["margin"])
    if depth:
        spoiled.append((line, len(text)))
    return _without(text, spoiled)


def _without(text: bytes, spoiled: list[tuple[int, int]]) -> tuple[bytes, list[Skipped]]:
    kept: list[bytes] = []
    skipped: list[Skipped] = []
    at, row = 0, 1
    for start, end in spoiled:
        row += text.count(b"\n", at, start)
        rows = text.count(b"\n", start, max(end - 1, start))
        skipped.append(Skipped(row, row + rows, "a bracket is never closed"))
        row += text.count(b"\n", start, end)
        kept.extend((text[at:start], _blank(text[start:end])))
        at = end
    kept.append(text[at:])
    return b"".join(kept), skipped


def _blank(statement: bytes) -> bytes:
    """Spaces and newlines as they stood, with `pass` where the statement began if there is room."""
    first, newline, rest = statement.partition(b"\n")
    margin = len(first) - len(first.lstrip(b" \t"))
    word = b"pass" if len(first) - margin >= 4 else b""
    blanked = first[:margin] + word + b" " * (len(first) - margin - len(word))
    return blanked + newline + re.sub(rb"[^\n]", b" ", rest)
