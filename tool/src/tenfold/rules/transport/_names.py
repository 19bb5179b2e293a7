"""What reports call the things in front of an app."""

from __future__ import annotations

from tenfold.program.deployment import ProxyUse

_KINDS = {"nginx": "nginx", "caddy": "Caddy", "traefik": "Traefik", "apache": "Apache"}


def named(proxy: ProxyUse) -> str:
    """The proxy's name at the start of a sentence."""
    if proxy.kind == "platform":
        return f"The platform ({proxy.name})"
    return _KINDS.get(proxy.kind, f"The {proxy.kind}")
