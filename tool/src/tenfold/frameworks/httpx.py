"""HTTPX."""

from tenfold.frameworks.flows import Sink, Transfer
from tenfold.frameworks.model import Library

LIBRARY = Library(
    name="HTTPX",
    package="httpx",
    modules=("httpx",),
    transfers=(Transfer("httpx.URL", "url"), Transfer("httpx.QueryParams", "same"), Transfer("httpx.Headers", "same")),
    sinks=(
        *(Sink(f"httpx.{owner}", "input.ssrf", ("base_url", -1), "sends requests to it", objects=True)
          for owner in ("Client", "AsyncClient")),
        *(Sink(f"httpx.{owner}", "input.ssrf", ("url", 1), "makes a request to it")
          for owner in ("Request", "Client.build_request", "AsyncClient.build_request")),
        *(Sink(f"httpx.{owner}{method}", "input.ssrf", ("url", 0), "sends a request to it")
          for owner in ("", "Client.", "AsyncClient.")
          for method in ("get", "post", "put", "patch", "delete", "head", "options")),
        *(Sink(f"httpx.{owner}{method}", "input.ssrf", ("url", 1), "sends a request to it")
          for owner in ("", "Client.", "AsyncClient.")
          for method in ("request", "stream")),
    ),
)  # fmt: skip
