"""The concrete tree within a bounded time, and the better of two ways through a text that has errors."""

import ast
import itertools
import re
import time
from collections.abc import Iterator
from typing import Final

import tree_sitter_python
from tree_sitter import Language, Node, Parser, Point, Range

from tenfold.language.tolerant.brackets import mended
from tenfold.language.tolerant.reading import Reading, Skipped

_LANGUAGE: Final = Language(tree_sitter_python.language())
_GRACE: Final = 1.0
_BYTES_A_SECOND: Final = 500_000
"""A tenth of the usual speed, so that only text made to be slow is given up."""
_MOST_NODES: Final = 1_500_000
"""About four megabytes of ordinary code; as Python objects they take some 700 MB."""
_WINDOW: Final = 65_536
_DEFINITION: Final = re.compile(rb"^(?:@|(?:def|class|async[ \t]+def|import|from)\b)", re.MULTILINE)
_STATEMENT: Final = re.compile(rb"^(?!(?:else|elif|except|finally)\b)[A-Za-z_@]", re.MULTILINE)
_CUTS: Final = (None, _DEFINITION, _STATEMENT)


class TooSlow(Exception):  # noqa: N818 - it names a state of the reading, not a fault of the program
    """The text takes far longer to parse than honest text of its length."""


class Grammar:
    """The grammar applied to one text, with one time limit for all attempts at it."""

    def __init__(self, text: bytes, deadline: float | None = None) -> None:
        self._text = text
        self._deadline = deadline or time.monotonic() + _GRACE + len(text) / _BYTES_A_SECOND

    def mended(self) -> "tuple[Grammar, list[Skipped]]":
        """The same without statements whose bracket is never closed, within the same time limit."""
        text, skipped = mended(self._text)
        return Grammar(text, self._deadline), skipped

    def roots(self, cut: re.Pattern[bytes] | None) -> Iterator[Node]:
        """The root of the whole, or of each piece.

        Raises:
            TooSlow: the time for this text is used up.
        """
        for part in self.pieces(cut) if cut else (None,):
            yield self.root(part)

    def root(self, part: Range | None = None) -> Node:
        """The root of the tree of the text, or of one part of it, with positions in the whole.

        Raises:
            TooSlow: the time for this text is used up.
        """
        text, deadline = self._text, self._deadline
        if time.monotonic() > deadline:
            raise TooSlow
        parser = Parser(_LANGUAGE)
        end = len(text)
        if part is not None:
            parser.included_ranges = [part]
            end = part.end_byte
        lent: list[memoryview] = []

        def window(offset: int, _point: Point) -> memoryview:
            lent.append(memoryview(text)[offset : min(offset + _WINDOW, end)])
            return lent[-1]

        try:
            tree = parser.parse(window, progress_callback=lambda _offset, _has_error: time.monotonic() > deadline)
        except ValueError as failed:
            raise TooSlow from failed
        finally:
            # The binding never gives back what the callback returned: the views must not keep the text alive.
            for view in lent:
                view.release()
        return tree.root_node

    def pieces(self, cut: re.Pattern[bytes]) -> list[Range]:
        """The text cut before each line that the pattern finds at its left margin."""
        text = self._text
        starts = [found.start() for found in cut.finditer(text)]
        starts = [start for start in starts if not _follows_decorator(text, start)]
        cuts = [0, *(start for start in starts if start), len(text)]
        row = 0
        ranges: list[Range] = []
        for start, end in itertools.pairwise(cuts):
            next_row = row + text.count(b"\n", start, end)
            ends_at = Point(next_row, end - (text.rfind(b"\n", 0, end) + 1))
            ranges.append(Range(Point(row, 0), ends_at, start, end))
            row = next_row
        return ranges


def _follows_decorator(text: bytes, start: int) -> bool:
    before = text.rfind(b"\n", 0, max(start - 1, 0)) + 1
    return start > 0 and text.startswith(b"@", before)


def statements(reading: Reading, grammar: Grammar) -> list[ast.stmt]:
    """Every statement that can be understood; the rest is noted in `reading.skipped`.

    The parser's own recovery may lose all that follows an unclosed bracket or string. So a text with
    errors is also read piece by piece, and the way that loses fewer lines is taken.

    Raises:
        TooSlow: the time for this text is used up.
    """
    root = grammar.root()
    body = _lowered(reading, root)
    if not root.has_error:
        return body
    best, fewest = body, reading.skipped
    closed, unclosed = grammar.mended()
    for attempt, lost in ((closed, unclosed), (grammar, [])):
        if attempt is closed and not lost:
            continue
        for cut in _CUTS[attempt is grammar :]:
            reading.skipped = list(lost)
            try:
                body = [statement for root in attempt.roots(cut) for statement in _lowered(reading, root)]
            except TooSlow:
                break
            if _lines(reading.skipped) < _lines(fewest):
                best, fewest = body, reading.skipped
    reading.skipped = fewest
    return best


def _lowered(reading: Reading, root: Node) -> list[ast.stmt]:
    reading.depth = 0
    if root.descendant_count > _MOST_NODES:
        reading.skip(root, "too large")
        return []
    known = len(reading.skipped)
    body = reading.block((root,) if root.type == "ERROR" else root.children)
    if root.has_error:
        lost = {line for part in reading.skipped[known:] for line in range(part.line, part.end_line + 1)}
        for node in _errors(root):
            if lost.isdisjoint(range(node.start_point[0] + 1, node.end_point[0] + 2)):
                reading.skip(node, f"missing {node.type}" if node.is_missing else "not valid Python")
    return body


def _errors(root: Node) -> Iterator[Node]:
    """The outermost errors; those in type parameters are defaults, which the grammar does not know."""
    pending = [root]
    while pending:
        node = pending.pop()
        if node.is_error or node.is_missing:
            yield node
        elif node.type != "type_parameter":
            pending.extend(child for child in node.children if child.has_error or child.is_missing)


def _lines(skipped: list[Skipped]) -> int:
    return len({line for part in skipped for line in range(part.line, part.end_line + 1)})
