"""bcrypt."""

from tenfold.frameworks.model import Library, Protection

LIBRARY = Library(
    name="bcrypt",
    package="bcrypt",
    modules=("bcrypt",),
    protections=(
        Protection("bcrypt.hashpw", "framework.passwords", "call", "uses bcrypt"),
        Protection("bcrypt.checkpw", "framework.passwords", "call", "uses bcrypt"),
    ),
)
