"""Requests."""

from tenfold.frameworks.flows import Sink, Transfer
from tenfold.frameworks.model import Library

LIBRARY = Library(
    name="Requests",
    package="requests",
    modules=("requests",),
    transfers=(
        *(Transfer(f"requests.{module}.{name}", gives, step) for module in ("utils",
        "compat") for name, gives, step in (
            ("quote", "data", "quoted"), ("unquote", "data", "decoded"), ("urlparse", "url", ""))),
        Transfer("requests.compat.urljoin", "data", "joined"),
        Transfer("requests.utils.requote_uri", "data"),
    ),
    sinks=(
        *(Sink(f"requests.{owner}{method}", "input.ssrf", ("url", 0), "sends a request to it")
          for owner in ("", "Session.")
          for method in ("get", "post", "put", "patch", "delete", "head", "options")),
        *(Sink(f"requests.{owner}{method}", "input.ssrf", ("url", 1), "sends a request to it")
          for owner in ("", "Session.")
          for method in ("request",)),
        *(Sink(f"requests.api.{method}", "input.ssrf", ("url", 0), "sends a request to it")
          for method in ("get", "post", "put", "patch", "delete", "head", "options")),
        Sink("requests.Request", "input.ssrf", ("url", 1), "makes a request to it"),
    ),
)  # fmt: skip
