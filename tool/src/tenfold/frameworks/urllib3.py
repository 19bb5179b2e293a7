"""urllib3."""

from tenfold.frameworks.flows import Sink
from tenfold.frameworks.model import Library

LIBRARY = Library(
    name="urllib3",
    package="urllib3",
    modules=("urllib3",),
    sinks=(
        Sink("urllib3.request", "input.ssrf", ("url", 1), "sends a request to it"),
        Sink("urllib3.PoolManager.request", "input.ssrf", ("url", 1), "sends a request to it"),
        Sink("urllib3.PoolManager.urlopen", "input.ssrf", ("url", 1), "sends a request to it"),
    ),
)  # fmt: skip
