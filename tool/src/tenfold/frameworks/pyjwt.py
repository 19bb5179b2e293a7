"""PyJWT."""

from tenfold.frameworks.model import Library, Protection

LIBRARY = Library(
    name="PyJWT",
    package="pyjwt",
    modules=("jwt",),
    protections=(Protection("jwt.decode", "framework.tokens", "call", "checks a token's signature"),),
)
