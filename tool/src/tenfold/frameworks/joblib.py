"""joblib."""

from tenfold.frameworks.flows import Sink
from tenfold.frameworks.model import Library

LIBRARY = Library(
    name="joblib",
    package="joblib",
    modules=("joblib",),
    sinks=(Sink("joblib.load", "input.deserialize", ("filename", 0), "makes any object of it"),),
)  # fmt: skip
