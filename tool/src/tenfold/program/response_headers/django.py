"""The headers that Django, django-csp and django-permissions-policy send, from settings and middleware."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from tenfold.place import Place
from tenfold.policies import csp
from tenfold.program.response_headers.model import SentHeader
from tenfold.program.response_headers.texts import directive, directives, join_policy
from tenfold.program.setting import Setting
from tenfold.program.values import Unknown, Value

if TYPE_CHECKING:
    from tenfold.program.app import App

_SECURITY = "django.middleware.security.SecurityMiddleware"
_FRAMES = "django.middleware.clickjacking.XFrameOptionsMiddleware"
_POLICY = "django.middleware.csp.ContentSecurityPolicyMiddleware"
_DJANGO_CSP = "csp.middleware.CSPMiddleware"
_PERMISSIONS = "django_permissions_policy.PermissionsPolicyMiddleware"
_CSP = "content-security-policy"
_DIRECTIVES = (
    "DEFAULT_SRC", "SCRIPT_SRC", "SCRIPT_SRC_ATTR", "SCRIPT_SRC_ELEM", "STYLE_SRC", "STYLE_SRC_ATTR", "STYLE_SRC_ELEM",
    "OBJECT_SRC", "IMG_SRC", "CONNECT_SRC", "FONT_SRC", "FRAME_SRC", "MEDIA_SRC", "CHILD_SRC", "WORKER_SRC",
    "MANIFEST_SRC", "BASE_URI", "FORM_ACTION", "FRAME_ANCESTORS",
)  # fmt: skip


def django(app: App) -> Iterator[SentHeader]:
    """What the middleware in force sends."""
    entries = app.settings.list("MIDDLEWARE") or app.settings.list("MIDDLEWARE_CLASSES")
    middleware = {item.value: item.place for item in entries}
    for name, place in tuple(middleware.items()):
        for base in _bases(app, name):
            middleware.setdefault(base, place)
    if _SECURITY in middleware:
        yield from _security(app, middleware[_SECURITY])
    if _FRAMES in middleware:
        yield from _one(app, "X_FRAME_OPTIONS", "x-frame-options", middleware[_FRAMES])
    if _PERMISSIONS in middleware:
        found = app.settings.explicit("PERMISSIONS_POLICY")
        if found is not None and found.value != {}:
            yield SentHeader(
                "permissions-policy",
                csp.HOLE,
                found.place or middleware[_PERMISSIONS],
                True,
                "django-permissions-policy",
            )
    if _POLICY in middleware:
        yield from _own_policy(app, "SECURE_CSP", _CSP, middleware[_POLICY])
        yield from _own_policy(app, "SECURE_CSP_REPORT_ONLY", f"{_CSP}-report-only", middleware[_POLICY])
    if _DJANGO_CSP in middleware:
        yield from _django_csp(app, middleware[_DJANGO_CSP])


def _bases(app: App, name: str) -> list[str]:
    """What a middleware class of the project derives from."""
    module, _, short = name.rpartition(".")
    path = app.program.modules.find(module, app.place.file) if module else None
    found = app.program.names.top_level(path, short) if path else ""
    return app.program.names.ancestors(found)[1:] if found else []


def _security(app: App, place: Place) -> Iterator[SentHeader]:
    sniff = app.settings.get("SECURE_CONTENT_TYPE_NOSNIFF")
    if sniff is not None and sniff.fallback is True:
        yield _from(sniff, "x-content-type-options", "nosniff", place)
    yield from _one(app, "SECURE_REFERRER_POLICY", "referrer-policy", place)
    yield from _one(app, "SECURE_CROSS_ORIGIN_OPENER_POLICY", "cross-origin-opener-policy", place)


def _one(app: App, setting: str, header: str, place: Place) -> Iterator[SentHeader]:
    found = app.settings.get(setting)
    if found is None or not found.fallback:
        return
    value = found.fallback
    text = value if isinstance(value, str) else ", ".join(map(str, value)) if isinstance(value, list) else csp.HOLE
    yield _from(found, header, text, place)


def _from(setting: Setting, header: str, text: str, middleware: Place) -> SentHeader:
    default = setting.source == "default"
    return SentHeader(
        header, text, middleware if default or setting.place is None else setting.place, True, "Django", default
    )


def _own_policy(app: App, setting: str, header: str, middleware: Place) -> Iterator[SentHeader]:
    found = app.settings.explicit(setting)
    if found is not None and found.fallback:
        yield SentHeader(header, join_policy(found.fallback), found.place or middleware, True, "Django")


def _django_csp(app: App, middleware: Place) -> Iterator[SentHeader]:
    """django-csp 4 reads CONTENT_SECURITY_POLICY; earlier ones read one setting for each directive."""
    written = False
    for setting, header in (
        ("CONTENT_SECURITY_POLICY", _CSP), ("CONTENT_SECURITY_POLICY_REPORT_ONLY", f"{_CSP}-report-only"),
    ):  # fmt: skip
        found = app.settings.explicit(setting)
        if found is not None and found.fallback is not None:
            written = True
            yield SentHeader(header, _version_four(found.fallback), found.place or middleware, True, "django-csp")
    if not written:
        yield _version_three(app, middleware)


def _version_four(value: Value) -> str:
    if not isinstance(value, dict):
        return csp.HOLE
    inner = value.get("DIRECTIVES", {})
    if isinstance(inner, Unknown):
        return csp.HOLE
    known = directives(inner)
    return str(csp.of({"default-src": ("'self'",), **known})) if known is not None else csp.HOLE


def _version_three(app: App, middleware: Place) -> SentHeader:
    given: dict[str, tuple[str, ...]] = {"default-src": ("'self'",)}
    place: Place | None = None
    for name in _DIRECTIVES:
        found = app.settings.explicit(f"CSP_{name}")
        if found is None:
            continue
        place = place or found.place
        words = directive(found.fallback)
        if words is not None:
            given[name] = words
    nonced = app.settings.explicit("CSP_INCLUDE_NONCE_IN")
    for item in nonced.fallback if nonced is not None and isinstance(nonced.fallback, list) else ():
        key = str(item).upper().replace("-", "_")
        if key in given:
            given[key] = (*given[key], f"'nonce-{csp.HOLE}'")
    if "DEFAULT_SRC" in given:
        del given["default-src"]
    only = app.settings.explicit("CSP_REPORT_ONLY")
    name = f"{_CSP}-report-only" if only is not None and only.fallback is True else _CSP
    return SentHeader(name, str(csp.of(given)), place or middleware, True, "django-csp", default=place is None)
