"""python-jose."""

from tenfold.frameworks.model import Library, Protection

LIBRARY = Library(
    name="python-jose",
    package="python-jose",
    modules=("jose",),
    protections=(Protection("jose.jwt.decode", "framework.tokens", "call", "checks a token's signature"),),
)
