"""aiohttp."""

from tenfold.frameworks.flows import Sink
from tenfold.frameworks.model import Library

LIBRARY = Library(
    name="aiohttp",
    package="aiohttp",
    modules=("aiohttp",),
    sinks=(
        *(Sink(f"aiohttp.ClientSession.{method}", "input.ssrf", ("url", 0), "sends a request to it")
          for method in ("get", "post", "put", "patch", "delete", "head", "options")),
        Sink("aiohttp.ClientSession.request", "input.ssrf", ("url", 1), "sends a request to it"),
        Sink("aiohttp.request", "input.ssrf", ("url", 1), "sends a request to it"),
    ),
)  # fmt: skip
