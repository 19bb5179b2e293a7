r"""Can a regular expression take more than linear time? What is named is slow; silence is no proof.

Two shapes are named. Exponential: an unbounded repeat around something that can match the same text in several ways
(`(a+)+`, `(\w|\d)*`). Polynomial: two neighbouring unbounded repeats that can match the same characters
(`\s*\s*`). Either needs something behind it that can fail; without that, matching never goes back.
Source of the shapes: OWASP, "Regular expression Denial of Service"; the parser is that of Python's `re`.
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterator, Sequence
from typing import Any, Literal

Growth = Literal["exponential", "polynomial", ""]
_parser: Any = importlib.import_module("re._parser")
_MAX_LENGTH = 2000
_MAX_DEPTH = 40
_UNBOUNDED = 25
"""A repeat that may happen this often is taken for unbounded."""
_BEYOND = 128
"""Stands for every character outside ASCII."""
_ALL = frozenset(range(_BEYOND + 1))
_CATEGORIES = {
    "CATEGORY_DIGIT": frozenset(i for i in range(_BEYOND) if chr(i).isdigit()) | {_BEYOND},
    "CATEGORY_SPACE": frozenset(i for i in range(_BEYOND) if chr(i).isspace()) | {_BEYOND},
    "CATEGORY_WORD": frozenset(i for i in range(_BEYOND) if chr(i).isalnum() or chr(i) == "_") | {_BEYOND},
}
Item = tuple[Any, Any]
Chars = frozenset[int]


def growth(pattern: str) -> Growth:
    """How the time that a pattern takes grows with the text: "" where nothing slow is seen, or it cannot be read."""
    if len(pattern) > _MAX_LENGTH:
        return ""
    try:
        parsed = list(_parser.parse(pattern))
    except (re.error, RecursionError, OverflowError, ValueError, IndexError):
        return ""
    found = set(_slow(parsed, can_fail=False, depth=0))
    return "exponential" if "exponential" in found else "polynomial" if "polynomial" in found else ""


def _slow(items: Sequence[Item], *, can_fail: bool, depth: int) -> Iterator[Growth]:
    """What is slow in a sequence; `can_fail` says whether something that can fail stands behind it."""
    if depth > _MAX_DEPTH:
        return
    for i, item in enumerate(items):
        fails = can_fail or any(_may_fail(later) for later in items[i + 1 :])
        body = _repeated(item)
        if body is not None and fails:
            if _ambiguous(body, depth):
                yield "exponential"
            if _meets_another(items[i + 1 :], _chars(item)):
                yield "polynomial"
        for inner in _inside(item):
            yield from _slow(inner, can_fail=fails, depth=depth + 1)


def _name(item: Item) -> str:
    return str(item[0])


def _repeated(item: Item) -> list[Item] | None:
    """What an unbounded, backtracking repeat repeats; None for everything else."""
    if _name(item) in {"MAX_REPEAT", "MIN_REPEAT"} and item[1][1] >= _UNBOUNDED:
        return list(item[1][2])
    return None


def _inside(item: Item) -> list[list[Item]]:
    """The sequences inside an item; atomic groups and possessive repeats never go back, and are not entered."""
    match _name(item):
        case "MAX_REPEAT" | "MIN_REPEAT":
            return [list(item[1][2])]
        case "SUBPATTERN":
            return [list(item[1][3])]
        case "BRANCH":
            return [list(branch) for branch in item[1][1]]
        case "ASSERT" | "ASSERT_NOT":
            return [list(item[1][1])]
    return []


def _flat(items: Sequence[Item]) -> list[Item]:
    """A sequence with its plain groups opened."""
    found: list[Item] = []
    for item in items:
        found.extend(_flat(list(item[1][3])) if _name(item) == "SUBPATTERN" else [item])
    return found


def _ambiguous(body: list[Item], depth: int) -> bool:
    """Whether a repeated sequence can cut the same text into rounds in several ways."""
    items = _flat(body)
    if len(items) == 1 and _name(items[0]) == "BRANCH":
        branches = [_flat(list(branch)) for branch in items[0][1][1]]
        single = [_chars(branch[0]) for branch in branches if len(branch) == 1 and _one(branch[0])]
        if any(left & right for i, left in enumerate(single) for right in single[i + 1 :]):
            return True
        return depth < _MAX_DEPTH and any(_ambiguous(branch, depth + 1) for branch in branches if branch)
    for i, item in enumerate(items):
        if _repeated(item) is None:
            continue
        common, others = _chars(item), [other for other in items[:i] + items[i + 1 :] if not _nullable(other)]
        for other in others:
            common = common & _chars(other) if _one(other) else frozenset()
        if common:
            return True
    return False


def _meets_another(later: Sequence[Item], own: Chars) -> bool:
    """Whether the next thing that must match is another unbounded repeat of the same characters."""
    for item in _flat(later):
        if _repeated(item) is not None and own & _chars(item):
            return True
        if not _nullable(item):
            return False
    return False


def _one(item: Item) -> bool:
    """Whether an item matches exactly one character, or a run of such."""
    if _name(item) in {"LITERAL", "NOT_LITERAL", "ANY", "IN"}:
        return True
    body = _repeated(item)
    return body is not None and len(_flat(body)) == 1 and _one(_flat(body)[0])


def _nullable(item: Item) -> bool:
    match _name(item):
        case "MAX_REPEAT" | "MIN_REPEAT" | "POSSESSIVE_REPEAT":
            return bool(item[1][0] == 0) or all(_nullable(inner) for inner in item[1][2])
        case "SUBPATTERN":
            return all(_nullable(inner) for inner in item[1][3])
        case "BRANCH":
            return any(all(_nullable(inner) for inner in branch) for branch in item[1][1])
        case "AT" | "ASSERT" | "ASSERT_NOT":
            return True
    return False


def _may_fail(item: Item) -> bool:
    return _name(item) in {"AT", "ASSERT", "ASSERT_NOT", "GROUPREF"} or not _nullable(item)


def _chars(item: Item) -> Chars:
    """The characters that an item can begin with, told for items of one character and their repeats."""
    name, value = _name(item), item[1]
    match name:
        case "LITERAL":
            return frozenset({min(int(value), _BEYOND)})
        case "NOT_LITERAL":
            return _ALL - {int(value)} if int(value) < _BEYOND else _ALL
        case "ANY":
            return _ALL - {10}
        case "IN":
            return _class(value)
        case "MAX_REPEAT" | "MIN_REPEAT":
            body = _flat(list(value[2]))
            return _chars(body[0]) if len(body) == 1 else frozenset()
        case "BRANCH":
            firsts = [_flat(list(branch)) for branch in value[1]]
            return frozenset().union(*(_chars(first[0]) for first in firsts if len(first) == 1))
    return frozenset()


def _class(members: Sequence[Item]) -> Chars:
    found: set[int] = set()
    negated = False
    for name, value in members:
        match str(name):
            case "NEGATE":
                negated = True
            case "LITERAL":
                found.add(min(int(value), _BEYOND))
            case "RANGE":
                found.update(range(min(value[0], _BEYOND), min(value[1], _BEYOND) + 1))
            case "CATEGORY":
                text = str(value)
                kept = _CATEGORIES.get(text.replace("_NOT_", "_"), _ALL)
                found |= (_ALL - kept) | {_BEYOND} if "_NOT_" in text else kept
    return frozenset(_ALL - (found - {_BEYOND}) if negated else found)
