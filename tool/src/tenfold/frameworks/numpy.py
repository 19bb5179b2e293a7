"""NumPy."""

from tenfold.frameworks.flows import Sink
from tenfold.frameworks.model import Library

LIBRARY = Library(
    name="NumPy",
    package="numpy",
    modules=("numpy",),
    sinks=(
        Sink("numpy.load", "input.deserialize", ("file", 0), "makes any object of it",
             when=(("allow_pickle", 2, (True,)),)),
    ),
)  # fmt: skip
