"""input.xpath."""

from __future__ import annotations

from tenfold.dataflow.holes import Hole
from tenfold.program.app import App
from tenfold.rules.input._quotes import in_quotes
from tenfold.rules.input._sink_rule import SinkRule
from tenfold.rules.input._uses import Use


class Xpath(SinkRule):
    """Request data is part of an XPath expression.

    ## What it finds
    Calls that take an XPath expression which is built from request data. Escaped values, variables and
    numbers are silent.

    ## Why it matters
    Whoever writes a part of an XPath expression finds entries that are not meant for them, or passes a
    log-in that asks it.

    ## Example
    ### Flask
    ```python app.py
    from flask import Flask, request
    from lxml import etree

    app = Flask(__name__)
    tree = etree.parse("staff.xml")

    @app.get("/staff")
    def staff():
        return {"found": len(tree.xpath("//person[name='" + request.args["name"] + "']"))}
    ```

    ## Use instead
    ### Flask
    ```python app.py
    from flask import Flask, request
    from lxml import etree

    app = Flask(__name__)
    tree = etree.parse("staff.xml")

    @app.get("/staff")
    def staff():
        return {"found": len(tree.xpath("//person[name=$name]", name=request.args["name"]))}
    ```

    ## References
    - https://owasp.org/www-community/attacks/XPATH_Injection
    - https://lxml.de/xpathxslt.html
    - https://cwe.mitre.org/data/definitions/643.html
    """

    requirement = "input.xpath"
    severity = "high"
    nothing = "no XPath expression is evaluated (looked for lxml and elementpath)"
    sound = "what it is given is constant, escaped or passed as a variable"
    fix = {"": "Use a variable in the expression and give it beside: tree.xpath('//a[b=$name]', name=value)."}

    def sealed(self, app: App, use: Use, hole: Hole) -> bool:  # noqa: ARG002
        """Words are no expression; a value in quotes cannot leave them without a quote."""
        return hole.is_word() or in_quotes(hole)
