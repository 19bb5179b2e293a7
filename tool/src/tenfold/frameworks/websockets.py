"""websockets."""

from tenfold.frameworks.flows import Sink
from tenfold.frameworks.model import Library

LIBRARY = Library(
    name="websockets",
    package="websockets",
    modules=("websockets",),
    sinks=(
        Sink("websockets.connect", "input.ssrf", ("uri", 0), "connects to it", aliases=(
            "websockets.client.connect", "websockets.sync.client.connect", "websockets.asyncio.client.connect")),
    ),
)  # fmt: skip
