"""A page of plain lines on a console: what is wrapped, indented and escaped here need not be thought of elsewhere."""

from __future__ import annotations

import re

import msgspec
from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from tenfold.findings import VerdictKind
from tenfold.report.printable import printable

_WORD = re.compile(r"(?:\S )?\S+\s*|\s+")
"""A word with the space after it; a mark or word of one character stays with the next."""

_PART = re.compile(r"[^/._,:\-]*[/._,:\-]+|[^/._,:\-]+")
# GitHub's runner obeys a line that begins so, wherever it was wrapped.
_LOG_COMMAND = re.compile(r"\s*::[A-Za-z]")
_WIDEST = 120
"""Columns beyond which a sentence is hard to read."""


class Symbols(msgspec.Struct, frozen=True):
    """One mark for each verdict, and the lines of a code frame; each set is told apart without colour."""

    violated: str
    missing: str
    unknown: str
    met: str
    not_applicable: str
    bar: str
    rule: str

    def of(self, verdict: VerdictKind) -> str:
        """Return the mark of a verdict."""
        mark: str = getattr(self, verdict.replace(" ", "_"))
        return mark


_UNICODE = Symbols("✗", "○", "?", "✓", "·", "│", "─")
_ASCII = Symbols("x", "o", "?", "+", ".", "|", "-")

VERDICT_STYLES: dict[VerdictKind, str] = {
    "violated": "bold red",
    "missing": "yellow",
    "unknown": "magenta",
    "met": "green",
    "not applicable": "dim",
}


class Page:
    """Writes lines to a console.

    Every text that is given as a string is escaped by `printable` and is no markup. Attributes: `width` in columns,
    `symbols`.
    """

    def __init__(self, console: Console) -> None:
        """Write to `console`; outside UTF encodings only ASCII is written."""
        self._console = console
        self._ascii_only = not console.encoding.lower().startswith("utf")
        self.symbols = _ASCII if self._ascii_only else _UNICODE
        self.width = max(20, min(console.width, _WIDEST))

    def text(self, text: str, style: str = "", *, limit: int = 2_000) -> Text:
        """Return `text`, escaped."""
        return Text(printable(text, ascii_only=self._ascii_only, limit=limit), style=style)

    def line(self, *parts: str | Text) -> None:
        """Write one line; it is never wrapped, so that a path in it stays whole."""
        line = Text()
        for part in parts:
            line.append_text(part if isinstance(part, Text) else self.text(part))
        line.rstrip()
        if _LOG_COMMAND.match(line.plain):
            line = Text.assemble("\\x3a", line[len(line.plain) - len(line.plain.lstrip()) + 1 :])
        self._console.print(line, soft_wrap=True)

    def paragraph(self, content: str | Text, *, indent: int = 0, lead: str | Text = "", fold: bool = False) -> None:
        """Write `content` wrapped between words.

        `lead` stands before its first line, and later lines are indented by its width. A word that is longer than the
        line stays whole, for it is a path more often than not; with `fold` it is broken.
        """
        first = lead if isinstance(lead, Text) else self.text(lead)
        hanging = indent + cell_len(first.plain)
        text = content if isinstance(content, Text) else self.text(content)
        lines = wrapped(text, max(10, self.width - hanging), fold=fold)
        for number, line in enumerate(lines or [Text()]):
            start = Text(" " * indent).append_text(first) if number == 0 else Text(" " * hanging)
            self.line(start, line)

    def heading(self, title: str | Text, note: str = "") -> None:
        """Write a heading after an empty line, with a rule to the width of the page and `note` at its end."""
        text = title if isinstance(title, Text) else self.text(title, "bold")
        end = f" {note}" if note else ""
        room = self.width - cell_len(text.plain) - cell_len(end) - 1
        self.line()
        self.line(text, Text(" " + self.symbols.rule * max(3, room), "dim"), Text(end))


def wrapped(text: Text, width: int, *, fold: bool = False) -> list[Text]:
    """Return `text` as lines of at most `width` columns without trailing spaces.

    A word that is longer stays whole; with `fold` it is broken, after a "/", "." or the like where it has one.
    """
    lines = list(text.divide(_breaks(text.plain, width, fold=fold)))
    for line in lines:
        line.rstrip()
    return lines


def _breaks(text: str, width: int, *, fold: bool) -> list[int]:
    breaks: list[int] = []
    used = 0
    for word in _WORD.finditer(text):
        taken = cell_len(word[0].rstrip())
        if used and used + taken > width:
            breaks.append(word.start())
            used = 0
        if fold and taken > width:
            inner, used = _inner_breaks(word, width)
            breaks.extend(inner)
        else:
            used += cell_len(word[0])
    return breaks


def _inner_breaks(word: re.Match[str], width: int) -> tuple[list[int], int]:
    """Where to break one word that is wider than a line, and how many columns of the last line it takes."""
    breaks: list[int] = []
    used = 0
    for part in _PART.finditer(word[0]):
        if used and used + cell_len(part[0].rstrip()) > width:
            breaks.append(word.start() + part.start())
            used = 0
        for index, character in enumerate(part[0]):
            if used and used + cell_len(character.strip()) > width:
                breaks.append(word.start() + part.start() + index)
                used = 0
            used += cell_len(character)
    return breaks, used


def padded(text: Text, width: int) -> Text:
    """Return `text` filled with spaces to `width` columns; a longer text is returned as it is."""
    return text.copy().append(" " * max(0, width - cell_len(text.plain)))
