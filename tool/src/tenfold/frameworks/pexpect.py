"""Pexpect."""

from tenfold.frameworks.flows import Sink
from tenfold.frameworks.model import Library

LIBRARY = Library(
    name="Pexpect",
    package="pexpect",
    modules=("pexpect",),
    sinks=(
        *(Sink(f"pexpect.{name}", "input.command", ("command", 0), "runs it as a command line")
          for name in ("spawn", "run", "runu", "spawnu")),
        Sink("pexpect.popen_spawn.PopenSpawn", "input.command", ("cmd", 0), "runs it as a command line"),
        Sink("pexpect.pxssh.pxssh.login", "input.ssrf", ("server", 0), "connects to it", objects=True),
    ),
)  # fmt: skip
