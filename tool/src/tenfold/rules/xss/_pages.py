"""The HTML that an app shows to browsers."""

from __future__ import annotations

import re

from tenfold.language.template_facts import TemplateFacts
from tenfold.place import Place
from tenfold.program.app import App

_ENDINGS = (".html", ".htm", ".xhtml", ".djhtml", ".jinja", ".jinja2", ".j2")
_MAIL = re.compile(r"(^|[/_.-])(e?mails?|mailers?|mjml|newsletters?|pdf|invoices?)([/_.-]|$)", re.IGNORECASE)
_MADE = re.compile(
    r"(^|/)(node_modules|bower_components|vendor|third_party|htmlcov|site-packages|coverage)/", re.IGNORECASE
)
_NOT_HTML = re.compile(r"\.(txt|xml|json|ya?ml|conf|cfg|ini|sh|py|sql|md|toml|env|service|csv|js|css)(\.\w+)?$")
_HTML_CALLS = (
    "flask.render_template", "flask.render_template_string", "flask.stream_template", "django.shortcuts.render",
    "fastapi.responses.HTMLResponse", "starlette.responses.HTMLResponse",
    "fastapi.templating.Jinja2Templates.TemplateResponse", "starlette.templating.Jinja2Templates.TemplateResponse",
    "django.template.response.TemplateResponse",
)  # fmt: skip
_ANY_RESPONSE = ("starlette.responses.Response", "fastapi.Response", "fastapi.responses.Response")


def is_page(path: str) -> bool:
    """Whether a template is shown by a browser: no mail, no configuration, nothing that others wrote."""
    name = path.lower()
    if not name.endswith(_ENDINGS) or _NOT_HTML.search(name):
        return False
    return not _MAIL.search(name) and not _MADE.search(name)


def pages(app: App) -> dict[str, TemplateFacts]:
    """The app's page templates and static pages, by path."""
    return {path: facts for path, facts in sorted(app.templates.items()) if is_page(path)}


def html_place(app: App) -> tuple[Place, str] | None:
    """Something of the app that is shown as HTML, and what it is; None when it answers no HTML at all."""
    for path in pages(app):
        return Place(path), f"the page {path}"
    for site in app.calls(*_HTML_CALLS):
        return site.place, f"{site.name.rpartition('.')[2]}(...)"
    for site in app.calls(*_ANY_RESPONSE):
        given = site.argument("media_type", 3)
        if given is not None and "html" in str(app.program.values.of(site.file, site.call.scope, given)):
            return site.place, f"{site.name.rpartition('.')[2]}(...)"
    for route in app.routes:
        if route.kind == "admin":
            return route.place, "the admin site"
    return None


def mostly_json(app: App, shown: tuple[Place, str]) -> bool:
    """Whether an API answers HTML by hand in some place only, so that a header for pages matters little."""
    return app.framework == "fastapi" and shown[1].endswith("Response(...)") and "Template" not in shown[1]


def documented(app: App) -> Place | None:
    """Where the pages that describe the API are switched on (FastAPI's /docs); None when there are none."""
    if app.framework != "fastapi":
        return None
    return next((route.place for route in app.routes if "swagger" in route.view or route.path == "/docs"), None)


def settings_place(app: App, setting: str = "MIDDLEWARE") -> Place:
    """Where one would switch a protection on: Django's MIDDLEWARE, or where the app is made."""
    found = app.settings.explicit(setting) if app.framework == "django" else None
    return found.place if found is not None and found.place is not None else app.place


HOW = {
    "flask": "Attach Flask-Talisman to the app: Talisman(app, content_security_policy={...}, "
    'content_security_policy_nonce_in=["script-src"]).',
    "django": "Add django-csp's CSPMiddleware (or, from Django 6.0, ContentSecurityPolicyMiddleware) to MIDDLEWARE and "
    "write the policy in the settings.",
    "fastapi": "Add a middleware that sets Content-Security-Policy with a fresh nonce on every response.",
}
"""How to send a policy, by framework."""
