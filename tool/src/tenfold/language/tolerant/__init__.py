"""A second parser for Python source that `ast.parse` refuses: newer grammar, Python 2, or broken code.

It reads the concrete tree of tree-sitter's Python grammar and builds the `ast.Module` that `ast` would
give, so that everything after it works on one kind of tree. What cannot be understood is left out and
reported.
"""

import ast
from typing import Final

import msgspec

from tenfold.language.tolerant.compound import COMPOUND
from tenfold.language.tolerant.displays import DISPLAYS
from tenfold.language.tolerant.expressions import EXPRESSIONS
from tenfold.language.tolerant.python2 import PYTHON2
from tenfold.language.tolerant.reading import Reading, Skipped, merged
from tenfold.language.tolerant.recovery import Grammar, TooSlow, statements
from tenfold.language.tolerant.signatures import lambda_
from tenfold.language.tolerant.simple import SIMPLE
from tenfold.language.tolerant.strings import concatenated, string
from tenfold.language.tolerant.text import for_grammar, prepared

__all__ = ["Skipped", "Tolerant", "parse"]

_EXPRESSIONS: Final = {
    **EXPRESSIONS, **DISPLAYS, "string": string, "concatenated_string": concatenated, "lambda": lambda_,
}  # fmt: skip
_SIMPLE: Final = frozenset({*SIMPLE, *PYTHON2})
_STATEMENTS: Final = {**SIMPLE, **COMPOUND, **PYTHON2}


class Tolerant(msgspec.Struct, frozen=True):
    """What was understood of a source text, and what was not, in order of lines."""

    module: ast.Module
    skipped: tuple[Skipped, ...]


def parse(source: bytes | str) -> Tolerant:
    """Read any text as Python, keeping every statement that can be understood. Never raises."""
    data = prepared(source)
    reading = Reading(data, _EXPRESSIONS, _STATEMENTS, _SIMPLE)
    try:
        body = statements(reading, Grammar(for_grammar(data)))
    except TooSlow:
        reading.skipped = [Skipped(1, data.count(b"\n") + 1, "takes too long to parse")]
        body = []
    return Tolerant(ast.Module(body, []), merged(reading.skipped))
