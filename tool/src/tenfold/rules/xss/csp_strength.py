"""The Content-Security-Policy stops injected script."""

from __future__ import annotations

from collections.abc import Iterator

from tenfold.findings import Severity
from tenfold.policies import csp
from tenfold.program.app import App
from tenfold.program.response_headers import SentHeader, response_headers
from tenfold.rules.base import Observation, Rule, met, missing, not_applicable, unknown, violated
from tenfold.rules.xss._pages import documented, html_place, mostly_json, settings_place
from tenfold.rules.xss._policy import reported, sent

_FIX = "Send a policy with script-src 'nonce-...' 'strict-dynamic', object-src 'none', base-uri 'none'."


class CspStrength(Rule):
    """The Content-Security-Policy stops injected script.

    ## What it finds
    A policy that leaves script open: `'unsafe-inline'` without a nonce or hash, `'unsafe-eval'`, a wildcard, `http:`,
    `https:` or `data:` among the script sources, a nonce that is written into the source, a missing `object-src`,
    `base-uri` or `frame-ancestors`. The policy is read as browsers read it: fallbacks, `'strict-dynamic'` and
    `'unsafe-inline'` beside a nonce are understood.

    ## Why it matters
    Most policies in the wild can be walked around. One `'unsafe-inline'` lets every injected handler run, and one
    `https:` lets a script load from the attacker's own host: the header is there and protects nobody.

    ## Example
    ### Flask
    ```python app.py
    from flask import Flask, render_template_string
    from flask_talisman import Talisman

    app = Flask(__name__)
    Talisman(app, content_security_policy={"default-src": "'self'", "script-src": "'self' 'unsafe-inline'"})

    @app.get("/")
    def index():
        return render_template_string("<h1>Notes</h1>")
    ```
    ### FastAPI
    ```python main.py
    from fastapi import FastAPI
    from fastapi.responses import HTMLResponse

    app = FastAPI()

    @app.middleware("http")
    async def add_policy(request, call_next):
        response = await call_next(request)
        response.headers["Content-Security-Policy"] = "default-src 'self' https: data:"
        return response

    @app.get("/")
    def index():
        return HTMLResponse("<h1>Items</h1>")
    ```
    ### Django
    ```python manage.py
    import os
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "settings")
    ```
    ```python settings.py
    from csp.constants import SELF, UNSAFE_EVAL

    INSTALLED_APPS = ["django.contrib.sessions"]
    MIDDLEWARE = ["csp.middleware.CSPMiddleware"]
    ROOT_URLCONF = "urls"
    CONTENT_SECURITY_POLICY = {"DIRECTIVES": {"default-src": [SELF], "script-src": [SELF, UNSAFE_EVAL]}}
    ```
    ```html templates/index.html
    <h1>Shop</h1>
    ```

    ## Use instead
    ### Flask
    ```python app.py
    from flask import Flask, render_template_string
    from flask_talisman import Talisman

    app = Flask(__name__)
    Talisman(
        app,
        content_security_policy={
            "default-src": "'none'",
            "script-src": "'strict-dynamic'",
            "style-src": "'self'",
            "object-src": "'none'",
            "base-uri": "'none'",
            "frame-ancestors": "'none'",
        },
        content_security_policy_nonce_in=["script-src"],
    )

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
    from csp.constants import NONCE, NONE, SELF, STRICT_DYNAMIC

    INSTALLED_APPS = ["django.contrib.sessions"]
    MIDDLEWARE = ["csp.middleware.CSPMiddleware"]
    ROOT_URLCONF = "urls"
    CONTENT_SECURITY_POLICY = {
        "DIRECTIVES": {
            "default-src": [SELF],
            "script-src": [NONCE, STRICT_DYNAMIC],
            "object-src": [NONE],
            "base-uri": [NONE],
            "frame-ancestors": [NONE],
        },
    }
    ```
    ```html templates/index.html
    <h1>Shop</h1>
    ```
    ### FastAPI
    ```python main.py
    import secrets
    from fastapi import FastAPI
    from fastapi.responses import HTMLResponse

    app = FastAPI()

    @app.middleware("http")
    async def add_policy(request, call_next):
        nonce = request.state.csp_nonce = secrets.token_urlsafe(16)
        response = await call_next(request)
        response.headers["Content-Security-Policy"] = (
            f"default-src 'self'; script-src 'nonce-{nonce}' 'strict-dynamic'; object-src 'none'; "
            "base-uri 'none'; frame-ancestors 'none'"
        )
        return response

    @app.get("/")
    def index():
        return HTMLResponse("<h1>Items</h1>")
    ```

    ## References
    - https://www.w3.org/TR/CSP3/
    - https://web.dev/articles/strict-csp
    - https://csp-evaluator.withgoogle.com/
    """

    requirement = "xss.csp-strength"
    severity = "medium"

    def judge(self, app: App) -> Iterator[Observation]:
        """Say what the policy leaves open."""
        headers = sent(app) or reported(app)
        if not headers:
            shown = html_place(app)
            if shown is not None:
                yield missing(
                    settings_place(app), "No Content-Security-Policy is sent, so none stops injected script.", _FIX,
                    severity="low" if mostly_json(app, shown) else "medium",
                )  # fmt: skip
            elif (docs := documented(app)) is not None:
                yield missing(docs, "The pages that describe the API are sent without a policy.", _FIX, severity="low")
            else:
                yield not_applicable(
                    "The app answers no HTML: no template, page, HTML response or admin site was found."
                )
            return
        if headers[0].value == csp.HOLE:
            yield unknown(
                f"The policy that {headers[0].by} sends is made at run time: look at the header of a response.",
                headers[0].place,
            )
            return
        yield self._of(app, headers[0])

    @staticmethod
    def _of(app: App, header: SentHeader) -> Observation:
        policy = csp.parse(header.value)
        framed = bool(response_headers(app).of("x-frame-options")) or header.by.startswith("a meta")
        found = [w for w in csp.weaknesses(policy) if not (framed and w.directive == "frame-ancestors")]
        if policy.hidden:
            found = [w for w in found if policy.get(w.directive) is not None]
        if not found:
            key = "a nonce" if any(map(csp.is_nonce, policy.effective("script-src") or ())) else "named sources only"
            return met(
                header.place, f"The policy of {header.by} lets scripts run by {key} and leaves nothing else open."
            )
        others = [w.directive for w in found[1:]]
        more = f" It also leaves open {', '.join(dict.fromkeys(others))}." if others else ""
        severity: Severity = found[0].severity if not header.default else "medium"
        return violated(
            header.place, f"The policy of {header.by} {found[0].reason}.{more}",
            " ".join(dict.fromkeys(weakness.fix for weakness in found[:3])), severity=severity,
        )  # fmt: skip
