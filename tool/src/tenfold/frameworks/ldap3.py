"""ldap3."""

from tenfold.frameworks.flows import Sanitizer, Sink
from tenfold.frameworks.model import Library

LIBRARY = Library(
    name="ldap3",
    package="ldap3",
    modules=("ldap3",),
    sinks=(
        *(Sink(f"ldap3.Connection.{name}", "input.ldap", ("dn", 0), "takes it as an LDAP name",
               receivers=("ldap",), objects=True)
          for name in ("add", "delete", "modify", "modify_dn", "compare")),
        Sink("ldap3.Connection", "input.ldap", ("user", 1), "takes it as an LDAP name", objects=True),
        Sink("ldap3.Connection.search", "input.ldap", ("search_filter", 1), "takes it as an LDAP filter",
             receivers=("ldap", "conn", "connection")),
        Sink("ldap3.Connection.search", "input.ldap", ("search_base", 0), "takes it as an LDAP name",
             receivers=("ldap", "conn", "connection")),
    ),
    sanitizers=(
        Sanitizer("ldap3.utils.conv.escape_filter_chars", ("input.ldap",)),
        Sanitizer("ldap3.utils.conv.escape_bytes", ("input.ldap",)),
        Sanitizer("ldap3.utils.dn.escape_rdn", ("input.ldap",)),
    ),
)  # fmt: skip
