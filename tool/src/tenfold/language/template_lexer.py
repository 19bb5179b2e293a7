"""Template text to pieces: where each `{{ }}`, `{% %}` and `{# #}` begins and ends.

Rules: Jinja 3.1 (`jinja2.lexer`: strings may hold delimiters, braces nest, `-` and `+` control white space, `raw`)
and Django 5 (`django.template.base.tag_re`: a construct ends on its own line; `verbatim`, `comment`).
Broken text is text: an opener that nothing closes is reported and skipped.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import NamedTuple

OUTPUT, TAG, COMMENT = range(3)

_OPENER = re.compile(r"\{[{%#]")
_CLOSERS = {"{{": "}}", "{%": "%}", "{#": "#}"}
_KINDS = {"{{": OUTPUT, "{%": TAG, "{#": COMMENT}
_WORDS = {"{{": "output", "{%": "tag", "{#": "comment"}
_CLEAN = re.compile(r"""(?:[^"'{]++|"[^"\\\n]*+"|'[^'\\\n]*+')*+""")
_INNER = re.compile(
    r""""[^"\\]*+(?:\\.[^"\\]*+)*+"|'[^'\\]*+(?:\\.[^'\\]*+)*+'|\{[{%#]|[{}]|%\}""",
    re.DOTALL,
)
_TAG_NAME = re.compile(r"\s*+(\w[\w.:-]*+)?\s*+")
_WINDOW = 4000
_LITERAL = {
    "raw": re.compile(r"\{%[-+]?\s*+endraw\s*+[-+]?%\}"),
    "verbatim": re.compile(r"\{%\s*+endverbatim\b[^%\n]*+%\}"),
    "comment": re.compile(r"\{%\s*+endcomment\s*+%\}"),
}
_MAX_PROBLEMS = 50


class Piece(NamedTuple):
    """One construct.

    Attributes:
        kind: OUTPUT, TAG or COMMENT.
        start, end: offsets of the whole construct.
        inner, inner_end: offsets of the expression, of a tag's arguments, or of a comment's text.
        name: a tag's name; "" for others.
        dashed: it controls white space, which only Jinja knows.
    """

    kind: int
    start: int
    end: int
    inner: int
    inner_end: int
    name: str
    dashed: bool


class Lines:
    """Offsets of one text to 1-based lines and columns."""

    def __init__(self, text: str) -> None:
        self._starts = [0, *[match.end() for match in re.finditer("\n", text)]]

    def __len__(self) -> int:
        return len(self._starts)

    def line(self, offset: int) -> int:
        """The line of an offset."""
        return bisect_left(self._starts, offset + 1)

    def place(self, offset: int) -> tuple[int, int]:
        """The line and column of an offset."""
        line = bisect_left(self._starts, offset + 1)
        return line, offset - self._starts[line - 1] + 1


class Lexer:
    """Finds the pieces of one text, in time linear in its length.

    Args:
        text: the template.
        one_line: a construct must end on its line, as in Django.
    """

    def __init__(self, text: str, *, one_line: bool = False) -> None:
        self.text = text
        self.pieces: list[Piece] = []
        self.problems: list[tuple[int, str]] = []
        self._one_line = one_line
        self._next: dict[str, int] = {}
        self._patience = 4 * len(text) + _WINDOW

    def run(self) -> list[Piece]:
        """All pieces in order; they do not overlap."""
        position = 0
        search = _OPENER.search
        while opener := search(self.text, position):
            position = self._take(opener.start(), opener.group())
        return self.pieces

    def _problem(self, offset: int, reason: str) -> None:
        if len(self.problems) < _MAX_PROBLEMS:
            self.problems.append((offset, reason))

    def _take(self, start: int, opener: str) -> int:
        close = self._close(start + 2, opener)
        if close < 0:
            self._problem(start, f"{_WORDS[opener]} is not closed")
            return start + 2
        text, inner, inner_end = self.text, start + 2, close
        dashed = text[inner] in "-+" and inner < close
        inner += dashed
        if inner_end > inner and text[inner_end - 1] == "-":
            inner_end -= 1
            dashed = True
        end = close + 2
        name = ""
        if opener == "{%":
            if inner_end > inner and text[inner_end - 1] == "+":
                inner_end -= 1
            match = _TAG_NAME.match(text, inner, inner_end)
            name = match[1] or "" if match else ""
            inner = match.end() if match else inner
        if name in _LITERAL:
            return self._literal(Piece(TAG, start, end, inner, inner_end, name, dashed))
        self.pieces.append(Piece(_KINDS[opener], start, end, inner, inner_end, name, dashed))
        return end

    def _literal(self, piece: Piece) -> int:
        """The end of a block whose body holds no constructs; a comment block is one piece."""
        ending = None
        if self._next.get(piece.name) != -1:
            ending = self._ending(piece)
            if not ending:
                self._next[piece.name] = -1
        if not ending:
            self._problem(piece.start, f"{piece.name} is not closed")
            self.pieces.append(piece)
            return piece.end
        if piece.name == "comment":
            self.pieces.append(
                piece._replace(kind=COMMENT, end=ending.end(), inner=piece.end, inner_end=ending.start())
            )
        else:
            self.pieces.append(piece)
            self.pieces.append(Piece(TAG, ending.start(), ending.end(), ending.end(), ending.end(), "", piece.dashed))
        return ending.end()

    def _ending(self, piece: Piece) -> re.Match[str] | None:
        label = self.text[piece.inner : piece.inner_end].strip() if piece.name == "verbatim" else ""
        if label and len(label) < 100 and self._patience > 0:
            named = re.compile(r"\{%\s*+endverbatim\s++" + re.escape(label) + r"\s*+%\}").search(self.text, piece.end)
            if named:
                return named
            self._patience -= len(self.text) - piece.end
        return _LITERAL[piece.name].search(self.text, piece.end)

    def _find(self, what: str, start: int) -> int:
        """`str.find` that remembers, so that many failing searches cost one."""
        known = self._next.get(what, 0)
        if known < start and known != -1:
            known = self._next[what] = self.text.find(what, start)
        return known

    def _close(self, start: int, opener: str) -> int:
        """Where the closer of an opener stands, or -1."""
        closer = _CLOSERS[opener]
        first = self._find(closer, start)
        if first < 0:
            return -1
        if self._one_line and -1 < self._find("\n", start) < first:
            return -1
        if opener == "{#" or self._one_line or _CLEAN.fullmatch(self.text, start, first):
            return first
        return self._walk(start, first, closer)

    def _walk(self, start: int, first: int, closer: str) -> int:
        """The closer that stands outside strings and braces."""
        depth = 0
        if self._patience < 0:
            return first
        seen = start
        for match in _INNER.finditer(self.text, start, min(len(self.text), first + _WINDOW)):
            found, at = match.group(), match.start()
            seen = match.end()
            if found[0] in "\"'":
                if closer in found and "\n" in found:
                    break
            elif found in _CLOSERS:
                if depth == 0 and at < first:
                    return -1
                break
            elif found == "{":
                depth += 1
            elif found == closer and not depth:
                return at
            elif found == "}":
                if not depth and closer == "}}" and self.text.startswith("}}", at):
                    return at
                depth = max(0, depth - 1)
        self._patience -= seen - start
        return first
