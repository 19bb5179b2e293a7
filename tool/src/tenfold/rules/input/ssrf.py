"""input.ssrf."""

from __future__ import annotations

from tenfold.dataflow.holes import Hole
from tenfold.program.app import App
from tenfold.rules.input._address import begins_with_host, host_given
from tenfold.rules.input._sink_rule import SinkRule
from tenfold.rules.input._uses import Use


class Ssrf(SinkRule):
    """Request data chooses the host of an outgoing request.

    ## What it finds
    Requests of requests, httpx, aiohttp, urllib and urllib3 whose address begins with request data. A fixed
    or configured host with data behind it is silent, and so is a host that is looked up in a list of
    allowed ones before.

    ## Why it matters
    The server then fetches `http://169.254.169.254/` or a service of the inner network for the attacker,
    with its own rights.

    ## Example
    ### Flask
    ```python app.py
    import requests
    from flask import Flask, request

    app = Flask(__name__)

    @app.post("/import")
    def import_page():
        return requests.get(request.form["url"], timeout=5).text
    ```
    ### FastAPI
    ```python main.py
    import httpx
    from fastapi import FastAPI

    app = FastAPI()

    @app.get("/preview")
    def preview(host: str):
        return httpx.get(f"https://{host}/status", timeout=5).text
    ```

    ## Use instead
    ### Flask
    ```python app.py
    from urllib.parse import urlsplit

    import requests
    from flask import Flask, abort, request

    app = Flask(__name__)
    HOSTS = {"news.example.org", "docs.example.org"}

    @app.post("/import")
    def import_page():
        url = urlsplit(request.form["url"])
        if url.hostname not in HOSTS:
            abort(400)
        return requests.get(f"https://{url.hostname}{url.path}", timeout=5, allow_redirects=False).text
    ```
    ### FastAPI
    ```python main.py
    import httpx
    from fastapi import FastAPI

    app = FastAPI()

    @app.get("/preview")
    def preview(item: str):
        return httpx.get(f"https://stock.example.org/items/{item}", timeout=5).text
    ```

    ## References
    - https://cheatsheetseries.owasp.org/cheatsheets/Server_Side_Request_Forgery_Prevention_Cheat_Sheet.html
    - https://cwe.mitre.org/data/definitions/918.html
    """

    requirement = "input.ssrf"
    severity = "high"
    nothing = "no outgoing request is made (looked for requests, httpx, aiohttp, urllib, urllib3, http.client)"
    sound = "the host is fixed, configured or looked up in a list"
    fix = {"": "Compare urlsplit(url).hostname with a set of allowed hosts before the request, and forbid redirects."}

    def sealed(self, app: App, use: Use, hole: Hole) -> bool:  # noqa: ARG002
        """The host is fixed in front of it, or was compared; the app's own address is not the client's choice."""
        root = hole.data.root
        if root is not None and root.own:
            return True
        if "path" in hole.data.via and not hole.before.endswith("://"):
            return True
        return host_given(hole.before) or hole.has("host.fixed") or begins_with_host(hole) or hole.is_word()
