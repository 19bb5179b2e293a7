"""pwdlib."""

from tenfold.frameworks.model import Library, Protection

LIBRARY = Library(
    name="pwdlib",
    package="pwdlib",
    modules=("pwdlib",),
    protections=(
        Protection("pwdlib.PasswordHash", "framework.passwords", "instance", "uses Argon2 or bcrypt"),
        Protection("pwdlib.PasswordHash.recommended", "framework.passwords", "call", "uses Argon2 or bcrypt"),
    ),
)
