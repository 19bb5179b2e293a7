"""TLS versions and cipher suites as nginx, Apache, OpenSSL, AWS and Traefik write them (RFC 8996, RFC 9325)."""

from __future__ import annotations

import re

from tenfold.place import Place
from tenfold.program.app import App

OLD_VERSIONS = frozenset({"sslv2", "sslv3", "tlsv1", "tlsv1.0", "tlsv1.1"})
_WEAK = re.compile(
    r"(?:^|[-_+])(?:RC4|3?DES|DES3|NULL|EXPORT\d*|EXP|ADH|AECDH|ANULL|ENULL|LOW|MD5|IDEA|SEED|RC2)(?=$|[-_+])"
)
_OLD_POLICY = re.compile(r"ELBSecurityPolicy-(?:2016-08|2015-\d\d|TLS-1-[01]-|TLS13-1-[01]-|FS-2018-06$|FS-1-1-)")
_PYTHON = re.compile(r"3\.(\d{1,2})")
NGINX_SAFE_SINCE = (1, 23, 4)
"""The first nginx whose own default leaves TLS 1.0 and 1.1 out (nginx changes 1.23.4)."""


def old_versions(words: list[str]) -> list[str]:
    """The names of outdated versions in a list such as nginx's `ssl_protocols`."""
    return [word for word in words if word.lower() in OLD_VERSIONS]


def apache_versions(words: list[str]) -> list[str]:
    """The outdated versions that Apache's SSLProtocol leaves on: "all -SSLv3" still holds TLS 1.0 and 1.1."""
    on: dict[str, str] = {}
    every = ("SSLv3", "TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3")
    for word in words:
        name = word.lstrip("+-")
        named = every if name.lower() == "all" else (name,)
        for version in named:
            if word.startswith("-"):
                on.pop(version.lower(), None)
            else:
                on[version.lower()] = version
    return old_versions(list(on.values()))


def weak_suites(ciphers: str) -> list[str]:
    """The entries of an OpenSSL cipher list that switch weak suites on; exclusions (`!RC4`) are no entries."""
    found: list[str] = []
    entries = re.split(r"[:\s,]+", ciphers.strip("\"' "))[:200]
    for entry in entries:
        if entry.startswith(("!", "-", "@")) or not entry:
            continue
        name = entry.lstrip("+").upper()
        if name in {"ALL", "COMPLEMENTOFALL"}:
            if "!ANULL" not in ciphers.upper():
                found.append(entry)
        elif _WEAK.search(name) and f"!{name}" not in ciphers.upper():
            found.append(entry)
    return found


def old_balancer_policy(policy: str) -> bool:
    """Whether an AWS load balancer's policy offers TLS 1.0 or 1.1 ("" is the default of the interface, which does)."""
    return not policy or _OLD_POLICY.match(policy) is not None


def image_version(app: App, name: str) -> tuple[tuple[int, ...], Place] | None:
    """The version of an image such as nginx that production runs, from its tag."""
    for image in app.deployment.images:
        if image.name.rpartition("/")[2] == name:
            numbers = re.match(r"(\d{1,4})(?:\.(\d{1,4}))?(?:\.(\d{1,4}))?", image.tag)
            if numbers is not None:
                return tuple(int(number) for number in numbers.groups() if number), image.place
    return None


def python_is_modern(app: App) -> bool | None:
    """Whether Python is 3.10 or newer, whose default contexts refuse TLS 1.0 and 1.1; None when nothing tells."""
    for image in app.deployment.images:
        if image.name.rpartition("/")[2] == "python":
            found = _PYTHON.match(image.tag)
            return int(found[1]) >= 10 if found is not None else True
    return None
