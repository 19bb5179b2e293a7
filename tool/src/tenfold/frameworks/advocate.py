"""Advocate, which refuses addresses of the inner network."""

from tenfold.frameworks.flows import Sink
from tenfold.frameworks.model import Library

LIBRARY = Library(
    name="Advocate",
    package="advocate",
    modules=("advocate",),
    sinks=(
        *(Sink(f"advocate.{owner}{method}", "input.ssrf", ("url", 0), "refuses addresses of the inner "
                                                                      "network", safe=True)
          for owner in ("", "Session.") for method in ("get", "post", "put", "patch", "delete", "head", "options")),
        Sink("advocate.request", "input.ssrf", ("url", 1), "refuses addresses of the inner network", safe=True),
    ),
)  # fmt: skip
