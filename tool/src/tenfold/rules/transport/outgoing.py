"""transport.outgoing."""

from __future__ import annotations

from collections.abc import Iterator

from tenfold.program.app import App
from tenfold.rules.base import Observation, Rule, met, not_applicable
from tenfold.rules.transport._outgoing import broken, contexts_in_use, reaching


class Outgoing(Rule):
    """A connection to another service is not verified or not encrypted.

    ## What it finds

    `verify=False`, `ssl=False`, `CERT_NONE`, `check_hostname = False`, unverified contexts, SSH clients that accept
    any host key, and constant `http://` addresses of public hosts, in calls of requests, httpx, aiohttp, urllib3,
    urllib, boto3, Redis, MongoDB, Elasticsearch and LDAP clients. The value counts, also through a constant, a
    variable's default, `functools.partial` or an attribute of a session. Addresses of the own machine and of private
    networks are left alone.

    ## Why it matters

    `verify=False` accepts any certificate, so whoever stands between the server and the payment provider reads and
    changes everything, API keys included. It is usually written to get past a missing certificate in a test, and then
    stays.

    ## Example

    ### Flask

    ```python app.py
    import requests
    from flask import Flask

    app = Flask(__name__)

    @app.post("/pay")
    def pay():
        return requests.post("https://pay.example.com/charge", json={}, verify=False, timeout=10).text
    ```

    ### FastAPI

    ```python main.py
    import httpx
    from fastapi import FastAPI

    app = FastAPI()
    client = httpx.AsyncClient(base_url="http://stock.example.com", timeout=10)
    ```

    ## Use instead

    ### Flask

    ```python app.py
    import requests
    from flask import Flask

    app = Flask(__name__)

    @app.post("/pay")
    def pay():
        return requests.post("https://pay.example.com/charge", json={}, timeout=10).text
    ```

    ### FastAPI

    ```python main.py
    import ssl

    import httpx
    from fastapi import FastAPI

    app = FastAPI()
    context = ssl.create_default_context(cafile="/etc/ssl/certs/company-ca.pem")
    client = httpx.AsyncClient(base_url="https://stock.example.com", verify=context, timeout=10)
    ```

    ## References

    - https://docs.python.org/3/library/ssl.html#security-considerations
    - https://requests.readthedocs.io/en/latest/user/advanced/#ssl-cert-verification
    - https://www.python-httpx.org/advanced/ssl/
    """

    requirement = "transport.outgoing"
    severity = "medium"

    def judge(self, app: App) -> Iterator[Observation]:
        """Name every broken connection, and the sound ones as proof."""
        found = list(broken(app))
        yield from found
        lines = {(seen.place.file, seen.place.line) for seen in found if seen.place is not None}
        sound = [
            site for site in (*reaching(app), *contexts_in_use(app)) if (site.place.file, site.place.line) not in lines
        ]
        if sound and not found:
            count = f" ({len(sound)} calls)" if len(sound) > 1 else ""
            yield met(sound[0].place, f"Connections to other services keep certificate verification on{count}.")
        if not sound and not found:
            yield not_applicable(
                "No call of an HTTP, LDAP, Redis, MongoDB or SSH client and no TLS context was found in the app."
            )
