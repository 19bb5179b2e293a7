"""aiofiles."""

from tenfold.frameworks.flows import RECEIVER, Sink, Transfer
from tenfold.frameworks.model import Library

LIBRARY = Library(
    name="aiofiles",
    package="aiofiles",
    modules=("aiofiles", "anyio"),
    transfers=(Transfer("anyio.Path"),),
    sinks=(
        Sink("aiofiles.open", "input.path", ("file", 0), "opens the file"),
        Sink("anyio.open_file", "input.path", ("file", 0), "opens the file"),
        *(Sink(f"aiofiles.os.{name}", "input.path", ("path", 0), "changes or lists the file or folder")
          for name in ("remove", "mkdir", "rmdir", "makedirs", "listdir", "scandir", "unlink")),
        *(Sink(f"aiofiles.os.{name}", "input.path", argument, "moves the file")
          for name in ("rename", "replace") for argument in (("src", 0), ("dst", 1))),
        *(Sink(f"anyio.Path.{name}", "input.path", ("", RECEIVER), "reads or writes the file")
          for name in ("read_text", "read_bytes", "write_text", "write_bytes", "open", "unlink", "mkdir", "rmdir")),
    ),
)  # fmt: skip
