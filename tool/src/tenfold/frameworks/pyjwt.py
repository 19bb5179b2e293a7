"""PyJWT."""

from tenfold.frameworks.flows import Transfer
from tenfold.frameworks.model import Library, Protection

LIBRARY = Library(
    name="PyJWT",
    package="pyjwt",
    modules=("jwt",),
    transfers=(Transfer("jwt.decode", "unknown"),),  # what is signed was written by the app
    protections=(Protection("jwt.decode", "framework.tokens", "call", "checks a token's signature"),),
)
