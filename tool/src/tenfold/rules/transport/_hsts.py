"""Strict-Transport-Security as RFC 6797 reads it, and the places that send it."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from tenfold.place import Place
from tenfold.program.app import App
from tenfold.program.values import Value, is_known
from tenfold.project.facts import whole_number
from tenfold.rules.transport._extensions import SSLIFY, TALISMAN, argument_of
from tenfold.rules.transport._settings import effective, has_security_middleware
from tenfold.rules.transport._stores import stores

YEAR = 31_536_000
HEADER = "strict-transport-security"


class Policy(msgspec.Struct, frozen=True):
    """What a sender promises.

    Attributes:
        seconds: max-age; None when the source does not tell.
        subdomains: whether includeSubDomains is said; None when the source does not tell.
        preload: whether preload is said.
        place: where.
        by: what sends it, at the start of a sentence.
        whole: whether all responses carry it.
    """

    seconds: int | None
    subdomains: bool | None
    preload: bool
    place: Place
    by: str
    whole: bool = True

    @property
    def eligible(self) -> bool:
        """Whether hstspreload.org would take it (the redirect on the bare domain comes on top)."""
        return bool(self.seconds and self.seconds >= YEAR and self.subdomains and self.preload)


def parse(value: str) -> tuple[int | None, bool, bool]:
    """The max-age (None when there is none), includeSubDomains and preload of a header's value."""
    seconds: int | None = None
    words = [word.strip() for word in value.strip("\"' ").split(";")]
    lowered = [word.lower() for word in words]
    for word in lowered:
        name, equals, number = word.partition("=")
        if name.strip() == "max-age" and equals:
            digits = number.strip().strip('"')
            seconds = whole_number(digits[:9]) if digits.isdigit() else None
    return seconds, "includesubdomains" in lowered, "preload" in lowered


def policies(app: App) -> list[Policy]:
    """Every sender of the header for this app."""
    found: list[Policy] = []
    for header in app.deployment.edge_headers(HEADER):
        seconds, subdomains, preload = parse(header.value)
        said = None if "$" in header.value or "{" in header.value else subdomains
        by = {"nginx": "nginx", "caddy": "Caddy", "apache": "Apache"}.get(header.kind, f"The {header.kind}")
        found.append(Policy(seconds, said, preload, header.place, by, header.whole))
    found.extend(_by_code(app))
    found.extend(_by_extension(app))
    if app.framework == "django":
        found.extend(_by_django(app))
    return found


def _by_django(app: App) -> Iterator[Policy]:
    setting = effective(app, "SECURE_HSTS_SECONDS")
    if setting.place is None or setting.value in (0, None) or setting.variable or not has_security_middleware(app):
        return
    seconds = setting.value if isinstance(setting.value, int) else None
    subdomains = effective(app, "SECURE_HSTS_INCLUDE_SUBDOMAINS")
    said = None if subdomains.variable else subdomains.on
    preload = effective(app, "SECURE_HSTS_PRELOAD").on
    yield Policy(seconds, said, preload, setting.place, "SecurityMiddleware")


def _by_code(app: App) -> Iterator[Policy]:
    """The project's own middleware or after-request function: the header's value where it is set."""
    guards = {g.place for g in app.protections.in_force("transport.hsts") if "home-made" in g.reason}
    for file in app.files.values():
        for place, value in stores(app, file, HEADER):
            if not any(guard.file == place.file and guard.line == place.line for guard in guards):
                continue
            seconds, subdomains, preload = parse(value) if isinstance(value, str) else (None, None, False)
            yield Policy(seconds, subdomains, preload, place, "The app's own code")
    known = {(place.file, place.line) for file in app.files.values() for place, _ in stores(app, file, HEADER)}
    for guard in sorted(guards):
        if (guard.file, guard.line) not in known:
            yield Policy(None, None, False, guard, "The app's own code")


def _by_extension(app: App) -> Iterator[Policy]:
    for guard in app.protections.in_force("transport.hsts"):
        if guard.name in TALISMAN and is_known(argument_of(app, guard.place, "strict_transport_security", True)):
            yield _talisman(app, guard.place)
        elif guard.name in SSLIFY:
            age = argument_of(app, guard.place, "age", YEAR)
            subdomains = argument_of(app, guard.place, "subdomains", False)
            yield Policy(_number(age), _flag(subdomains), False, guard.place, "Flask-SSLify")


def _talisman(app: App, place: Place) -> Policy:
    """Its defaults: a year with subdomains, without preload."""
    age = argument_of(app, place, "strict_transport_security_max_age", YEAR)
    subdomains = argument_of(app, place, "strict_transport_security_include_subdomains", True)
    preload = argument_of(app, place, "strict_transport_security_preload", False)
    return Policy(_number(age), _flag(subdomains), preload is True, place, "Flask-Talisman")


def _number(value: Value) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _flag(value: Value) -> bool | None:
    return bool(value) if is_known(value) else None
