"""passlib, and its maintained fork libpass, which has the same names."""

from tenfold.frameworks.model import Library, Protection

_SLOW = ("argon2", "bcrypt", "bcrypt_sha256", "pbkdf2_sha256", "pbkdf2_sha512", "scrypt")

LIBRARY = Library(
    name="passlib",
    package="passlib",
    modules=("passlib",),
    note="passlib has had no release since 2020; pwdlib takes its place.",
    protections=(
        Protection("passlib.context.CryptContext", "framework.passwords", "instance", "hashes with its schemes"),
        *(
            Protection(f"passlib.hash.{name}.{method}", "framework.passwords", "call", f"uses {name}")
            for name in _SLOW
            for method in ("hash", "verify", "using")
        ),
        *(
            Protection(
                f"passlib.apps.custom_app_context.{method}", "framework.passwords", "call", "uses SHA-512-crypt",
            )
            for method in ("hash", "verify", "encrypt")
        ),
    ),
)  # fmt: skip
