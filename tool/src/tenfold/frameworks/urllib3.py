"""urllib3."""

from tenfold.frameworks.flows import Sink, Transfer
from tenfold.frameworks.model import Library

LIBRARY = Library(
    name="urllib3",
    package="urllib3",
    modules=("urllib3",),
    transfers=(Transfer("urllib3.util.parse_url", "url", aliases=("urllib3.util.url.parse_url",)),),
    sinks=(
        Sink("urllib3.request", "input.ssrf", ("url", 1), "sends a request to it"),
        Sink("urllib3.PoolManager.request", "input.ssrf", ("url", 1), "sends a request to it"),
        Sink("urllib3.ProxyManager.request", "input.ssrf", ("url", 1), "sends a request to it"),
        Sink("urllib3.connection_from_url", "input.ssrf", ("url", 0), "connects to it"),
        *(Sink(f"urllib3.{name}", "input.ssrf", ("host", 0), "connects to it", objects=True)
          for name in ("HTTPConnectionPool", "HTTPSConnectionPool")),
        *(Sink(f"urllib3.PoolManager.{name}", "input.ssrf", ("url", 1), "sends a request to it")
          for name in ("request_encode_url", "request_encode_body")),
        *(Sink(f"urllib3.PoolManager.{name}", "input.ssrf", (argument, 0), "connects to it", objects=True)
          for name, argument in (("connection_from_url", "url"), ("connection_from_host", "host"))),
        Sink("urllib3.PoolManager.urlopen", "input.ssrf", ("url", 1), "sends a request to it"),
    ),
)  # fmt: skip
