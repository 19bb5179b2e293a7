"""Where data of a request comes from."""

from __future__ import annotations

import msgspec
from msgspec.structs import replace

from tenfold.frameworks.model import Part
from tenfold.place import Place


class RequestOrigin(msgspec.Struct, frozen=True):
    """A piece of request data.

    Attributes:
        source: as people write it: "request.args", "the path parameter name", "the query parameter q".
        place: where it is read: the nearest call or assignment, or the definition of the view whose parameter it is.
        part: which part of the request.
        validated: a form or a schema has passed it (its type is right; its text is still the client's).
        typed: it can only be a number, a UUID, a choice or the like, so that it carries no text of the client's.
    """

    source: str
    place: Place
    part: Part
    validated: bool = False
    typed: bool = False

    def as_typed(self) -> RequestOrigin:
        """The same, converted to a type that carries no free text."""
        return replace(self, typed=True)
