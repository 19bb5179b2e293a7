"""The nginx servers that forward to the app; a file of locations is read within the server that includes it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import msgspec

from tenfold.place import Place
from tenfold.program.deployment.model import ProxyUse
from tenfold.program.deployment.production import base_name, reached, shipped
from tenfold.project.facts import Setting
from tenfold.project.nginx import Location, NginxFacts, NginxServer

if TYPE_CHECKING:
    from tenfold.program.app import App

_MAX_INCLUDING = 20
_MAX_FRONTS = 300
"""Server blocks that are looked at: no real deployment has more, and a hostile one must not cost time."""


class NginxFront(msgspec.Struct, frozen=True):
    """A server block that forwards to the app.

    Attributes:
        path: file of the locations.
        server: the block that holds the locations; for a file of locations it has no `listen`.
        forwards: the locations that lead to the app.
        host_path: file of the block that listens; the same unless it includes `path`.
        host: the block that listens; None when the locations stand alone and nothing in the repository includes them.
    """

    path: str
    server: NginxServer
    forwards: tuple[Location, ...]
    host_path: str
    host: NginxServer | None

    @property
    def is_tls(self) -> bool:
        """Whether the block that listens speaks TLS."""
        return self.host is not None and self.host.is_tls

    def proxy_headers(self, location: Location) -> tuple[Setting, ...]:
        """What a location sets for the app, inherited from the including server where it sets nothing."""
        if location.proxy_headers or self.host is None:
            return location.proxy_headers
        return self.host.proxy_headers

    def includes(self, location: Location) -> bool:
        """Whether a location takes in another file, which may set anything."""
        return any(setting.key == "include" for setting in location.settings)


def nginx_fronts(app: App, is_upstream: Callable[[str], bool]) -> list[NginxFront]:
    """The server blocks that forward to the app; `is_upstream` tells whether a target may be the app."""
    found: list[NginxFront] = []
    including = _including(app)
    for path, facts in shipped(app, NginxFacts).items():
        upstreams = {upstream.key: upstream.value for upstream in facts.upstreams}
        for server in facts.servers:
            forwards = tuple(at for at in server.locations if _forwards(at, upstreams, is_upstream))
            if not forwards:
                continue
            if server.listens or server.names:
                found.append(NginxFront(path, server, forwards, path, server))
                continue
            hosts = [host for host in including.get(base_name(path), ()) if host[0] != path]
            found.extend(NginxFront(path, server, forwards, *host) for host in hosts)
            if not hosts:
                alone = server.line == 1 and not any(s.key.startswith("ssl") for s in server.settings)
                found.append(NginxFront(path, server, forwards, path, None if alone else server))
        if len(found) >= _MAX_FRONTS:
            break
    return found[:_MAX_FRONTS]


def _forwards(location: Location, upstreams: dict[str, str], is_upstream: Callable[[str], bool]) -> bool:
    if location.setting("internal") is not None:  # the app itself sends requests there (X-Accel-Redirect)
        return False
    passes = [location.proxy_pass, *(s.value for s in location.settings if s.key == "uwsgi_pass")]
    for target in filter(None, passes):
        host = target.split("://")[-1].partition("/")[0].partition(":")[0]
        if is_upstream(target) and all(is_upstream(server) for server in upstreams.get(host, "").split()):
            return True
    return False


def _including(app: App) -> dict[str, list[tuple[str, NginxServer]]]:
    """The server blocks that include a file, by its base name; no more than `_MAX_INCLUDING` for one."""
    found: dict[str, list[tuple[str, NginxServer]]] = {}
    for path, facts in shipped(app, NginxFacts).items():
        for server in facts.servers:
            for base in {include.value.rpartition("/")[2] for include in server.includes}:
                known = found.setdefault(base, [])
                if len(known) < _MAX_INCLUDING:
                    known.append((path, server))
    return found


def included_files(app: App, includes: tuple[Setting, ...]) -> list[tuple[str, NginxFacts]]:
    """The repository's files that `include` directives name."""
    wanted = {include.value.rpartition("/")[2] for include in includes}
    if not wanted:
        return []
    return [(path, facts) for path, facts in shipped(app, NginxFacts).items() if base_name(path) in wanted]


def nginx_uses(app: App, fronts: list[NginxFront]) -> list[ProxyUse]:
    """One use for each file whose server blocks listen for the app."""
    files: dict[str, list[NginxFront]] = {}
    for front in fronts:
        files.setdefault(front.host_path, []).append(front)
    return [_use(app, path, group) for path, group in files.items()]


def _use(app: App, path: str, group: list[NginxFront]) -> ProxyUse:
    front = next((front for front in group if front.is_tls), group[0])
    place = Place(front.path, front.forwards[0].line)
    target = _target(app, front.path, front.forwards[0])
    proto = next(
        (
            header
            for location in front.forwards
            for header in front.proxy_headers(location)
            if header.key.lower() == "x-forwarded-proto"
        ),
        None,
    )
    uncertain = any(front.includes(location) or not location.proxy_pass for location in front.forwards)
    sets = True if proto is not None else None if uncertain else False
    proto_place = Place(front.path, proto.line) if proto is not None else None
    if front.host is None:
        return ProxyUse("nginx", place, sets_proto=sets, proto_place=proto_place, upstream=target)
    servers = reached(app, NginxFacts)[path].servers
    tls = next((listen.line for block in servers for listen in block.listens if listen.ssl), 0)
    redirect = next((line for block in servers if (line := _redirect_line(block))), 0)
    plain = next((line for one in group if one.host is not None and (line := _plain_line(one.host))), 0)
    return ProxyUse(
        "nginx",
        place,
        front.host.names[0] if front.host.names else "",
        bool(tls),
        Place(path, tls) if tls else None,
        True if redirect else None if tls and not plain else False,
        Place(path, redirect) if redirect else None,
        sets,
        proto_place,
        Place(path, plain) if plain else None,
        target,
    )


def _target(app: App, path: str, location: Location) -> str:
    """Where a location forwards to, a named upstream's first server in its place."""
    if location.proxy_pass.startswith(("http://unix:", "unix:")):
        return location.proxy_pass
    target = location.proxy_pass.split("://")[-1].partition("/")[0] or location.proxy_pass
    upstreams = {u.key: u.value for u in reached(app, NginxFacts)[path].upstreams}
    return upstreams.get(target, target).split(" ")[0]


def _redirect_line(server: NginxServer) -> int:
    """The line that brings plain HTTP to HTTPS; 0 in a block that hears HTTPS alone, where it brings nobody."""
    if server.listens and all(listen.ssl for listen in server.listens):
        return 0
    redirects = (*server.redirects, *(r for location in server.locations for r in location.redirects))
    return next((redirect.line for redirect in redirects if redirect.to_https), 0)


def _plain_line(server: NginxServer) -> int:
    """The line by which a block takes plain HTTP on port 80 and redirects none of it; 0 when it does not."""
    if any(redirect.to_https for redirect in server.redirects):
        return 0
    if not server.listens:
        return server.line
    return next((listen.line for listen in server.listens if not listen.ssl and listen.port == 80), 0)
