"""Data in a text that is HTML: where each piece stands, and whether what was done to it is right for that place."""

from __future__ import annotations

import re
from typing import Literal

import msgspec

from tenfold.dataflow import texts
from tenfold.dataflow.holes import Hole, settled
from tenfold.dataflow.values import Data, Value
from tenfold.language.template_html import DATA, Element, Page, Place

LINKS = frozenset({"a", "area", "iframe", "form", "button", "input", "embed", "object", "base", "script"})
"""Elements whose address runs as a script when it begins with `javascript:`."""
_UNCLEAR = frozenset({"guessed", "unfollowed"})
"""Steps after which nobody knows whether data is escaped: functions of libraries, and what was not followed."""
_TEXT = frozenset({"text", "rcdata", "comment", "json-script"})
_QUOTE = re.compile(r"=\s*([\"'])(?:(?!\1).)*\Z", re.DOTALL)
_NO_SCHEME = ("/", "http:", "https:", "#", "?", ".", "mailto:")

Verdict = Literal["", "raw", "place"]
"""Of a piece of data: it does no harm; it is not escaped; it is escaped, and that is not enough where it stands."""


class Spot(msgspec.Struct, frozen=True):
    """A piece of data in HTML.

    Attributes:
        hole: the piece, with the text around it.
        place: where it stands in the page.
    """

    hole: Hole
    place: Place


class _Nobody:
    """Is told of elements, and needs none of it."""

    def start(self, element: Element) -> None:
        """A start tag."""

    def end(self, name: str, offset: int) -> None:
        """An end tag."""

    def comment(self, start: int, end: int) -> None:
        """An HTML comment."""

    def problem(self, offset: int, reason: str) -> None:
        """Something broken."""


def spots(value: Value) -> list[Spot]:
    """Every piece of data in a value that is HTML, with its place."""
    found: list[Spot] = []
    for atom in value:
        parts = texts.parts_of(atom)
        written = [part.replace(DATA, "?") if isinstance(part, str) else DATA for part in parts]
        offsets = [len("".join(written[:number])) for number, part in enumerate(parts) if isinstance(part, Data)]
        page = "".join(written)
        places = Page(page, page, offsets, _Nobody()).run()
        data = [part for part in parts if isinstance(part, Data)]
        for piece, offset, place in zip(data, offsets, places, strict=True):
            hole = Hole(piece, page[:offset], page[offset + 1 :])
            # A tag that nothing closes is a text that was cut off where a loop began: nothing is told of the place.
            open_ended = place.context not in {"text", "comment"} and ">" not in hole.after
            found.append(Spot(hole, Place("text") if open_ended else place))
    return found


def verdict(spot: Spot, *, escaped: bool = False) -> Verdict:
    """Whether a piece of request data does harm where it stands; `escaped`: a template engine escapes it there."""
    hole, context = spot.hole, spot.place.context
    if settled(hole.data, "xss.context") or hole.is_word() or not _UNCLEAR.isdisjoint(hole.data.via):
        return ""
    escaped = escaped or settled(hole.data, "xss.escaping")
    if context in _TEXT:
        return "" if escaped or hole.lacks("<") else "raw"
    if context in {"script", "script-string", "event"}:
        return "place" if escaped else "raw"
    if context == "tag" or (not spot.place.quoted and spot.place.attribute):
        if escaped:
            return "place" if context != "tag" and not hole.lacks(" ") else ""
        return "" if hole.lacks(" ") and hole.lacks(">") else "raw"
    if not escaped and not hole.lacks(_quote(hole)):
        return "raw"
    return "place" if context == "url" and spot.place.url_start and _chooses_scheme(spot) else ""


def _quote(hole: Hole) -> str:
    """The quote mark that ends the attribute in which data stands."""
    match = _QUOTE.search(hole.before)
    return match[1] if match else '"'


def _chooses_scheme(spot: Spot) -> bool:
    """Whether data at the start of a link can make it a `javascript:` link."""
    hole = spot.hole
    if spot.place.element not in LINKS or hole.lacks(":") or hole.has("scheme.fixed") or hole.has("host.fixed"):
        return False
    if settled(hole.data, "input.redirect"):
        return False  # where a redirect may go, a link may
    return not any(detail.startswith(_NO_SCHEME) for detail in hole.details("begins"))
