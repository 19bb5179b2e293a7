"""The lines of source around a place, with the place marked."""

from __future__ import annotations

from collections.abc import Callable

from rich.cells import cell_len
from rich.text import Text

from tenfold.place import Place
from tenfold.report.page import Page

Frames = Callable[[Place], tuple[tuple[int, str], ...]]
"""Gives the numbered source lines around a place, in order; none when there is nothing to show."""

_LINES = 9
"""Lines of one frame at most."""


def print_frame(page: Page, place: Place, frames: Frames) -> None:
    """Write the frame of `place`: ">" before each of its lines and, when its column is known, "^" below it."""
    shown = _trimmed(_around(frames(place), place), place)
    if not shown:
        return
    numbers = max(len(str(number)) for number, _ in shown)
    room = max(10, page.width - numbers - 7)
    last = max(place.line, place.end_line)
    for number, source in shown:
        marked = place.line <= number <= last
        start = _window(place, room) if number == place.line else 0
        gutter = f"{'  > ' if marked else '    '}{number:>{numbers}} "
        code, _ = _cropped(page, source, start, room)
        style = "bold" if marked else "dim"
        page.line(Text(gutter, style), Text(page.symbols.bar + " ", "dim"), Text(code, "" if marked else "dim"))
        if number == place.line and 0 < place.column <= len(source) + 1:
            before, _ = _cropped(page, source[: place.column - 1], start, room)
            caret = " " * (cell_len(before)) + "^"
            page.line(Text(" " * (numbers + 5)), Text(page.symbols.bar + " ", "dim"), Text(caret, "bold red"))


def _around(lines: tuple[tuple[int, str], ...], place: Place) -> tuple[tuple[int, str], ...]:
    """At most `_LINES` of the lines, so chosen that the place's first line is among them."""
    if len(lines) <= _LINES:
        return lines
    first = next((index for index, (number, _) in enumerate(lines) if number == place.line), 0)
    start = max(0, min(first - _LINES // 3, len(lines) - _LINES))
    return lines[start : start + _LINES]


def _trimmed(lines: tuple[tuple[int, str], ...], place: Place) -> tuple[tuple[int, str], ...]:
    """The lines without the empty ones at either end, which tell nothing; those of the place itself stay."""
    telling = [
        index for index, (number, text) in enumerate(lines) if text.strip() or place.line <= number <= place.end_line
    ]
    return lines[telling[0] : telling[-1] + 1] if telling else ()


def _window(place: Place, room: int) -> int:
    """The index of the first character to show, so that the place's column is on the page."""
    return 0 if place.column <= room * 2 // 3 else place.column - room // 2


def _cropped(page: Page, source: str, start: int, room: int) -> tuple[str, bool]:
    """What of `source` fits in `room` columns from the character `start` on, escaped, and whether it was cut."""
    text = page.text(("..." if start else "") + source[start : start + room + 1], limit=room + 4)
    cut = cell_len(text.plain) > room
    if cut:
        text.truncate(room - 3)
        text.append("...")
    return text.plain, cut
