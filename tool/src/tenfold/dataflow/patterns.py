"""What a regular expression that a text matched lets through."""

from __future__ import annotations

import re
from functools import lru_cache
from re import _constants as constants  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import TYPE_CHECKING, Any

from tenfold.dataflow import folding
from tenfold.dataflow import values as v
from tenfold.dataflow.state import Shown
from tenfold.dataflow.values import Ref, Value

if TYPE_CHECKING:
    from tenfold.dataflow.questions import Questions

_MAX = 2_000
_SPECIAL = "/\\.:'\"`<>&|;$(){}[]*?!#%@=+,^~ \t\r\n-_"
_WORD = frozenset("_")


def shown(run: Questions, pattern: Value, text: Value, *, full: bool) -> list[Shown]:
    """What a match of `pattern` shows of `text`: the special characters that it may hold."""
    held = next((atom.held for atom in pattern if isinstance(atom, Ref) and atom.held), pattern)
    known, constant = folding.python(held)
    if not known or not isinstance(constant, (str, bytes)):
        return run.shown(text, "fixed" if full else "asked") if not v.is_request(pattern) else []
    source = constant if isinstance(constant, str) else constant.decode("latin-1")
    letters = allowed(source, full=full)
    if letters is None:
        return run.shown(text, "weak", "the pattern does not hold to the end of the text, or lets everything through")
    return run.shown(text, "word", "".join(sorted(letters)))


@lru_cache(maxsize=512)
def allowed(source: str, *, full: bool) -> frozenset[str] | None:
    """The special characters that a text which matches may hold; None when it may hold any, or nothing is known."""
    if len(source) > _MAX:
        return None
    try:
        tree = parser.parse(source)
    except (re.error, RecursionError, OverflowError, ValueError):
        return None
    found: set[str] = set()
    try:
        known = (full or _anchored(list(tree))) and _collect(list(tree), found)
    except RecursionError:
        return None
    return frozenset(found) if known else None


def _anchored(items: list[Any]) -> bool:
    """Whether a pattern is held to the end: `$` lets one line break pass, which is no special matter here."""
    if not items:
        return False
    op, argument = items[-1]
    if op is constants.AT:
        return argument in {constants.AT_END, constants.AT_END_STRING}
    if op is constants.SUBPATTERN:
        return _anchored(list(argument[3]))
    if op is constants.BRANCH:
        return all(_anchored(list(branch)) for branch in argument[1])
    return False


def _collect(items: list[Any], found: set[str]) -> bool:
    """Note which special characters parts of a pattern let through; False when it is every one."""
    for op, argument in items:
        if op is constants.LITERAL:
            if chr(argument) in _SPECIAL:
                found.add(chr(argument))
        elif op in {constants.ANY, constants.NOT_LITERAL}:
            return False
        elif op is constants.IN:
            if not _collect_set(argument, found):
                return False
        elif op in {constants.MAX_REPEAT, constants.MIN_REPEAT, constants.POSSESSIVE_REPEAT}:
            if not _collect(list(argument[2]), found):
                return False
        elif op is constants.SUBPATTERN:
            if not _collect(list(argument[3]), found):
                return False
        elif op is constants.ATOMIC_GROUP:
            if not _collect(list(argument), found):
                return False
        elif op is constants.BRANCH:
            if not all(_collect(list(branch), found) for branch in argument[1]):
                return False
        elif op is constants.GROUPREF_EXISTS:
            return False
    return True


def kept(source: str) -> str | None:
    """The special characters that are left when every match is taken out: "-" for `[^a-z-]+`; None: not told."""
    if len(source) > _MAX:
        return None
    try:
        items = list(parser.parse(source))
    except (re.error, RecursionError, OverflowError, ValueError):
        return None
    if len(items) == 1 and items[0][0] is constants.MAX_REPEAT and items[0][1][0] in {0, 1}:
        items = list(items[0][1][2])
    if len(items) != 1 or items[0][0] is not constants.IN:
        return None
    members = items[0][1]
    if members == [(constants.CATEGORY, constants.CATEGORY_NOT_WORD)]:
        return "".join(_WORD)
    found: set[str] = set()
    if members[0][0] is not constants.NEGATE or not _collect_set(members[1:], found):
        return None
    return "".join(sorted(found))


def _collect_set(items: list[Any], found: set[str]) -> bool:
    if items and items[0][0] is constants.NEGATE:
        return False
    for op, argument in items:
        if op is constants.LITERAL:
            if chr(argument) in _SPECIAL:
                found.add(chr(argument))
        elif op is constants.RANGE:
            found.update(c for c in _SPECIAL if argument[0] <= ord(c) <= argument[1])
        elif op is constants.CATEGORY:
            if argument is constants.CATEGORY_WORD:
                found.update(_WORD)
            elif argument is constants.CATEGORY_SPACE:
                found.update(" \t\r\n")
            elif argument is not constants.CATEGORY_DIGIT:
                return False
    return True
