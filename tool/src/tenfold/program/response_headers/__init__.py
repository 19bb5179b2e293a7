"""The security headers of an app's responses, whoever sends them: the app, a library, the framework, a proxy."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from tenfold.program.response_headers.by_hand import by_hand
from tenfold.program.response_headers.django import django
from tenfold.program.response_headers.model import SentHeader
from tenfold.program.response_headers.secure_library import secure
from tenfold.program.response_headers.talisman import talisman
from tenfold.program.response_headers.texts import Texts

if TYPE_CHECKING:
    from tenfold.program.app import App

__all__ = ["ResponseHeaders", "SentHeader", "response_headers"]


class ResponseHeaders:
    """Tells which security headers an app's responses carry."""

    def __init__(self, app: App) -> None:
        self._app = app
        self._texts = Texts(app.program.names, app.program.values)

    def of(self, name: str) -> tuple[SentHeader, ...]:
        """Every place that sends the header `name` (lower case), those that reach all responses first."""
        found = [header for header in self._inner if header.name == name]
        found.extend(
            SentHeader(name, edge.value, edge.place, edge.whole, edge.kind)
            for edge in self._app.deployment.edge_headers(name)
        )
        return tuple(sorted(dict.fromkeys(found), key=lambda header: not header.whole))

    @cached_property
    def _inner(self) -> tuple[SentHeader, ...]:
        found = [*by_hand(self._app, self._texts), *secure(self._app, self._texts)]
        if self._app.framework == "django":
            found.extend(django(self._app))
        if self._app.framework == "flask":
            found.extend(talisman(self._app))
        return tuple(found)


_KNOWN: WeakKeyDictionary[App, ResponseHeaders] = WeakKeyDictionary()


def response_headers(app: App) -> ResponseHeaders:
    """The headers of an app, worked out once."""
    known = _KNOWN.get(app)
    if known is None:
        known = _KNOWN[app] = ResponseHeaders(app)
    return known
