"""A response header that an app or what stands before it sends."""

from __future__ import annotations

import msgspec

from tenfold.place import Place


class SentHeader(msgspec.Struct, frozen=True):
    """A header.

    Attributes:
        name: lower case.
        value: its text; `tenfold.policies.csp.HOLE` stands for each part that only the running app knows. "" when
            nothing is known of it.
        place: where it is set.
        whole: whether all of the app's pages carry it.
        by: who sends it, for the user: "Flask-Talisman", "nginx", "the app's own code".
        default: nobody wrote it: a default of the framework or library.
    """

    name: str
    value: str
    place: Place
    whole: bool
    by: str
    default: bool = False
