"""What stands in front of the app: nginx, Caddy, Traefik, Apache, an ingress, a load balancer, a platform's router."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from tenfold.place import Place
from tenfold.program.deployment.composed import ComposedService
from tenfold.program.deployment.model import ProxyUse, ServerUse
from tenfold.program.deployment.nginx_fronts import NginxFront, nginx_fronts, nginx_uses
from tenfold.program.deployment.production import reached, shipped
from tenfold.project.apache import ApacheFacts
from tenfold.project.caddy import CaddyFacts, CaddySite
from tenfold.project.kubernetes import Ingress, KubernetesFacts
from tenfold.project.platforms import PlatformFacts
from tenfold.project.terraform import Block, TerraformFacts
from tenfold.project.traefik import TraefikFacts, TraefikRouter, from_labels

if TYPE_CHECKING:
    from tenfold.program.app import App

_TRUE = frozenset({"true", "yes", "on", "1"})


class Fronts:
    """Finds the proxies; `services` and `servers` tell which upstreams are the app's."""

    def __init__(self, app: App, services: tuple[ComposedService, ...], servers: tuple[ServerUse, ...]) -> None:
        self.app = app
        self.services = services
        self.own = {use.unit for use in servers if use.unit}
        self.others = {service.name for service in services} - self.own if self.own else set()
        self.servers = servers

    def all(self) -> tuple[ProxyUse, ...]:
        """Every proxy, outermost kinds first."""
        found = [
            *self._platforms(),
            *self._balancers(),
            *self._ingresses(),
            *self._traefik(),
            *self._caddy(),
            *nginx_uses(self.app, self.nginx),
            *self._apache(),
        ]
        return tuple(dict.fromkeys(found))

    def is_upstream(self, target: str) -> bool:
        """Whether a forward's target may be the app: it is none of the other services."""
        host = target.rsplit("://", maxsplit=1)[-1].partition("/")[0].partition(":")[0].strip("{}$ ")
        return host not in self.others

    @cached_property
    def nginx(self) -> list[NginxFront]:
        """The nginx server blocks that forward to the app."""
        return nginx_fronts(self.app, self.is_upstream)

    # Caddy

    def caddy_sites(self) -> list[tuple[str, CaddySite]]:
        """The sites that forward to the app."""
        return [
            (path, site)
            for path, facts in shipped(self.app, CaddyFacts).items()
            for site in facts.sites
            if any(self._caddy_forwards(proxy.value) for proxy in site.proxies)
        ]

    def _caddy_forwards(self, value: str) -> bool:
        words = [word for word in value.split() if not word.startswith(("/", "@", "*"))]
        return any(self.is_upstream(word) for word in words[:1])

    def _caddy(self) -> list[ProxyUse]:
        found: list[ProxyUse] = []
        for path, site in self.caddy_sites():
            place = Place(path, site.line)
            disabled = "disable_redirects" in {
                o.value for o in reached(self.app, CaddyFacts)[path].options if o.key == "auto_https"
            }
            redirects = site.https and not disabled
            found.append(
                ProxyUse(
                    "caddy",
                    place,
                    site.addresses[0] if site.addresses else "",
                    site.https,
                    place if site.https else None,
                    redirects,
                    place if redirects else None,
                    True,
                    place,
                )
            )
        return found

    # Traefik

    def traefik_routers(self) -> list[tuple[str, TraefikRouter, TraefikFacts]]:
        """The routers that lead to the app, with the facts that hold their middlewares."""
        found: list[tuple[str, TraefikRouter, TraefikFacts]] = []
        for service in self.services:
            if service.name in self.own or not self.own:
                for part in service.parts:
                    facts = from_labels(part.service.labels)
                    found.extend((part.path, router, facts) for router in facts.routers)
        for path, facts in shipped(self.app, TraefikFacts).items():
            found.extend((path, router, facts) for router in facts.routers if "dashboard" not in router.name)
        return found

    def traefik_settings(self) -> list[tuple[str, str, str, int]]:
        """Static settings of Traefik as (path, key, value, line): its own file's, and its service's command line."""
        found = [
            (path, s.key, s.value, s.line)
            for path, facts in shipped(self.app, TraefikFacts).items()
            for s in facts.settings
        ]
        for service in self.services:
            if "traefik" in service.image.rpartition("/")[2] and service.command is not None:
                path, command = service.command
                for word in command.argv[:200]:
                    key, _, value = word.lstrip("-").partition("=")
                    found.append((path, key.lower(), value or "true", command.line))
        return found

    def _traefik(self) -> list[ProxyUse]:
        routers = self.traefik_routers()
        static = self.traefik_settings()
        redirect = next(
            (
                Place(p, n)
                for p, key, value, n in static
                if key.endswith("redirections.entrypoint.scheme") and value == "https"
            ),
            None,
        ) or next((Place(p, n) for p, key, _, n in static if key.endswith("redirections.entrypoint.to")), None)
        by_entry = next((Place(p, n) for p, key, _, n in static if ".http.tls" in key), None)
        secured = [(path, router) for path, router, _ in routers if router.tls]
        if not routers:
            return []
        for path, _, facts in routers:
            for middleware in facts.middlewares:
                if middleware.kind == "redirectscheme" and any(s.value == "https" for s in middleware.settings):
                    redirect = redirect or Place(path, middleware.line)
        path, router = secured[0] if secured else (routers[0][0], routers[0][1])
        place = Place(path, router.line)
        tls = place if secured else by_entry
        return [
            ProxyUse("traefik", place, router.name, tls is not None, tls, redirect is not None, redirect, True, place)
        ]

    # Apache

    def _apache(self) -> list[ProxyUse]:
        found: list[ProxyUse] = []
        for path, facts in shipped(self.app, ApacheFacts).items():
            passes = [d for d in facts.named("ProxyPass") if d.arguments[-1:] != ("!",)]
            if not passes and not facts.named("WSGIScriptAlias"):
                continue
            at = (passes or list(facts.named("WSGIScriptAlias")))[0]
            tls = next(
                (d for d in facts.named("SSLEngine") if d.arguments[:1] and d.arguments[0].lower() == "on"), None
            )
            redirects = [
                d
                for name in ("Redirect", "RedirectPermanent", "RedirectMatch", "RewriteRule")
                for d in facts.named(name)
                if any(word.lower().startswith("https://") for word in d.arguments)
            ]
            proto = [d for d in facts.named("RequestHeader") if "x-forwarded-proto" in " ".join(d.arguments).lower()]
            found.append(
                ProxyUse(
                    "apache",
                    Place(path, at.line),
                    "",
                    tls is not None,
                    Place(path, tls.line) if tls else None,
                    bool(redirects),
                    Place(path, redirects[0].line) if redirects else None,
                    bool(proto) if passes else None,
                    Place(path, proto[0].line) if proto else None,
                )
            )
        return found

    # Kubernetes, load balancers, platforms

    def ingresses(self) -> list[tuple[str, Ingress]]:
        """Every Ingress."""
        return [
            (path, ingress) for path, facts in shipped(self.app, KubernetesFacts).items() for ingress in facts.ingresses
        ]

    def _ingresses(self) -> list[ProxyUse]:
        found: list[ProxyUse] = []
        for path, ingress in self.ingresses():
            notes = {note.key: note for note in ingress.annotations}
            place = Place(path, ingress.line)
            off = next(
                (n for k, n in notes.items() if k.endswith("/ssl-redirect") and n.value.lower() == "false"), None
            )
            on = next(
                (
                    n
                    for k, n in notes.items()
                    if k.endswith(("/force-ssl-redirect", "/ssl-redirect", "/router.entrypoints"))
                    and n.value.lower() in _TRUE
                ),
                None,
            )
            redirects = True if on else False if off else (ingress.tls or None)
            said = on or off
            found.append(
                ProxyUse(
                    "ingress",
                    place,
                    ingress.hosts[0] if ingress.hosts else ingress.name,
                    ingress.tls,
                    place if ingress.tls else None,
                    redirects,
                    Place(path, said.line) if said else (place if redirects else None),
                    True,
                    place,
                )
            )
        return found

    def _balancers(self) -> list[ProxyUse]:
        found: list[ProxyUse] = []
        for path, facts in shipped(self.app, TerraformFacts).items():
            every = facts.resources("aws_lb_listener", "aws_alb_listener")
            # One of TCP or UDP hands on anything, such as connections to a database.
            listeners = [b for b in every if _value(b, "protocol").upper() not in {"TCP", "UDP", "TCP_UDP"}]
            secure = [b for b in listeners if _value(b, "protocol").upper() in {"HTTPS", "TLS"}]
            redirect = [b for b in listeners if any(s.value.upper() == "HTTPS" for s in b.ending("redirect.protocol"))]
            if listeners:
                at = (secure or listeners)[0]
                found.append(
                    ProxyUse(
                        "load balancer",
                        Place(path, at.line),
                        at.labels[-1],
                        bool(secure),
                        Place(path, secure[0].line) if secure else None,
                        bool(redirect),
                        Place(path, redirect[0].line) if redirect else None,
                        True,
                        Place(path, at.line),
                    )
                )
        return found

    def _platforms(self) -> list[ProxyUse]:
        found: list[ProxyUse] = []
        for path, facts in shipped(self.app, PlatformFacts).items():
            for service in facts.services[:1]:
                line = service.force_https_line or service.line
                place = Place(path, line)
                found.append(
                    ProxyUse(
                        "platform",
                        place,
                        facts.platform,
                        service.tls_at_platform,
                        Place(path, service.line),
                        service.force_https,
                        place if service.force_https is not None else None,
                        True,
                        place,
                    )
                )
        if not found:
            procfile = next((use for use in self.servers if use.origin == "procfile"), None)
            if procfile is not None and not any(use.origin in {"compose", "dockerfile"} for use in self.servers):
                found.append(
                    ProxyUse(
                        "platform", procfile.place, "heroku", True, procfile.place, None, None, True, procfile.place
                    )
                )
        return found


def _value(block: Block, key: str) -> str:
    found = block.value(key)
    return found.value if found is not None else ""
