"""transport.proxy-referrer."""

from __future__ import annotations

from collections.abc import Iterator

from tenfold.findings import Step
from tenfold.place import Place
from tenfold.program.app import App
from tenfold.program.values import is_known
from tenfold.rules.base import Observation, Rule, violated
from tenfold.rules.transport._settings import effective
from tenfold.rules.transport._stores import stores

_HEADER = "referrer-policy"
_CHECKERS = ("django.middleware.csrf.CsrfViewMiddleware", "flask_wtf.csrf.CSRFProtect", "flask_wtf.CSRFProtect")
"""CSRF protections that refuse an HTTPS form without Origin and Referer."""


class ProxyReferrer(Rule):
    """Referrer-Policy: no-referrer makes the CSRF check refuse the site's own forms.

    ## What it finds

    `Referrer-Policy: no-referrer`, sent by the proxy, by a setting or by the app's own code, together with a CSRF
    protection that asks over HTTPS where a form came from: Django's `CsrfViewMiddleware` and Flask-WTF's
    `CSRFProtect`. With this policy browsers send `Origin: null` and no `Referer`.

    ## Why it matters

    Every form of the site is answered with 403 "Origin checking failed" or "The referrer header is missing", but only
    behind HTTPS, so it is met first in production. The usual way out is to switch the CSRF protection off.

    ## Example

    ### Django

    ```python shop/settings.py
    INSTALLED_APPS = ["shop"]
    MIDDLEWARE = [
        "django.middleware.security.SecurityMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
    ]
    ROOT_URLCONF = "shop.urls"
    SECURE_REFERRER_POLICY = "no-referrer"
    ```

    ### Flask

    ```python app.py
    from flask import Flask
    from flask_wtf import CSRFProtect

    app = Flask(__name__)
    CSRFProtect(app)

    @app.after_request
    def add_headers(response):
        response.headers["Referrer-Policy"] = "no-referrer"
        return response
    ```

    ## Use instead

    ### Django

    ```python shop/settings.py
    INSTALLED_APPS = ["shop"]
    MIDDLEWARE = [
        "django.middleware.security.SecurityMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
    ]
    ROOT_URLCONF = "shop.urls"
    SECURE_REFERRER_POLICY = "same-origin"
    ```

    ### Flask

    ```python app.py
    from flask import Flask
    from flask_wtf import CSRFProtect

    app = Flask(__name__)
    CSRFProtect(app)

    @app.after_request
    def add_headers(response):
        response.headers["Referrer-Policy"] = "strict-origin-when-cross-origin"
        return response
    ```

    ## References

    - https://docs.djangoproject.com/en/stable/ref/csrf/#how-it-works
    - https://flask-wtf.readthedocs.io/en/stable/csrf/
    - https://www.w3.org/TR/referrer-policy/
    """

    requirement = "transport.proxy"
    severity = "low"
    frameworks = frozenset({"flask", "django"})

    def judge(self, app: App) -> Iterator[Observation]:
        """Name the place that sends the policy, and the check that it breaks."""
        check = next((g for g in app.protections.in_force("framework.csrf") if g.name in _CHECKERS), None)
        if check is None or effective(app, "WTF_CSRF_SSL_STRICT").value is False:
            return
        for place, by in _senders(app):
            yield violated(
                place,
                f"{by} sends Referrer-Policy: no-referrer, with which {check.name.rpartition('.')[2]} refuses the "
                "site's own forms over HTTPS.",
                "Send Referrer-Policy: same-origin or strict-origin-when-cross-origin instead.",
                related=[Step(check.place, "this check needs Origin or Referer")],
            )


def _senders(app: App) -> Iterator[tuple[Place, str]]:
    if app.framework == "django":
        setting = effective(app, "SECURE_REFERRER_POLICY")
        if setting.place is not None and _is_bare(setting.value):
            yield setting.place, "Django"
    for header in app.deployment.edge_headers(_HEADER):
        if _is_bare(header.value) and header.whole:
            yield header.place, {"nginx": "nginx", "caddy": "Caddy"}.get(header.kind, f"The {header.kind}")
    guards = {(g.place.file, g.place.line) for g in app.protections.in_force("xss.headers")}
    for file in app.files.values():
        for place, value in stores(app, file, _HEADER):
            if _is_bare(value) and (place.file, place.line) in guards:
                yield place, "The app's own code"
    for site in app.calls("flask_talisman.Talisman"):
        value = app.program.values.of(site.file, site.call.scope, site.argument("referrer_policy"))
        if _is_bare(value):
            yield site.place, "Flask-Talisman"


def _is_bare(value: object) -> bool:
    """Whether the last policy of a list, which counts, is no-referrer."""
    if isinstance(value, list) and value and is_known(value):
        value = value[-1]
    return isinstance(value, str) and value.split(",")[-1].strip().lower() == "no-referrer"
