"""aiofiles."""

from tenfold.frameworks.flows import Sink
from tenfold.frameworks.model import Library

LIBRARY = Library(
    name="aiofiles",
    package="aiofiles",
    modules=("aiofiles", "anyio"),
    sinks=(
        Sink("aiofiles.open", "input.path", ("file", 0), "opens the file"),
        Sink("anyio.open_file", "input.path", ("file", 0), "opens the file"),
    ),
)  # fmt: skip
