"""The pieces of data in a text, each with the constant text around it."""

from __future__ import annotations

from collections.abc import Iterator

from tenfold.dataflow import texts
from tenfold.dataflow import values as v
from tenfold.dataflow.values import Data, Value

OPEN = "\x00"
"""Stands in the text around a piece of data for what is not constant."""


class Hole:
    """A piece of data in a text.

    Attributes:
        data: the piece.
        before: the text in front of it; `OPEN` for each other piece.
        after: the text behind it.
    """

    __slots__ = ("after", "before", "data")

    def __init__(self, data: Data, before: str = "", after: str = "") -> None:
        self.data, self.before, self.after = data, before, after

    def has(self, kind: str) -> bool:
        """Whether a check has shown a fact of this kind of it."""
        return self.data.has(kind)

    def details(self, kind: str) -> list[str]:
        """The details of all facts of a kind."""
        return [detail for found, detail in self.data.facts if found == kind]

    def lacks(self, text: str) -> bool:
        """Whether a text is known not to occur in it."""
        if any(detail and detail in text for detail in self.details("lacks")):
            return True
        if self.data.via[-1:] == ("character",) and text in self.details("differs"):
            return True
        return any(not (set(text) <= set(allowed) | _LETTERS) for allowed in self.details("word"))

    def is_word(self) -> bool:
        """Whether only letters, digits and a few harmless characters can occur in it."""
        return any(set(allowed) <= _HARMLESS for allowed in self.details("word"))


_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")
_HARMLESS = frozenset("_-")


def holes(value: Value) -> Iterator[Hole]:
    """Every piece of data in a value; those of containers stand alone."""
    for atom in value:
        if isinstance(atom, (v.Seq, v.Map, v.Obj)):
            yield from (Hole(data) for data in v.data_in((atom,)))
            continue
        parts = texts.parts_of(atom)
        written = [part if isinstance(part, str) else OPEN for part in parts]
        for number, part in enumerate(parts):
            if isinstance(part, Data):
                yield Hole(part, "".join(written[:number]), "".join(written[number + 1 :]))


def settled(data: Data, requirement: str) -> bool:
    """Whether a piece of request data carries no text of the client's choice, or was made harmless."""
    if requirement == "input.ssrf" and "address" in data.via:
        return ("clean", requirement) in data.facts  # an address is no text, and may be an inner one
    return data.kind == "number" or any(
        kind in {"fixed", "number", "empty"} or (kind == "clean" and detail == requirement)
        for kind, detail in data.facts
    )
