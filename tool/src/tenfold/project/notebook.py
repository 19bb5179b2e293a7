"""Jupyter notebooks: the Python of all code cells as one text, with the way back to the notebook's lines."""

import re
from typing import Final

from tenfold.project import json_file
from tenfold.project.facts import Fact, FileFacts, Problems, bounded
from tenfold.project.tree import Node

MAX_NOTEBOOK: Final = 16_000_000
MAX_CELLS: Final = 10_000
_MAGIC = re.compile(r"\s*(?:%{1,2}[A-Za-z]|[!?]|\w[\w.]*\?{1,2}\s*$)")
_PYTHON_CELL = re.compile(r"%%(?:time|timeit|capture|prun|memit)\b")


class SourceLine(Fact, frozen=True):
    """Where a line of the joined source stands.

    The cell's 1-based number, the line in it, the line of the file.
    """

    cell: int
    cell_line: int
    file_line: int


class NotebookFacts(FileFacts, frozen=True):
    """`source` is valid input for the Python reader; `lines[n - 1]` tells where its line n stands."""

    source: str = ""
    lines: tuple[SourceLine, ...] = ()
    language: str = ""

    def place(self, line: int) -> SourceLine:
        """Where a 1-based line of `source` stands; outside of it, the start of the file."""
        return self.lines[line - 1] if 0 < line <= len(self.lines) else SourceLine(0, 0, 1)


def _cell_lines(source: Node) -> list[tuple[str, int]]:
    """The lines of a cell, each with its line in the file (all on one when the file holds one string)."""
    if source.kind == "scalar":
        return [(line, source.line) for line in _lines(source.value)]
    found: list[tuple[str, int]] = []
    for entry in source:
        found.extend((line, entry.line) for line in _lines(entry.value.removesuffix("\n")))
    return found


def _lines(text: str) -> list[str]:
    """Lines as Python's parser counts them."""
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def _commented(lines: list[tuple[str, int]]) -> list[str]:
    """The lines with magics and shell escapes made comments; a cell of another language is all comment."""
    first = next((text.strip() for text, _ in lines if text.strip()), "")
    if first.startswith("%%") and not _PYTHON_CELL.match(first):
        return [f"# {text}" for text, _ in lines]
    made: list[str] = []
    for text, _ in lines:
        if _MAGIC.match(text[:500]):
            indent = text[: len(text) - len(text.lstrip())]
            made.append(f"{indent}pass  # {text.lstrip()}" if indent else f"# {text}")
        else:
            made.append(text)
    return made


def read(text: str) -> NotebookFacts:
    """The code of a notebook of format 3 or 4."""
    problems = Problems()
    root = json_file.tree(bounded(text, problems, MAX_NOTEBOOK), problems)
    language = root.get("metadata", "language_info", "name") or root.get("metadata", "kernelspec", "language")
    cells = root.get("cells").entries or [
        cell for sheet in root.get("worksheets").entries[:100] for cell in sheet.get("cells")
    ]
    source: list[str] = []
    places: list[SourceLine] = []
    for number, cell in enumerate(cells[:MAX_CELLS], 1):
        if cell.get("cell_type").text() != "code":
            continue
        lines = _cell_lines(cell.get("source") or cell.get("input"))
        source.extend(_commented(lines))
        places.extend(SourceLine(number, at, line) for at, (_, line) in enumerate(lines, 1))
    joined = "\n".join(source)
    return NotebookFacts(
        source=joined + "\n" if source else "",
        lines=tuple(places),
        language=language.text() or "python",
        problems=problems.all(),
    )
