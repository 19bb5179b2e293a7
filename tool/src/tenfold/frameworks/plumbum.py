"""Plumbum."""

from tenfold.frameworks.flows import Sink
from tenfold.frameworks.model import Library

LIBRARY = Library(
    name="Plumbum",
    package="plumbum",
    modules=("plumbum",),
    sinks=(
        Sink("plumbum.machines.local.LocalMachine.which", "input.command", ("progname", 0), "looks the program up",
             aliases=("plumbum.local.which", "plumbum.local.get")),
        Sink("plumbum.machines.session.ShellSession.run", "input.command", ("cmd", 0), "runs it in a shell"),
        Sink("plumbum.SshMachine", "input.ssrf", ("host", 0), "connects to it", objects=True),
    ),
)  # fmt: skip
