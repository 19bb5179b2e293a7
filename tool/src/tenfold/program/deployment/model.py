"""What is known of how production runs an app: servers, proxies, variables, and what the edge sends and limits."""

from __future__ import annotations

from typing import Literal

import msgspec

from tenfold.place import Place
from tenfold.project.facts import Command
from tenfold.project.servers import Server

ProxyKind = Literal["nginx", "caddy", "traefik", "apache", "platform", "ingress", "load balancer"]


class Variable(msgspec.Struct, frozen=True):
    """An environment variable's value where production starts the app."""

    value: str
    place: Place


class Unit(msgspec.Struct, frozen=True):
    """A thing that production starts: a container, a Procfile line, a platform service, a systemd unit.

    Attributes:
        name: the service's or process's name; "" when it has none.
        origin: "compose", "dockerfile", "procfile", "systemd", "supervisor", "kubernetes", "shell", or the platform's
            name ("fly", "render", ...).
        commands: what it runs, each with the path of the file that says so.
        environment: variables it is given, by name.
        folders: folders of the repository that relative names of the commands may mean, nearest first.
        replicas: how many of it run; None when that is not said.
        place: where it is declared.
        image: the public image that it runs or is built from.
        sources: files and folders of the repository that the image holds.
        renamed: files that the image keeps under another name: (name there, path in the repository).
    """

    name: str
    origin: str
    place: Place
    commands: tuple[tuple[str, Command], ...] = ()
    environment: dict[str, Variable] | None = None
    folders: tuple[str, ...] = ("",)
    replicas: int | None = None
    image: str = ""
    sources: tuple[str, ...] = ()
    renamed: tuple[tuple[str, str], ...] = ()


class ServerUse(msgspec.Struct, frozen=True):
    """A Python web server that production starts for the app.

    Attributes:
        server: with the settings of its command line, configuration file and environment joined.
        place: of the command.
        origin: as in `Unit`.
        replicas: as in `Unit`.
        processes: number of worker processes of one replica, at least; `exact` says that it is no more.
        workers_place: what sets that number; None for the server's default.
        why: the number in words ("gunicorn starts 4 workers").
        unit: name of the service or process.
        certificate_place: where a certificate is given to it; None when it speaks plain HTTP.
        forwarded_place: where its trust in forwarded headers is set; None for its default.
    """

    server: Server
    place: Place
    origin: str
    replicas: int | None = None
    processes: int = 1
    exact: bool = True
    workers_place: Place | None = None
    why: str = ""
    unit: str = ""
    certificate_place: Place | None = None
    forwarded_place: Place | None = None


class Workers(msgspec.Struct, frozen=True):
    """How many processes run the app: at least `count`, and no more when `exact`."""

    count: int
    exact: bool
    place: Place
    explanation: str


class ProxyUse(msgspec.Struct, frozen=True):
    """What stands in front of the app.

    Attributes:
        kind: what it is.
        name: the platform's name, the service's or the host's; "" when nothing names it.
        place: where it is configured.
        tls: whether it ends TLS; None when the file does not tell.
        tls_place: the line that says so.
        redirects: whether it answers plain HTTP with a redirect to HTTPS; None when the file does not tell.
        redirect_place: the line that says so.
        sets_proto: whether it tells the app the scheme (X-Forwarded-Proto); None when that is its default behaviour
            and cannot be told.
        proto_place: the line that says so.
        upstream: where it forwards to, as it is written; "" when that is not looked for.
        plain_place: the line that hands plain HTTP of the standard port to the app without a redirect; None when
            nothing does, or when that is not looked for.
    """

    kind: ProxyKind
    place: Place
    name: str = ""
    tls: bool | None = None
    tls_place: Place | None = None
    redirects: bool | None = None
    redirect_place: Place | None = None
    sets_proto: bool | None = None
    proto_place: Place | None = None
    plain_place: Place | None = None
    upstream: str = ""

    @property
    def beside(self) -> bool:
        """Whether it reaches the app at the machine's own address or a Unix socket."""
        target = self.upstream.split("://")[-1]
        return target.startswith(("127.0.0.1", "localhost", "[::1]", "unix:"))


class EdgeHeader(msgspec.Struct, frozen=True):
    """A response header that a proxy or platform adds; `whole` says that all of the app's responses carry it."""

    value: str
    place: Place
    whole: bool
    kind: ProxyKind


class EdgeLimit(msgspec.Struct, frozen=True):
    """A limit that a proxy sets on a path.

    Attributes:
        kind: "requests" or "connections".
        per_minute: requests a minute; 0 when the file does not tell.
        burst: further requests that pass.
        key: what is counted ("$binary_remote_addr"); "" when the file does not tell.
        place: where it is set.
        certain: whether it surely covers the path.
        by: what sets it.
    """

    kind: str
    per_minute: int
    burst: int
    key: str
    place: Place
    certain: bool
    by: ProxyKind


class Image(msgspec.Struct, frozen=True):
    """An image that production runs or builds from."""

    name: str
    tag: str
    digest: str
    place: Place
