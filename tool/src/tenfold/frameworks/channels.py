"""Django Channels."""

from tenfold.frameworks.model import Handler, Holds, Library, Part, Source

_CONSUMERS = (
    "WebsocketConsumer", "AsyncWebsocketConsumer", "JsonWebsocketConsumer", "AsyncJsonWebsocketConsumer",
)  # fmt: skip
_NAMES = (
    *(f"channels.generic.websocket.{name}" for name in _CONSUMERS), "channels.generic.http.AsyncHttpConsumer",
    "channels.consumer.AsyncConsumer", "channels.consumer.SyncConsumer",
)  # fmt: skip

_ENTRIES: tuple[tuple[str, Part, Holds], ...] = (
    ("query_string", "query", "text"), ("path", "url", "text"), ("raw_path", "url", "text"),
    ("headers", "header", "list"), ("cookies", "cookie", "map"), ("url_route", "path", "json"),
)  # fmt: skip

LIBRARY = Library(
    name="Django Channels",
    package="channels",
    modules=("channels",),
    sources=tuple(
        Source(f"{_NAMES[0]}.scope", part, "self.scope", keys=(key,), holds=holds,
               aliases=tuple(f"{name}.scope" for name in _NAMES[1:]))
        for key, part, holds in _ENTRIES
    ),
    handlers=(
        Handler(_NAMES[0], "base", ("receive",), others="body", holds="text", aliases=_NAMES[1:4]),
        Handler("channels.generic.websocket.JsonWebsocketConsumer", "base", ("receive_json",), others="body",
                only=("content",), holds="json", aliases=("channels.generic.websocket.AsyncJsonWebsocketConsumer",)),
        Handler("channels.generic.http.AsyncHttpConsumer", "base", ("handle",), others="body", only=("body",),
                holds="text"),
    ),
)  # fmt: skip
