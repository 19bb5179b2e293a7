"""Paramiko."""

from tenfold.frameworks.flows import Sink
from tenfold.frameworks.model import Library

LIBRARY = Library(
    name="Paramiko",
    package="paramiko",
    modules=("paramiko",),
    sinks=(
        *(Sink(f"paramiko.{owner}.exec_command", "input.command", ("command", 0), "runs it in a shell of another host",
               receivers=("",))
          for owner in ("SSHClient", "Channel")),
        Sink("paramiko.ProxyCommand", "input.command", ("command_line", 0), "starts it"),
        Sink("paramiko.SSHClient.connect", "input.ssrf", ("hostname", 0), "connects to it", objects=True),
        Sink("paramiko.Transport", "input.ssrf", ("sock", 0), "connects to it", objects=True),
    ),
)  # fmt: skip
