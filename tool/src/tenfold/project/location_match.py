"""How nginx chooses a location for a path, without trusting the regular expressions of the file."""

import re
import warnings
from typing import Final, Protocol

MAX_PATTERN: Final = 200
MAX_PATH: Final = 128
MAX_UNBOUNDED: Final = 3
MAX_REGEXES: Final = 100
_REPEAT = re.compile(r"[*+]|\{\d*,?\d*\}")
_PCRE_ONLY = re.compile(r"\[\[:|\\[zZQEKRXhHvN]|\\p|\(\?[<>=!#|&RP0-9+-]|\(\*|\\[1-9gk]|[*+?}]\+")
_NAMED = re.compile(r"\(\?P?<[A-Za-z_]\w*>")


class Pattern(Protocol):
    """What a location needs to be chosen by."""

    @property
    def modifier(self) -> str:
        """`=`, `^~`, `~`, `~*`, `@` or ""."""

    @property
    def pattern(self) -> str:
        """The text after the modifier."""


def is_bounded(pattern: str) -> bool:
    """Whether a pattern is plain enough to run on a short text.

    No repeat stands around a repeat or a choice, and there are at most `MAX_UNBOUNDED` repeats, where being
    free to start anywhere counts as one: the time is at most cubic in `MAX_PATH`.
    """
    if len(pattern) > MAX_PATTERN or _PCRE_ONLY.search(pattern):
        return False
    risky: list[bool] = [False]
    repeats, at, closed_risky, in_set = 0, 0, False, False
    anchored = pattern.startswith("^")
    while at < len(pattern):
        character = pattern[at]
        match = None if in_set else _REPEAT.match(pattern, at)
        if match is not None:
            if closed_risky:
                return False
            repeats += 1
            risky[-1] = True
            at = match.end()
            continue
        closed_risky = False
        if character == "\\":
            at += 2
            continue
        if in_set:
            in_set = character != "]"
        elif character == "[":
            in_set = True
            at += pattern[at + 1 : at + 2] in {"^", "]"}
            at += pattern[at : at + 2] == "^]"
        elif character == "(":
            risky.append(False)
        elif character in "|?":
            risky[-1] = True
            anchored = anchored and (character == "?" or len(risky) > 1)
        elif character == ")" and len(risky) > 1:
            closed_risky = risky.pop()
            risky[-1] = risky[-1] or closed_risky
        at += 1
    return repeats + (not anchored) <= MAX_UNBOUNDED


def matches(pattern: str, path: str, *, ignore_case: bool) -> bool | None:
    """Whether nginx would find the pattern in the path; None when that is not safe or not possible to say."""
    pattern = _NAMED.sub("(", pattern)
    if len(path) > MAX_PATH or not is_bounded(pattern):
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return re.search(pattern, path, re.IGNORECASE if ignore_case else 0) is not None
    except (re.error, OverflowError, RecursionError):
        return None


def choose(locations: tuple[Pattern, ...], path: str) -> tuple[int, bool]:
    """The index of the location that serves a path (-1 for none), and whether that is certain.

    nginx's order: an exact match; then the longest prefix, at once if it is `^~`; else the first regular
    expression in file order; else that prefix. A pattern that cannot be judged makes the choice uncertain.
    """
    best, best_length = -1, -1
    for index, location in enumerate(locations):
        if location.modifier == "=" and location.pattern == path:
            return index, True
        is_prefix = location.modifier in {"", "^~"} and path.startswith(location.pattern)
        if is_prefix and len(location.pattern) > best_length:
            best, best_length = index, len(location.pattern)
    if best >= 0 and locations[best].modifier == "^~":
        return best, True
    certain, tried = True, 0
    for index, location in enumerate(locations):
        if location.modifier in {"~", "~*"}:
            tried += 1
            if tried > MAX_REGEXES:
                return best, False
            found = matches(location.pattern, path, ignore_case=location.modifier == "~*")
            if found:
                return index, certain
            certain = certain and found is not None
    return best, certain
