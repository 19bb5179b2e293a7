"""joserfc."""

from tenfold.frameworks.model import Library, Protection

LIBRARY = Library(
    name="joserfc",
    package="joserfc",
    modules=("joserfc",),
    protections=(Protection("joserfc.jwt.decode", "framework.tokens", "call", "checks a token's signature"),),
)
