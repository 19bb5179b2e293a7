"""Fabric."""

from tenfold.frameworks.flows import Sink
from tenfold.frameworks.model import Library

LIBRARY = Library(
    name="Fabric",
    package="fabric",
    modules=("fabric", "invoke"),
    sinks=(
        *(Sink(f"fabric.Connection.{name}", "input.command", ("command", 0), "runs it in a shell")
          for name in ("sudo", "local")),
        *(Sink(f"invoke.{name}", "input.command", ("command", 0), "runs it in a shell")
          for name in ("sudo", "Context.run", "Context.sudo")),
        Sink("fabric.Connection.run", "input.command", ("command", 0), "runs it in a shell"),
        Sink("invoke.run", "input.command", ("command", 0), "runs it in a shell"),
    ),
)  # fmt: skip
