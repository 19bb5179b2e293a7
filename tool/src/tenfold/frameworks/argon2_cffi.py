"""argon2-cffi."""

from tenfold.frameworks.model import Library, Protection

LIBRARY = Library(
    name="argon2-cffi",
    package="argon2-cffi",
    modules=("argon2",),
    protections=(
        Protection("argon2.PasswordHasher", "framework.passwords", "instance", "uses Argon2"),
        Protection("argon2.PasswordHasher.hash", "framework.passwords", "call", "uses Argon2"),
        Protection("argon2.PasswordHasher.verify", "framework.passwords", "call", "uses Argon2"),
        Protection("argon2.hash_password", "framework.passwords", "call", "uses Argon2"),
    ),
)
