"""validators."""

from tenfold.frameworks.flows import Sanitizer
from tenfold.frameworks.model import Library

_NARROW = ("input.sql", "input.command", "input.path", "input.headers", "input.ldap", "input.xpath")

LIBRARY = Library(
    name="validators",
    package="validators",
    modules=("validators",),
    # What `validators.url` lets through may still be any address, and an e-mail address may hold quotes.
    sanitizers=tuple(
        Sanitizer(f"validators.{name}", _NARROW, "check")
        for name in ("slug", "uuid", "ipv4", "ipv6", "mac_address", "md5", "sha1", "sha256", "iban", "domain")
    ),
)
