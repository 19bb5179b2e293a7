"""PyTorch."""

from tenfold.frameworks.flows import Sink
from tenfold.frameworks.model import Library

LIBRARY = Library(
    name="PyTorch",
    package="torch",
    modules=("torch",),
    sinks=(
        Sink("torch.load", "input.deserialize", ("f", 0), "makes any object of it",
            unless=(("weights_only", -1, (True,)),)),
    ),
)  # fmt: skip
