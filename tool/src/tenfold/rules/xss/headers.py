"""The security headers of pages are sent."""

from __future__ import annotations

from collections.abc import Iterator

from tenfold.findings import Severity, Step
from tenfold.place import Place
from tenfold.policies import csp
from tenfold.program.app import App
from tenfold.program.response_headers import SentHeader, response_headers
from tenfold.rules.base import Observation, Rule, met, missing, violated
from tenfold.rules.xss._pages import html_place, mostly_json, settings_place

_WEAK_REFERRERS = frozenset({"unsafe-url", "no-referrer-when-downgrade"})
_FIX = {
    "flask": "Attach Flask-Talisman with permissions_policy=..., and set the rest in an after_request function",
    "django": "Set them by SecurityMiddleware, XFrameOptionsMiddleware and a small middleware for the rest",
    "fastapi": "Set them in one middleware for every response",
}


class Headers(Rule):
    """The security headers of pages are sent.

    ## What it finds
    Pages without `X-Content-Type-Options: nosniff`, without a limit on who may frame them (`frame-ancestors` or
    `X-Frame-Options`), without `Referrer-Policy`, `Permissions-Policy`, or isolation
    (`Cross-Origin-Opener-Policy` or `Cross-Origin-Resource-Policy`). Framework defaults count by version, and so do
    libraries, the app's own middleware and the proxy's configuration. An app without HTML is asked for nosniff alone.

    ## Why it matters
    Each header closes one door that no escaping can: an upload that is taken for a script, a page framed under a
    decoy, an address with a token that leaks to the next site, a camera that an injected script switches on.

    ## Example
    ### Flask
    ```python app.py
    from flask import Flask, render_template_string

    app = Flask(__name__)

    @app.get("/")
    def index():
        return render_template_string("<h1>Notes</h1>")
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

    ## Use instead
    ### Flask
    ```python app.py
    from flask import Flask, render_template_string
    from flask_talisman import Talisman

    app = Flask(__name__)
    Talisman(app, permissions_policy={"geolocation": "()", "camera": "()"})

    @app.after_request
    def isolate(response):
        response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
        return response

    @app.get("/")
    def index():
        return render_template_string("<h1>Notes</h1>")
    ```
    ### FastAPI
    ```python main.py
    from fastapi import FastAPI
    from fastapi.responses import HTMLResponse

    app = FastAPI()
    HEADERS = {
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Referrer-Policy": "strict-origin-when-cross-origin",
        "Permissions-Policy": "geolocation=(), camera=()",
        "Cross-Origin-Opener-Policy": "same-origin",
    }

    @app.middleware("http")
    async def add_headers(request, call_next):
        response = await call_next(request)
        response.headers.update(HEADERS)
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
    INSTALLED_APPS = ["django.contrib.sessions"]
    MIDDLEWARE = [
        "django.middleware.security.SecurityMiddleware",
        "django.middleware.clickjacking.XFrameOptionsMiddleware",
        "django_permissions_policy.PermissionsPolicyMiddleware",
    ]
    PERMISSIONS_POLICY = {"geolocation": [], "camera": []}
    ROOT_URLCONF = "urls"
    ```
    ```text requirements.txt
    django==5.2
    ```
    ```html templates/index.html
    <h1>Shop</h1>
    ```

    ## References
    - https://owasp.org/www-project-secure-headers/
    - https://cheatsheetseries.owasp.org/cheatsheets/HTTP_Headers_Cheat_Sheet.html
    - https://docs.djangoproject.com/en/5.2/ref/middleware/#module-django.middleware.security
    """

    requirement = "xss.headers"
    severity = "medium"

    def judge(self, app: App) -> Iterator[Observation]:
        """Say which of the headers are sent, by whom, and which are not."""
        shown = html_place(app)
        groups = _groups(app) if shown is not None else _groups(app)[:1]
        absent: list[str] = []
        partial: list[SentHeader] = []
        proofs: list[SentHeader] = []
        sound = True
        for label, headers in groups:
            whole = next((header for header in headers if header.whole), None)
            if whole is not None:
                proofs.append(whole)
                wrong = _wrong(whole)
                if wrong:
                    sound = False
                    yield violated(whole.place, wrong[0], wrong[1])
            elif headers and headers[0].by == "nginx":
                partial.append(headers[0])
            else:
                absent.append(label)
        if partial:
            yield violated(
                partial[0].place,
                f"nginx sends {partial[0].name} for some locations only: a location with an add_header of its own "
                "inherits none of the outer ones.",
                "Repeat all add_header lines in that location, or include them from one file.",
                related=[Step(header.place, f"so does {header.name}") for header in partial[1:]],
            )
        if absent:
            yield _missing(
                app, absent, proofs, html=shown is not None, pages=shown is not None and not mostly_json(app, shown)
            )
        elif sound and not partial and proofs:
            yield met(
                proofs[0].place,
                f"All of the security headers are sent: {', '.join(header.name for header in proofs)}.",
                related=[Step(header.place, f"{header.name}, by {header.by}") for header in proofs[1:]],
            )  # fmt: skip


def _groups(app: App) -> list[tuple[str, list[SentHeader]]]:
    """What is asked for, and the headers that give it."""
    of = response_headers(app).of
    policies = [
        header for header in of("content-security-policy") if csp.parse(header.value).get("frame-ancestors") is not None
    ]
    return [
        ("X-Content-Type-Options: nosniff", list(of("x-content-type-options"))),
        ("frame-ancestors or X-Frame-Options", [*policies, *of("x-frame-options")]),
        ("Referrer-Policy", list(of("referrer-policy"))),
        ("Permissions-Policy", list(of("permissions-policy"))),
        (
            "Cross-Origin-Opener-Policy or Cross-Origin-Resource-Policy",
            [*of("cross-origin-opener-policy"), *of("cross-origin-resource-policy")],
        ),
    ]


def _missing(app: App, absent: list[str], proofs: list[SentHeader], *, html: bool, pages: bool) -> Observation:
    grave = any("nosniff" in label or "frame" in label for label in absent)
    severity: Severity = "medium" if grave and pages else "low"
    what = "No response" if not html else "No page"
    place: Place = settings_place(app)
    return missing(
        place, f"{what} is sent with {'; '.join(absent)}.", f"{_FIX[app.framework]}: {'; '.join(absent)}.",
        severity=severity, related=[Step(h.place, f"{h.name} is sent, by {h.by}") for h in proofs],
    )  # fmt: skip


def _wrong(header: SentHeader) -> tuple[str, str] | None:
    """What is wrong with a header's value, and how to put it right."""
    value = header.value.strip().lower()
    if header.name == "x-frame-options" and value and csp.HOLE not in value and value not in {"deny", "sameorigin"}:
        return (
            f"X-Frame-Options is {header.value[:40]!r}, which browsers ignore: any site may frame the page.",
            "Set it to DENY or SAMEORIGIN, and name the sites that may frame a page in frame-ancestors.",
        )
    if header.name == "referrer-policy" and value in _WEAK_REFERRERS:
        return (
            f"Referrer-Policy is {value}, which sends the whole address of a page to other sites.",
            "Set it to strict-origin-when-cross-origin.",
        )
    return None
