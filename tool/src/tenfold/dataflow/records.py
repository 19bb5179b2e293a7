"""What was seen on the way: the arguments of the calls that rules ask about, what is stored, what views return."""

from __future__ import annotations

from tenfold import frameworks
from tenfold.dataflow import values as v
from tenfold.dataflow.bounds import MAX_RECORDS
from tenfold.dataflow.values import Value
from tenfold.frameworks.flows import last_of
from tenfold.place import Place

_LEVELS = frozenset({
    "debug", "info", "warning", "warn", "error", "critical", "exception", "log", "fatal", "success", "msg", "trace",
    "notice", "adebug", "ainfo", "awarning", "aerror", "aexception", "acritical", "d", "i", "w", "e", "print",
})  # fmt: skip
"""Methods of loggers, and `print`."""
_HEADERS = frozenset({
    "add", "set", "append", "set_cookie", "Response", "JSONResponse", "HTMLResponse", "PlainTextResponse",
    "FileResponse", "StreamingResponse", "HttpResponse", "make_response", "jsonify", "HTTPException",
})  # fmt: skip
"""What writes headers, and what takes them as an argument."""

_PATTERNS = frozenset({"search", "match", "fullmatch", "split", "findall", "finditer", "sub", "subn"})
"""What applies regular expressions."""

_DIGESTS = frozenset({"md4", "md5", "sha1", "sha", "ripemd160", "new", "update"})
"""What digests data in a way that is broken, and what adds data to it."""


class Record:
    """One way in which a call was made.

    Attributes:
        names: qualified names of what was called, "()" left out.
        receiver: the object whose method it is.
        args: positional arguments.
        keywords: keyword arguments; "**" for others.
    """

    __slots__ = ("args", "keywords", "names", "place", "receiver")

    def __init__(
        self, names: tuple[str, ...], receiver: Value, args: tuple[Value, ...], keywords: dict[str, Value], place: Place
    ) -> None:
        self.names, self.receiver, self.args, self.keywords, self.place = names, receiver, args, keywords, place

    def argument(self, name: str, position: int) -> Value | None:
        """An argument by its name, or at its position (0-based, -1: keyword only); None when it is not given."""
        if name in self.keywords:
            return self.keywords[name]
        if 0 <= position < len(self.args):
            return self.args[position]
        return self.keywords.get("**")


class Stored(Record):
    """`target[key] = value` or `target.name = value` on something of a library: a session, headers."""


class Records:
    """Everything that was seen in one app."""

    def __init__(self) -> None:
        self.watched = _watched()
        self.closed = 0
        self.calls: dict[tuple[str, int], list[Record]] = {}
        self.stores: dict[tuple[str, int], list[Record]] = {}
        self.returned: dict[tuple[str, int], list[tuple[Value, Place]]] = {}

    def call(self, path: str, index: int, record: Record) -> None:
        """Note a call; only what is new, and what carries request data before the rest."""
        if not self.closed:
            _add(self.calls.setdefault((path, index), []), record)

    def store(self, path: str, at: int, record: Record) -> None:
        """Note a store."""
        if not self.closed:
            _add(self.stores.setdefault((path, at), []), record)

    def result(self, path: str, scope: int, value: Value, place: Place) -> None:
        """Note what a function returns."""
        known = self.returned.setdefault((path, scope), [])
        if len(known) < MAX_RECORDS and all(value != other or place != at for other, at in known):
            known.append((value, place))


def _add(known: list[Record], record: Record) -> None:
    for other in known:
        if other.args == record.args and other.keywords == record.keywords and other.receiver == record.receiver:
            return
    if len(known) < MAX_RECORDS:
        known.append(record)
    elif any(v.is_request(value) for value in (record.receiver, *record.args, *record.keywords.values())):
        known[-1] = record


def _watched() -> frozenset[str]:
    """Last segments of the names that a call must have to be kept."""
    found = {*_LEVELS, *_HEADERS, *_PATTERNS, *_DIGESTS, "setattr", "save", "format"}
    for library in frameworks.libraries():
        for sink in library.sinks:
            found.update(last_of(name) for name in (sink.name, *sink.aliases))
        for html in library.html:
            found.update(name.rpartition(".")[2] for name in (html.name, *html.aliases))
        for renderer in library.renderers:
            found.update(name.rpartition(".")[2] for name in (renderer.name, *renderer.aliases))
        for logger in library.loggers:
            if logger.records:
                found.update(name.rpartition(".")[2] for name in (logger.name, *logger.aliases))
    return frozenset(found)
