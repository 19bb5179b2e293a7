"""transport.tls."""

from __future__ import annotations

from collections.abc import Iterator

from tenfold.program.app import App
from tenfold.rules.base import Observation, Rule, missing, unknown
from tenfold.rules.transport._plainly import plain_only
from tenfold.rules.transport._tls import everything


class Tls(Rule):
    """The server that ends TLS offers old versions or weak cipher suites.

    ## What it finds

    `ssl_protocols` and `ssl_ciphers` of nginx, `SSLProtocol` and `SSLCipherSuite` of Apache, `minVersion` of Traefik,
    `ssl_policy` of an AWS load balancer, `ssl_version` and `ciphers` of gunicorn and uvicorn that still offer SSL 3,
    TLS 1.0 or 1.1, RC4, 3DES, export or anonymous suites. An nginx older than 1.23.4 without `ssl_protocols` offers
    TLS 1.0 by default. Caddy's defaults are sound and count as met.

    ## Why it matters

    These versions and suites have known attacks, and browsers dropped them in 2020. While the server still offers
    them, an attacker in between can push some clients down to them and read what they send.

    ## Example

    ### Flask

    ```python app.py
    from flask import Flask

    app = Flask(__name__)
    ```
    ```nginx nginx.conf
    server {
        listen 443 ssl;
        ssl_protocols TLSv1 TLSv1.1 TLSv1.2;
        location / {
            proxy_pass http://127.0.0.1:8000;
        }
    }
    ```

    ### Django

    ```python shop/settings.py
    INSTALLED_APPS = ["shop"]
    MIDDLEWARE = ["django.middleware.security.SecurityMiddleware"]
    ROOT_URLCONF = "shop.urls"
    ```
    ```nginx nginx.conf
    server {
        listen 443 ssl;
        ssl_protocols TLSv1.2 TLSv1.3;
        ssl_ciphers HIGH:RC4-SHA:DES-CBC3-SHA;
        location / {
            proxy_pass http://127.0.0.1:8000;
        }
    }
    ```

    ## Use instead

    ### Flask

    ```python app.py
    from flask import Flask

    app = Flask(__name__)
    ```
    ```nginx nginx.conf
    server {
        listen 443 ssl;
        ssl_protocols TLSv1.2 TLSv1.3;
        ssl_ciphers ECDHE+AESGCM:ECDHE+CHACHA20;
        location / {
            proxy_pass http://127.0.0.1:8000;
        }
    }
    ```

    ## References

    - https://www.rfc-editor.org/rfc/rfc9325
    - https://www.rfc-editor.org/rfc/rfc8996
    - https://ssl-config.mozilla.org/
    """

    requirement = "transport.tls"
    severity = "medium"

    def judge(self, app: App) -> Iterator[Observation]:
        """Judge each thing that ends TLS; where none is in the repository, only a probe can tell."""
        found = list(everything(app))
        yield from found
        if found:
            return
        plain = plain_only(app)
        if plain is not None:
            yield missing(
                plain[0],
                f"Nothing in the repository ends TLS: {plain[1]}.",
                "End TLS in nginx or Caddy in front of the app, with TLS 1.2 and 1.3 only.",
                severity="low",
            )
        else:
            yield unknown(
                "Where TLS ends is not in the repository: run tenfold probe on the live address to see its versions."
            )
