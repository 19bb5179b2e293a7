"""Paramiko."""

from tenfold.frameworks.flows import Sink
from tenfold.frameworks.model import Library

LIBRARY = Library(
    name="Paramiko",
    package="paramiko",
    modules=("paramiko",),
    sinks=(Sink("paramiko.SSHClient.exec_command", "input.command", ("command", 0),
        "runs it in a shell of another host"),),
)  # fmt: skip
