"""python-ldap."""

from tenfold.frameworks.flows import Sanitizer, Sink
from tenfold.frameworks.model import Library

LIBRARY = Library(
    name="python-ldap",
    package="python-ldap",
    modules=("ldap",),
    sinks=(*(
        Sink(f"ldap.ldapobject.SimpleLDAPObject.{method}", "input.ldap", argument, "takes it as an LDAP filter or name",
             receivers=("ldap", "conn", "connection"))
        for method in ("search", "search_s", "search_st", "search_ext", "search_ext_s")
        for argument in (("filterstr", 2), ("base", 0))
    ), *(
        Sink(f"ldap.ldapobject.SimpleLDAPObject.{method}", "input.ldap", (argument, 0), "takes it as an LDAP name",
             receivers=("ldap",), objects=True)
        for method, argument in (
            ("bind", "who"), ("bind_s", "who"), ("simple_bind", "who"), ("simple_bind_s", "who"), ("compare_s", "dn"),
            ("add_s", "dn"), ("modify_s", "dn"), ("delete_s", "dn"),
        )
    )),
    sanitizers=(
        Sanitizer("ldap.filter.escape_filter_chars", ("input.ldap",)),
        Sanitizer("ldap.filter.filter_format", ("input.ldap",)),
        Sanitizer("ldap.dn.escape_dn_chars", ("input.ldap",)),
    ),
)  # fmt: skip
