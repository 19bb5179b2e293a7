"""furl."""

from tenfold.frameworks.flows import Transfer
from tenfold.frameworks.model import Library

LIBRARY = Library(
    name="furl",
    package="furl",
    modules=("furl",),
    transfers=(Transfer("furl.furl", "url", aliases=("furl.furl.furl",)),),
)
