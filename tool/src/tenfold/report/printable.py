"""Text of the checked app made safe to show: whoever wrote that app also wrote its names and its lines."""

from __future__ import annotations

import re

_LIMIT = 2_000

# GitHub's runner obeys "##[name]" anywhere in a line of the log, Azure's "##vso[name]", TeamCity's "##teamcity[name]".
_LOG_COMMAND = re.compile(r"#(?=(?:vso|teamcity)?\[)")


def printable(text: str, *, ascii_only: bool = False, limit: int = _LIMIT) -> str:
    """Return `text` on one line, without any character that a terminal, a log or a reader could be misled by.

    A tab becomes four spaces; every other character that is not printable (`str.isprintable`: the control,
    bidirectional, zero-width and unassigned ones, lone surrogates, line breaks, all spaces but the usual one) becomes
    its Python escape. With `ascii_only` every character beyond ASCII does too. What the log of a CI service would obey
    as a command is escaped likewise. At most `limit` characters of `text` are shown; "..." stands for the rest.
    """
    shortened = len(text) > limit
    shown = text[:limit]
    if not (shown.isascii() and shown.isprintable()):
        shown = "".join(_shown(character, ascii_only) for character in shown)
    shown = _LOG_COMMAND.sub("\\\\x23", shown)
    return shown + "..." if shortened else shown


def _shown(character: str, ascii_only: bool) -> str:
    if character == "\t":
        return "    "
    if character.isprintable() and (character.isascii() or not ascii_only):
        return character
    if character.isascii():
        return f"\\x{ord(character):02x}"
    return character.encode("ascii", "backslashreplace").decode("ascii")


def well_formed(text: str) -> str:
    """Return `text` with each lone surrogate written as its Python escape: it has no encoding in UTF-8."""
    if text.isascii():
        return text
    return text.encode("utf-8", "backslashreplace").decode("utf-8")
