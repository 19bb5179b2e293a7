"""yarl."""

from tenfold.frameworks.flows import Transfer
from tenfold.frameworks.model import Library

LIBRARY = Library(
    name="yarl",
    package="yarl",
    modules=("yarl",),
    transfers=(Transfer("yarl.URL", "url"), Transfer("yarl.URL.build", "data")),
)
