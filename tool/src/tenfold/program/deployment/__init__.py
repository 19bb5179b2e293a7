"""How production runs one app: all deployment files of the repository joined."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from tenfold.place import Place
from tenfold.program.deployment import edge
from tenfold.program.deployment.composed import ComposedService, compose_services
from tenfold.program.deployment.model import (
    EdgeHeader,
    EdgeLimit,
    Image,
    ProxyKind,
    ProxyUse,
    ServerUse,
    Unit,
    Variable,
    Workers,
)
from tenfold.program.deployment.production import Files, shipped
from tenfold.program.deployment.proxies import Fronts
from tenfold.program.deployment.serving import find_servers
from tenfold.program.deployment.units import find_units
from tenfold.project.dockerfile import DockerfileFacts
from tenfold.project.terraform import TerraformFacts

if TYPE_CHECKING:
    from tenfold.program.app import App

__all__ = ["Deployment", "EdgeHeader", "EdgeLimit", "Image", "ProxyUse", "ServerUse", "Unit", "Variable", "Workers"]

_OUTER: frozenset[ProxyKind] = frozenset({"platform", "ingress", "load balancer"})


class Deployment:
    """The deployment facts of one app; what only a developer's machine loads is left out."""

    def __init__(self, app: App) -> None:
        self._app = app
        self.files = Files(app)

    @cached_property
    def services(self) -> tuple[ComposedService, ...]:
        """The compose services that production runs."""
        return compose_services(self._app)

    @cached_property
    def units(self) -> tuple[Unit, ...]:
        """Everything that production starts, workers and databases included."""
        return find_units(self._app)

    @cached_property
    def servers(self) -> tuple[ServerUse, ...]:
        """The Python web servers that production starts for this app."""
        return find_servers(self._app, self.units)

    @cached_property
    def fronts(self) -> Fronts:
        """The configuration of what stands in front, for rules that look into nginx, Caddy and their like."""
        return Fronts(self._app, self.services, self.servers)

    @cached_property
    def proxies(self) -> tuple[ProxyUse, ...]:
        """What stands in front of the app, outermost kinds first."""
        return self.fronts.all()

    @cached_property
    def workers(self) -> Workers | None:
        """How many processes run the app: the most that any way of starting it gives; None when nothing starts it."""
        best: Workers | None = None
        for use in self.servers:
            replicas = use.replicas if use.replicas is not None else 1
            words = use.why + (f" in each of {replicas} replicas" if replicas > 1 else "")
            counted = Workers(use.processes * max(replicas, 1), use.exact, use.workers_place or use.place, words)
            if best is None or (counted.count, not counted.exact) > (best.count, not best.exact):
                best = counted
        return best

    @cached_property
    def hops(self) -> int | None:
        """How many proxies a request passes before the app; None when the repository does not tell.

        0 means that a server of the app is started and nothing stands in front of it in the repository. Two kinds of
        server that forward to the app may be alternatives or a chain, so their number is not told; nor is it where
        nginx itself takes the client's address from a proxy before it (`set_real_ip_from`).
        """
        kinds = {proxy.kind for proxy in self.proxies}
        if not kinds:
            return 0 if self.servers else None
        if any(front.host is not None and front.host.setting("set_real_ip_from") for front in self.fronts.nginx):
            return None
        return 1 if len(kinds) == 1 else None

    @cached_property
    def tls_ends_at(self) -> Place | None:
        """Where TLS ends: a proxy, or the app's own server; None when nothing in the repository ends it."""
        for proxy in self.proxies:
            if proxy.tls:
                return proxy.tls_place or proxy.place
        return next((use.certificate_place for use in self.servers if use.certificate_place is not None), None)

    @cached_property
    def exposed(self) -> Place | None:
        """Where the port of the app's own server is opened to everyone, past any proxy; None where it is not."""
        own = {use.unit for use in self.servers}
        for service in self.services:
            for part in service.parts if service.name in own else ():
                for port in part.service.ports:
                    if not port.value.startswith(("127.0.0.1:", "[::1]:", "localhost:")):
                        return Place(part.path, port.line)
        return None

    def environment(self, variable: str) -> Variable | None:
        """The value of an environment variable where production starts the app; None when the repository has none."""
        starting = {use.unit for use in self.servers}
        for use in self.servers:
            for given in use.server.environment:
                if given.name == variable and given.value is not None:
                    return Variable(given.value, use.place)
        for unit in sorted(self.units, key=lambda unit: unit.name not in starting):
            found = (unit.environment or {}).get(variable)
            if found is not None:
                return found
        for path, facts in shipped(self._app, TerraformFacts).items():
            for given in facts.environment:
                if given.name == variable and given.value is not None:
                    return Variable(given.value, Place(path, given.line))
        return None

    def edge_headers(self, name: str) -> list[EdgeHeader]:
        """The response headers of a name that a proxy or platform adds to the app's responses."""
        return edge.headers(self.fronts, name)

    def edge_limits(self, path: str) -> list[EdgeLimit]:
        """The limits that proxies set on a request path."""
        return edge.limits(self.fronts, path)

    @cached_property
    def images(self) -> tuple[Image, ...]:
        """The images that production builds from and runs."""
        found = [
            Image(stage.image, stage.tag, stage.digest, Place(path, stage.line))
            for path, facts in shipped(self._app, DockerfileFacts).items()
            for stage in facts.stages
            if stage.image and stage.parent < 0
        ]
        for service in self.services:
            if service.image and not service.dockerfile:
                base, _, digest = service.image.partition("@")
                name, colon, tag = base.rpartition(":")
                if not colon or "/" in tag:
                    name, tag = base, ""
                found.append(Image(name, tag, digest, service.place))
        return tuple(dict.fromkeys(found))
