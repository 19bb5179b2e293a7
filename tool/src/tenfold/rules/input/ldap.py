"""input.ldap."""

from __future__ import annotations

from tenfold.dataflow.holes import Hole
from tenfold.program.app import App
from tenfold.rules.input._sink_rule import SinkRule
from tenfold.rules.input._uses import Use


class Ldap(SinkRule):
    """Request data is part of an LDAP filter or name.

    ## What it finds
    Calls that take an LDAP filter or name which is built from request data. Escaped values, variables and
    numbers are silent.

    ## Why it matters
    Whoever writes a part of an LDAP filter or name finds entries that are not meant for them, or passes a
    log-in that asks it.

    ## Example
    ### Flask
    ```python app.py
    from flask import Flask, request
    from ldap3 import Connection, Server

    app = Flask(__name__)

    @app.get("/people")
    def people():
        connection = Connection(Server("ldap.example.org"), auto_bind=True)
        connection.search("dc=example", "(uid=" + request.args["uid"] + ")")
        return {"found": len(connection.entries)}
    ```

    ## Use instead
    ### Flask
    ```python app.py
    from flask import Flask, request
    from ldap3 import Connection, Server
    from ldap3.utils.conv import escape_filter_chars

    app = Flask(__name__)

    @app.get("/people")
    def people():
        connection = Connection(Server("ldap.example.org"), auto_bind=True)
        connection.search("dc=example", "(uid=" + escape_filter_chars(request.args["uid"]) + ")")
        return {"found": len(connection.entries)}
    ```

    ## References
    - https://cheatsheetseries.owasp.org/cheatsheets/LDAP_Injection_Prevention_Cheat_Sheet.html
    - https://cwe.mitre.org/data/definitions/90.html
    """

    requirement = "input.ldap"
    severity = "high"
    nothing = "no LDAP client is called (looked for ldap3 and python-ldap)"
    sound = "what it is given is constant, escaped or passed as a variable"
    fix = {"": "Wrap the value in escape_filter_chars() (in a name: escape_rdn() or escape_dn_chars())."}

    def sealed(self, app: App, use: Use, hole: Hole) -> bool:  # noqa: ARG002
        """A filter is left by brackets, and widened by a star."""
        return hole.is_word() or all(hole.lacks(mark) for mark in "()*")
