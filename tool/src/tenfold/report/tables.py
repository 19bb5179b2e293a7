"""Tables of routes and settings, on a console and as plain data."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from tenfold.report.page import Page, padded, wrapped
from tenfold.report.sentences import plural

_GAP = 2
_NARROWEST = 8
"""Columns below which a column is no more narrowed; a page too narrow for that shows one record after another."""


def print_table(console: Console, title: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Write a table that fits the console: a cell too wide for its column goes on below, broken where it must be.

    Where the columns do not fit however they are broken, each row is written as a record of "column: cell" lines.

    Raises:
        ValueError: A row has not as many cells as there are columns.
    """
    page = Page(console)
    cells = [[page.text(cell) for _, cell in zip(columns, row, strict=True)] for row in rows]
    page.line(page.text(title, "bold"), Text(f"  {plural(len(rows), 'row')}", "dim"))
    if not rows:
        return
    page.line()
    heads = [page.text(column, "dim") for column in columns]
    natural = [max(cell_len(cell.plain) for cell in column) for column in zip(heads, *cells, strict=True)]
    widths = _fitted(natural, page.width - _GAP * (len(columns) - 1))
    if widths is None:
        _print_records(page, columns, cells)
        return
    for row in (heads, *cells):
        _print_row(page, row, widths)


def as_dicts(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> list[dict[str, str]]:
    """Return each row as a dict; its keys are the columns' names in lower case with "_" for each space.

    Raises:
        ValueError: A row has not as many cells as there are columns.
    """
    keys = [column.lower().replace(" ", "_") for column in columns]
    return [dict(zip(keys, row, strict=True)) for row in rows]


def _fitted(natural: Sequence[int], room: int) -> list[int] | None:
    """Widths of the columns that add up to `room` at most: no wider than needed, the widest narrowed first."""
    widths = list(natural)
    if sum(min(width, _NARROWEST) for width in widths) > room:
        return None
    while (excess := sum(widths) - room) > 0:
        widest = max(widths)
        next_widest = max((width for width in widths if width < widest), default=_NARROWEST)
        of_widest = [index for index, width in enumerate(widths) if width == widest]
        cut = min(widest - max(next_widest, _NARROWEST), -(-excess // len(of_widest)))
        for index in of_widest:
            widths[index] -= max(1, cut)
    return widths


def _print_row(page: Page, row: Sequence[Text], widths: Sequence[int]) -> None:
    columns = [wrapped(cell, width, fold=True) for cell, width in zip(row, widths, strict=True)]
    for number in range(max(len(lines) for lines in columns)):
        line = Text()
        for lines, width in zip(columns, widths, strict=True):
            part = lines[number] if number < len(lines) else Text()
            line.append_text(padded(part, width + _GAP))
        page.line(line)


def _print_records(page: Page, columns: Sequence[str], rows: Sequence[Sequence[Text]]) -> None:
    for number, row in enumerate(rows):
        if number:
            page.line()
        for column, cell in zip(columns, row, strict=True):
            page.paragraph(cell, lead=f"{column}: ", fold=True)
