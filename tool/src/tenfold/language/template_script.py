"""Where the strings of a script stand: enough JavaScript to tell data inside quotes from data in code."""

from __future__ import annotations

import re
from collections.abc import Iterator

_TOKEN = re.compile(
    r"""//[^\n]*+
      | /\*(?:[^*]++|\*(?!/))*+(?:\*/)?
      | "(?:[^"\\\n]++|\\.)*+"?
      | '(?:[^'\\\n]++|\\.)*+'?
      | `(?:[^`\\]++|\\.)*+`?
      | (?:[=(,:;!&|?{}\[]|\breturn)[ \t]*+/(?![*/])(?:[^\\/\n\[]++|\\.|\[(?:[^\]\\\n]++|\\.)*+\]?)++/
    """,
    re.VERBOSE | re.DOTALL,
)
_PLACEHOLDER = re.compile(r"\$\{[^}`]*+\}?")


def string_spans(code: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Spans of the string literals of a script, without the code inside `${}`.

    Args:
        code: text that holds the script.
        start: offset of its first character.
        end: offset behind its last one.
    """
    for token in _TOKEN.finditer(code, start, end):
        first = code[token.start()]
        if first in "\"'":
            yield token.span()
        elif first == "`":
            position = token.start()
            for inner in _PLACEHOLDER.finditer(code, token.start(), token.end()):
                yield position, inner.start()
                position = inner.end()
            yield position, token.end()
