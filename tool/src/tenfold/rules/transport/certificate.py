"""transport.certificate."""

from __future__ import annotations

from collections.abc import Iterator

from tenfold.program.app import App
from tenfold.rules.base import Observation, Rule, missing, unknown
from tenfold.rules.transport._certificates import FIX, everything
from tenfold.rules.transport._plainly import plain_only


class Certificate(Rule):
    """The certificate is one that nobody trusts, or nothing renews it.

    ## What it finds

    Where the certificate of production comes from, as far as the deployment files tell. Caddy with a domain name,
    Traefik's resolver, certbot and other ACME clients, cert-manager and platforms that manage certificates count as
    met. A self-signed certificate made where production starts, Caddy's `tls internal` for a public name, Debian's
    snakeoil certificate and Werkzeug's `adhoc` are violations. Chain, name and days left can be read only from the
    live address: `tenfold probe` does that.

    ## Why it matters

    A certificate that has run out stops the site for everyone, and people who are taught to click warnings away will
    do so for an attacker too. Certificates live ever shorter, so renewing by hand will fail.

    ## Example

    ### Flask

    ```python app.py
    from flask import Flask

    app = Flask(__name__)

    if __name__ == "__main__":
        app.run(ssl_context="adhoc")
    ```
    ```text Procfile
    web: python app.py
    ```

    ### Django

    ```python shop/settings.py
    INSTALLED_APPS = ["shop"]
    MIDDLEWARE = ["django.middleware.security.SecurityMiddleware"]
    ROOT_URLCONF = "shop.urls"
    ```
    ```text Caddyfile
    shop.example.com {
        tls internal
        reverse_proxy 127.0.0.1:8000
    }
    ```

    ## Use instead

    ### Django

    ```python shop/settings.py
    INSTALLED_APPS = ["shop"]
    MIDDLEWARE = ["django.middleware.security.SecurityMiddleware"]
    ROOT_URLCONF = "shop.urls"
    ```
    ```text Caddyfile
    shop.example.com {
        reverse_proxy 127.0.0.1:8000
    }
    ```

    ## References

    - https://www.rfc-editor.org/rfc/rfc8555
    - https://letsencrypt.org/docs/
    - https://caddyserver.com/docs/automatic-https
    """

    requirement = "transport.certificate"
    severity = "medium"

    def judge(self, app: App) -> Iterator[Observation]:
        """Judge what says where the certificate comes from; where nothing does, only a probe can tell."""
        found = list(everything(app))
        yield from found
        if found:
            return
        plain = plain_only(app)
        if plain is not None:
            yield missing(
                plain[0], f"There is no certificate, and nothing fetches one: {plain[1]}.", FIX, severity="low"
            )
        else:
            yield unknown(
                "Nothing in the repository says where the certificate comes from: run tenfold probe on the live "
                "address to read its chain, name and days left."
            )
