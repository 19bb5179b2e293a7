"""The Content-Security-Policy that an app's pages are sent with."""

from __future__ import annotations

from tenfold.place import Place
from tenfold.program.app import App
from tenfold.program.response_headers import SentHeader, response_headers
from tenfold.rules.xss._pages import pages

CSP = "content-security-policy"


def sent(app: App) -> tuple[SentHeader, ...]:
    """The policies that are enforced, those for all pages first; a policy in a page itself comes last."""
    found = [header for header in response_headers(app).of(CSP) if header.value]
    return (*found, *_in_pages(app))


def reported(app: App) -> tuple[SentHeader, ...]:
    """The policies that are only reported."""
    return response_headers(app).of(f"{CSP}-report-only")


def _in_pages(app: App) -> list[SentHeader]:
    """`<meta http-equiv="Content-Security-Policy">`: for all pages where each page that extends none has it."""
    shown = pages(app)
    found = [
        SentHeader(CSP, policy.content, Place(path, policy.line, policy.column), False, f"a meta element in {path}")
        for path, facts in shown.items()
        for policy in facts.policies
    ]
    having = {header.place.file for header in found}
    standing = {path for path, facts in shown.items() if not facts.extends}
    if not found or not standing <= having:
        return found
    return [SentHeader(h.name, h.value, h.place, True, h.by) for h in found]
