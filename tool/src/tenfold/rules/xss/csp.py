"""A Content-Security-Policy is sent with every page."""

from __future__ import annotations

from collections.abc import Iterator

from tenfold.program.app import App
from tenfold.rules.base import Observation, Rule, met, missing, not_applicable, violated
from tenfold.rules.xss._pages import HOW, documented, html_place, mostly_json, settings_place
from tenfold.rules.xss._policy import reported, sent


class Csp(Rule):
    """A Content-Security-Policy is sent with every page.

    ## What it finds
    An app that shows HTML and sends no Content-Security-Policy, sends one that only reports, or sends it on some pages
    only. A policy counts wherever it is set: Flask-Talisman, django-csp, Django's own middleware, `secure`, a
    middleware or `after_request` of your own, nginx, Caddy, Traefik or Apache, a `meta` element in the base template.

    ## Why it matters
    Escaping fails somewhere sooner or later. With a policy the browser refuses the injected script; without one it runs
    it with the rights of the user who looks at the page.

    ## Example
    ### Flask
    ```python app.py
    from flask import Flask, render_template_string

    app = Flask(__name__)

    @app.get("/")
    def index():
        return render_template_string("<h1>Notes</h1>")
    ```
    ### Django
    ```python manage.py
    import os
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "settings")
    ```
    ```python settings.py
    INSTALLED_APPS = ["django.contrib.sessions"]
    MIDDLEWARE = ["django.middleware.security.SecurityMiddleware"]
    ROOT_URLCONF = "urls"
    ```
    ```html templates/index.html
    <h1>Shop</h1>
    ```
    ### FastAPI
    ```python main.py
    from fastapi import FastAPI
    from fastapi.responses import HTMLResponse

    app = FastAPI()

    @app.get("/")
    def index():
        return HTMLResponse("<h1>Items</h1>")
    ```

    ## Use instead
    ### Flask
    ```python app.py
    from flask import Flask, render_template_string
    from flask_talisman import Talisman

    app = Flask(__name__)
    Talisman(app, content_security_policy={"default-src": "'self'", "object-src": "'none'", "base-uri": "'none'"})

    @app.get("/")
    def index():
        return render_template_string("<h1>Notes</h1>")
    ```
    ### Django
    ```python manage.py
    import os
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "settings")
    ```
    ```python settings.py
    from csp.constants import NONE, SELF

    INSTALLED_APPS = ["django.contrib.sessions"]
    MIDDLEWARE = ["django.middleware.security.SecurityMiddleware", "csp.middleware.CSPMiddleware"]
    ROOT_URLCONF = "urls"
    CONTENT_SECURITY_POLICY = {"DIRECTIVES": {"default-src": [SELF], "object-src": [NONE], "base-uri": [NONE]}}
    ```
    ```html templates/index.html
    <h1>Shop</h1>
    ```
    ### FastAPI
    ```python main.py
    from fastapi import FastAPI
    from fastapi.responses import HTMLResponse

    app = FastAPI()

    @app.middleware("http")
    async def add_policy(request, call_next):
        response = await call_next(request)
        response.headers["Content-Security-Policy"] = "default-src 'self'; object-src 'none'; base-uri 'none'"
        return response

    @app.get("/")
    def index():
        return HTMLResponse("<h1>Items</h1>")
    ```

    ## References
    - https://www.w3.org/TR/CSP3/
    - https://cheatsheetseries.owasp.org/cheatsheets/Content_Security_Policy_Cheat_Sheet.html
    - https://docs.djangoproject.com/en/6.0/howto/csp/
    """

    requirement = "xss.csp"
    severity = "medium"

    def judge(self, app: App) -> Iterator[Observation]:
        """Say who sends a policy, or that nobody does."""
        headers = sent(app)
        if headers:
            yield from self._of(app)
            return
        only = reported(app)
        shown = html_place(app)
        if only:
            yield violated(
                only[0].place,
                f"{only[0].by} sends the policy as Content-Security-Policy-Report-Only, which blocks nothing.",
                "Send the same policy as Content-Security-Policy once its reports show no page of your own.",
            )
        elif shown is not None:
            yield missing(
                settings_place(app), f"No Content-Security-Policy is sent with {shown[1]}.", HOW[app.framework],
                severity="low" if mostly_json(app, shown) else "medium",
            )  # fmt: skip
        elif (docs := documented(app)) is not None:
            yield missing(
                docs, "The pages that describe the API (/docs, /redoc) are sent without a Content-Security-Policy.",
                "Switch them off in production with docs_url=None and redoc_url=None, or send a policy with them.",
                severity="low",
            )  # fmt: skip
        else:
            yield not_applicable("The app answers no HTML: no template, page, HTML response or admin site was found.")

    @staticmethod
    def _of(app: App) -> Iterator[Observation]:
        header = sent(app)[0]
        if header.whole:
            yield met(header.place, f"{header.by} sends a Content-Security-Policy.")
        elif header.by in {"nginx", "caddy", "traefik"}:
            yield violated(
                header.place, f"{header.by} sends the policy for some locations of the app only.",
                "Repeat the header in every location that has an add_header of its own: it inherits none."
                if header.by == "nginx" else "Set the header without a matcher.",
            )  # fmt: skip
        else:
            yield violated(
                header.place, "A Content-Security-Policy is sent with some pages only.", HOW[app.framework],
                severity="low", confidence="medium",
            )  # fmt: skip
        for route, place in app.protections.exempt("xss.csp"):
            yield violated(
                place, f"The view of {route.path} is taken out of the policy.",
                "Drop the exemption, or replace it by a policy of its own for this view.", severity="low",
            )  # fmt: skip
