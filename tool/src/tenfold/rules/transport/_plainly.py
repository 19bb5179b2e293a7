"""Whether the repository shows production serving plain HTTP only."""

from __future__ import annotations

from tenfold.place import Place
from tenfold.program.app import App
from tenfold.rules.transport._names import named


def behind_another(app: App) -> Place | None:
    """Where nginx shows that another proxy stands before it: it passes that one's words on, or believes its address."""
    for front in app.deployment.fronts.nginx:
        if front.host is None:
            continue
        believed = front.host.setting("set_real_ip_from")
        if believed is not None:
            return Place(front.host_path, believed.line)
        for location in front.forwards:
            for header in front.proxy_headers(location):
                if header.key.lower() == "x-forwarded-proto" and "http_x_forwarded_proto" in header.value:
                    return Place(front.path, header.line)
    return None


def plain_only(app: App) -> tuple[Place, str] | None:
    """The line that opens the app to everyone without TLS, and the words for it.

    None where TLS ends somewhere, and where the repository does not show how the app is reached: a container alone may
    stand behind anything.
    """
    deployment = app.deployment
    if (
        deployment.tls_ends_at is not None
        or behind_another(app) is not None
        or any(proxy.tls is None for proxy in deployment.proxies)
    ):
        return None
    front = next((proxy for proxy in deployment.proxies if proxy.kind in {"nginx", "caddy", "traefik", "apache"}), None)
    if front is not None:
        return front.plain_place or front.place, f"{named(front)} listens without TLS"
    if deployment.exposed is not None and not deployment.proxies:
        kind = deployment.servers[0].server.kind if deployment.servers else "the app's server"
        return deployment.exposed, f"the port of {kind} is published without TLS"
    return None
