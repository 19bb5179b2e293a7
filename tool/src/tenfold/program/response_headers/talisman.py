"""The headers of Flask-Talisman (defaults: `flask_talisman/talisman.py` of 1.1.0)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from tenfold.policies import csp
from tenfold.program.calls import CallSite
from tenfold.program.response_headers.model import SentHeader
from tenfold.program.response_headers.texts import directives, join_policy
from tenfold.program.values import Env, Made, Value

if TYPE_CHECKING:
    from tenfold.program.app import App

_NAME = "flask_talisman.Talisman"
_TALISMAN = (_NAME, "flask_talisman.talisman.Talisman")
_GOOGLE = (
    "font-src 'self' themes.googleusercontent.com *.gstatic.com; frame-src 'self' www.google.com www.youtube.com; "
    "script-src 'self' ajax.googleapis.com *.googleanalytics.com *.google-analytics.com; "
    "style-src 'self' ajax.googleapis.com fonts.googleapis.com *.gstatic.com; object-src 'none'; "
    "default-src 'self' *.gstatic.com"
)
_BY = "Flask-Talisman"
_Argument = Callable[[str, Value], Value]


def talisman(app: App) -> Iterator[SentHeader]:
    """What Talisman sends, where it is given the app."""
    attached = {guard.place for guard in app.protections.in_force("xss.headers") if guard.name in _TALISMAN}
    sites = app.calls(*_TALISMAN, *(f"{name}.init_app" for name in _TALISMAN))
    for site in sites:
        if site.place in attached:
            yield from _sent(app, site)


def _sent(app: App, site: CallSite) -> Iterator[SentHeader]:
    def argument(name: str, default: Value) -> Value:
        given = site.argument(name)
        value = app.program.values.of(site.file, site.call.scope, given) if given is not None else default
        return value.default if isinstance(value, Env) else value

    def header(name: str, text: str, argument_name: str) -> SentHeader:
        return SentHeader(name, text, site.place, True, _BY, default=site.argument(argument_name) is None)

    yield from _policy(site, argument)
    frames = argument("frame_options", "SAMEORIGIN")
    if frames:
        yield header("x-frame-options", frames if isinstance(frames, str) else csp.HOLE, "frame_options")
    if argument("x_content_type_options", True) is not False:
        yield header("x-content-type-options", "nosniff", "x_content_type_options")
    referrer = argument("referrer_policy", "strict-origin-when-cross-origin")
    if referrer:
        yield header("referrer-policy", referrer if isinstance(referrer, str) else csp.HOLE, "referrer_policy")
    permissions = argument("permissions_policy", {"browsing-topics": "()"})
    if permissions:
        text = (
            ", ".join(f"{key!s}={value}" for key, value in permissions.items() if isinstance(value, str))
            if isinstance(permissions, dict) and all(isinstance(value, str) for value in permissions.values())
            else csp.HOLE
        )
        yield header("permissions-policy", text, "permissions_policy")


def _policy(site: CallSite, argument: _Argument) -> Iterator[SentHeader]:
    given = argument("content_security_policy", {"default-src": "'self'", "object-src": "'none'"})
    if given is None or given is False or given == {}:
        return
    if isinstance(given, Made) and given.name.endswith("GOOGLE_CSP_POLICY"):
        given = _GOOGLE
    name = "content-security-policy"
    if argument("content_security_policy_report_only", False) is True:
        name += "-report-only"
    known = directives(given)
    text = join_policy(given)
    nonced = argument("content_security_policy_nonce_in", None)
    if isinstance(nonced, list) and text != csp.HOLE:
        policy = dict(known if known is not None else csp.parse(text).directives)
        for directive in nonced:
            if isinstance(directive, str) and directive in policy:
                policy[directive] = (*policy[directive], f"'nonce-{csp.HOLE}'")
        text = str(csp.of(policy))
    yield SentHeader(
        name, text, site.place, True, _BY, default=site.argument("content_security_policy") is None
    )  # fmt: skip
