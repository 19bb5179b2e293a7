"""The headers of `secure` (presets: `secure/_internal/presets.py` of 2.0; 1.0's own defaults are a subset)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from tenfold.language import facts as f
from tenfold.policies import csp
from tenfold.program.calls import CallSite
from tenfold.program.response_headers.model import SentHeader
from tenfold.program.response_headers.texts import Texts

if TYPE_CHECKING:
    from tenfold.program.app import App

_ARGUMENTS = {
    "csp": "content-security-policy", "coop": "cross-origin-opener-policy", "corp": "cross-origin-resource-policy",
    "permissions": "permissions-policy", "referrer": "referrer-policy", "xcto": "x-content-type-options",
    "xfo": "x-frame-options",
}  # fmt: skip
_BASELINE = (
    "default-src 'self'; base-uri 'self'; frame-ancestors 'self'; img-src 'self' data:; object-src 'none'; "
    "script-src 'self'; script-src-attr 'none'; style-src 'self' https: 'unsafe-inline'"
)
_STRICT = (
    "default-src 'self'; script-src 'self'; style-src 'self'; object-src 'none'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
_COMMON = ("cross-origin-opener-policy", "cross-origin-resource-policy", "referrer-policy", "x-content-type-options",
           "x-frame-options")  # fmt: skip
_BY = "secure"


def secure(app: App, texts: Texts) -> Iterator[SentHeader]:
    """What an object of `secure` sends, where something sets its headers on responses."""
    used = [guard for guard in app.protections.in_force("xss.headers") if guard.name.startswith("secure.")]
    if not used:
        return
    for site in app.calls("secure.Secure", "secure.Secure.with_default_headers", "secure.Secure.from_preset"):
        short = site.name.rpartition(".")[2]
        if short == "Secure":
            yield from _built(site, texts)
        else:
            yield from _preset(app, site, short)


def _preset(app: App, site: CallSite, short: str) -> Iterator[SentHeader]:
    chosen = site.argument("preset", 0)
    name = app.program.names.qualify(site.file, site.call.scope, chosen) if chosen is not None else ""
    preset = name.rpartition(".")[2] if short == "from_preset" else "BALANCED"
    policy = _STRICT if preset == "STRICT" else _BASELINE
    yield SentHeader("content-security-policy", policy, site.place, True, _BY, default=True)
    for header in _COMMON:
        value = "nosniff" if header == "x-content-type-options" else csp.HOLE
        yield SentHeader(header, value, site.place, True, _BY, default=True)
    if preset != "BASIC":
        yield SentHeader("permissions-policy", csp.HOLE, site.place, True, _BY, default=True)


def _built(site: CallSite, texts: Texts) -> Iterator[SentHeader]:
    for argument, header in _ARGUMENTS.items():
        given = site.argument(argument)
        if given is None:
            continue
        text, name = csp.HOLE, header
        if argument == "csp":
            text, only = _chain(site, texts, given)
            name = f"{header}-report-only" if only else header
        elif argument == "xcto":
            text = "nosniff"
        yield SentHeader(name, text, site.place, True, _BY)


def _chain(site: CallSite, texts: Texts, expr: f.Expr) -> tuple[str, bool]:
    """`ContentSecurityPolicy().default_src("'self'").script_src(...)`: the policy, and whether it only reports."""
    file, scope, expr = texts.resolve(site.file, site.call.scope, expr)
    given: list[tuple[str, tuple[str, ...]]] = []
    only = False
    for _ in range(40):
        if not isinstance(expr, f.CallRef):
            break
        call = file.detail.calls[expr.index]
        if not isinstance(call.func, f.Attr):
            break
        words = tuple(word for arg in call.args for word in texts.of(file, scope, arg).split())
        only = only or call.func.name == "report_only"
        if call.func.name in {"custom_directive", "custom"} and words:
            given.append((words[0], words[1:]))
        elif call.func.name in {"set", "value"}:
            return " ".join(words), only
        elif "_" in call.func.name and call.func.name != "report_only":
            given.append((call.func.name, words))
        expr = call.func.value
    return (str(csp.of(dict(reversed(given)))) if given else csp.HOLE), only
