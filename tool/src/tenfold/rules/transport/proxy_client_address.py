"""transport.proxy-client-address."""

from __future__ import annotations

from collections.abc import Iterator

from tenfold.program.app import App
from tenfold.rules.base import Observation, Rule, met, violated
from tenfold.rules.transport._forwarded import leftmost, overwritten

_FIX = {
    "flask": "Use request.remote_addr with ProxyFix(app.wsgi_app, x_for=<number of proxies>).",
    "django": "Take the address from the right, as many steps as there are proxies, or use django-ipware with a count.",
    "fastapi": "Use request.client.host, and start uvicorn with --forwarded-allow-ips set to the proxy's address.",
}


class ProxyClientAddress(Rule):
    """The client's address is taken from the left end of X-Forwarded-For.

    ## What it finds

    Code that splits `X-Forwarded-For` and takes the first address, and Flask's `request.access_route[0]`. Each proxy
    adds the address of its peer at the right end, so what stands at the left end is whatever the client wrote. Where
    nginx in the repository replaces the header by `$remote_addr`, the first address is the real one and nothing is
    said.

    ## Why it matters

    A client writes `X-Forwarded-For: 1.2.3.4` and is 1.2.3.4 from then on: rate limits and log-in throttles count
    every request for another address, address lists let it in, and the log accuses somebody else.

    ## Example

    ### Flask

    ```python app.py
    from flask import Flask, request

    app = Flask(__name__)

    def client_address():
        return request.headers.get("X-Forwarded-For", request.remote_addr).split(",")[0]
    ```

    ### Django

    ```python shop/settings.py
    INSTALLED_APPS = ["shop"]
    MIDDLEWARE = ["django.middleware.security.SecurityMiddleware"]
    ROOT_URLCONF = "shop.urls"
    ```
    ```python shop/address.py
    def client_address(request):
        forwarded = request.META.get("HTTP_X_FORWARDED_FOR")
        if forwarded:
            return forwarded.split(",")[0].strip()
        return request.META["REMOTE_ADDR"]
    ```

    ### FastAPI

    ```python main.py
    from fastapi import FastAPI, Request

    app = FastAPI()

    @app.get("/me")
    def me(request: Request):
        return request.headers["x-forwarded-for"].split(",")[0]
    ```

    ## Use instead

    ### Flask

    ```python app.py
    from flask import Flask, request
    from werkzeug.middleware.proxy_fix import ProxyFix

    app = Flask(__name__)
    app.wsgi_app = ProxyFix(app.wsgi_app, x_for=1)

    def client_address():
        return request.remote_addr
    ```

    ### FastAPI

    ```python main.py
    from fastapi import FastAPI, Request

    app = FastAPI()

    @app.get("/me")
    def me(request: Request):
        return request.client.host
    ```

    ## References

    - https://www.rfc-editor.org/rfc/rfc7239#section-8
    - https://developer.mozilla.org/en-US/docs/Web/HTTP/Reference/Headers/X-Forwarded-For
    - https://flask.palletsprojects.com/en/stable/deploying/proxy_fix/
    """

    requirement = "transport.proxy"
    severity = "medium"
    cwe = (348, 290)

    def judge(self, app: App) -> Iterator[Observation]:
        """Name each place, unless the proxy in the repository replaces the header."""
        sound = overwritten(app, "X-Forwarded-For")
        for found in leftmost(app):
            if sound is not None:
                yield met(sound, "nginx replaces X-Forwarded-For by the address that it sees itself.")
                return
            yield violated(
                found.place,
                f"The client's address is {found.text}, which the client writes itself.",
                _FIX[app.framework],
                function=found.function,
            )
