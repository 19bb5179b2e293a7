"""nginx configuration: what each server and location sends, limits, redirects and forwards."""

import re
from typing import Final

from tenfold.project.facts import Fact, FileFacts, Problems, Setting, bounded, whole_number
from tenfold.project.location_match import choose
from tenfold.project.nginx_directives import Directive, parse

_RATE = re.compile(r"(\d{1,7})r/([sm])")
_HTTP_LEVEL: Final = frozenset({"http", "events", "stream", "mail"})
MAX_LOCATIONS: Final = 2_000
MAX_IN_FORCE: Final = 200  # of a family at one level: inheritance must not multiply a hostile file


class Header(Fact, frozen=True):
    """A response header that is added; without `always` nginx leaves it out of error responses."""

    name: str
    value: str
    always: bool
    line: int


class Limit(Fact, frozen=True):
    """A limit in force.

    kind: "requests" or "connections"; `per_minute` is 0 when the zone is not in this file.
    """

    kind: str
    zone: str
    key: str
    per_minute: int
    burst: int
    line: int


class Zone(Fact, frozen=True):
    """A limit_req_zone or limit_conn_zone (kind as in Limit); `rate` as written."""

    kind: str
    name: str
    key: str
    rate: str
    per_minute: int
    line: int


class Redirect(Fact, frozen=True):
    """A redirect. `condition` is the text of the `if` or rewrite pattern that guards it, "" for always."""

    status: int
    target: str
    condition: str
    line: int

    @property
    def to_https(self) -> bool:
        """Whether the target is an https address."""
        return self.target.lower().startswith("https://")


class Listen(Fact, frozen=True):
    """A listen directive."""

    address: str
    port: int
    ssl: bool
    line: int


class Location(Fact, frozen=True, kw_only=True):
    """A location with what is in force in it after inheritance.

    `parent` is the index of the outer one or -1.
    """

    modifier: str
    pattern: str
    line: int
    parent: int = -1
    headers: tuple[Header, ...] = ()
    limits: tuple[Limit, ...] = ()
    redirects: tuple[Redirect, ...] = ()
    proxy_pass: str = ""
    proxy_headers: tuple[Setting, ...] = ()
    settings: tuple[Setting, ...] = ()

    def setting(self, name: str) -> Setting | None:
        """The directive of this name that is in force, such as client_max_body_size."""
        return _named(self.settings, name)


class Match(Fact, frozen=True):
    """The location that serves a path, None when the server itself does.

    `certain` is False when a pattern cannot be judged.
    """

    location: Location | None
    certain: bool


class NginxServer(Fact, frozen=True, kw_only=True):
    """A server block with what is in force in it, http level included."""

    line: int
    listens: tuple[Listen, ...] = ()
    names: tuple[str, ...] = ()
    headers: tuple[Header, ...] = ()
    limits: tuple[Limit, ...] = ()
    redirects: tuple[Redirect, ...] = ()
    proxy_headers: tuple[Setting, ...] = ()
    settings: tuple[Setting, ...] = ()
    includes: tuple[Setting, ...] = ()
    locations: tuple[Location, ...] = ()

    @property
    def is_tls(self) -> bool:
        """Whether any listen directive speaks TLS."""
        return any(listen.ssl for listen in self.listens) or (
            (on := self.setting("ssl")) is not None and on.value == "on"
        )

    def setting(self, name: str) -> Setting | None:
        """The directive of this name that is in force, such as ssl_protocols."""
        return _named(self.settings, name)

    def location_for(self, path: str) -> Match:
        """The location that nginx chooses for a path, inner ones included."""
        parent, certain = -1, True
        for _ in range(8):
            inner = [at for at, location in enumerate(self.locations) if location.parent == parent]
            chosen, sure = choose(tuple(self.locations[at] for at in inner), path)
            certain = certain and sure
            if chosen < 0:
                break
            parent = inner[chosen]
        return Match(self.locations[parent] if parent >= 0 else None, certain)

    def limits_on(self, path: str) -> tuple[Limit, ...]:
        """The limits that surely cover a path; () when it is not certain which location serves it."""
        match = self.location_for(path)
        if not match.certain:
            return ()
        return match.location.limits if match.location is not None else self.limits


class NginxFacts(FileFacts, frozen=True):
    """The servers, limit zones, includes and upstreams of a file."""

    servers: tuple[NginxServer, ...] = ()
    zones: tuple[Zone, ...] = ()
    includes: tuple[Setting, ...] = ()
    upstreams: tuple[Setting, ...] = ()
    http_headers: tuple[Header, ...] = ()
    http_settings: tuple[Setting, ...] = ()
    http_limits: tuple[Limit, ...] = ()


def _named(settings: tuple[Setting, ...], name: str) -> Setting | None:
    return next((setting for setting in reversed(settings) if setting.key == name), None)


# Directives kept as they are; an inner one replaces the outer ones of its name, as nginx merges them.
_SETTINGS: Final = frozenset(
    {
        "ssl", "ssl_protocols", "ssl_ciphers", "ssl_certificate", "ssl_certificate_key",
        "ssl_prefer_server_ciphers",
        "ssl_session_tickets", "ssl_session_timeout", "ssl_session_cache", "ssl_stapling", "ssl_dhparam",
        "ssl_conf_command", "client_max_body_size", "client_body_timeout", "client_header_timeout",
        "server_tokens", "limit_req_status", "limit_conn_status", "limit_req_dry_run", "set_real_ip_from",
        "real_ip_header", "real_ip_recursive", "autoindex", "access_log", "error_log", "root", "alias",
        "return",
        "deny", "allow", "auth_basic", "auth_request", "proxy_hide_header", "proxy_cookie_flags",
        "proxy_cookie_path", "proxy_ssl_verify", "proxy_redirect", "uwsgi_pass", "fastcgi_pass", "internal",
        "more_set_headers", "more_clear_headers", "modsecurity", "include", "error_page", "keepalive_timeout",
    }
)  # fmt: skip
_NOT_INHERITED: Final = frozenset({"return", "internal", "alias", "proxy_pass", "uwsgi_pass", "fastcgi_pass"})


class _Scope:
    """What is in force at one level; a level that sets none of a family takes the outer ones."""

    def __init__(self, block: Directive, outer: "_Scope | None", zones: dict[tuple[str, str], Zone]) -> None:
        self.headers: tuple[Header, ...] = _headers(block) or (outer.headers if outer else ())
        self.limits: tuple[Limit, ...] = _limits(block, outer.limits if outer else (), zones)
        own = tuple(Setting(d.first(), " ".join(d.arguments[1:]), d.line) for d in block.inside("proxy_set_header"))
        self.proxy_headers: tuple[Setting, ...] = own[:MAX_IN_FORCE] or (outer.proxy_headers if outer else ())
        self.settings: tuple[Setting, ...] = _settings(block, outer.settings if outer else ())


def _headers(block: Directive) -> tuple[Header, ...]:
    return tuple(
        Header(d.arguments[0], d.arguments[1], d.arguments[2:] == ("always",), d.line)
        for d in block.inside("add_header")
        if len(d.arguments) > 1
    )[:MAX_IN_FORCE]


def _limits(block: Directive, outer: tuple[Limit, ...], zones: dict[tuple[str, str], Zone]) -> tuple[Limit, ...]:
    found: list[Limit] = []
    for directive in block.inside("limit_req"):
        options = dict(argument.partition("=")[::2] for argument in directive.arguments)
        name = options.get("zone", "")
        zone = zones.get(("requests", name))
        burst = whole_number(options.get("burst", "")) or 0
        key, rate = (zone.key, zone.per_minute) if zone else ("", 0)
        found.append(Limit("requests", name, key, rate, burst, directive.line))
    requests = len(found)
    for directive in block.inside("limit_conn"):
        zone = zones.get(("connections", directive.first()))
        number = whole_number(directive.arguments[1]) if len(directive.arguments) > 1 else None
        found.append(Limit("connections", directive.first(), zone.key if zone else "", 0, number or 0, directive.line))
    kept = {"requests": requests == 0, "connections": len(found) == requests}
    return (*found, *(limit for limit in outer if kept[limit.kind]))[:MAX_IN_FORCE]


def _settings(block: Directive, outer: tuple[Setting, ...]) -> tuple[Setting, ...]:
    own = tuple(Setting(d.name, " ".join(d.arguments), d.line) for d in block.block or () if d.name in _SETTINGS)
    names = {setting.key for setting in own} | _NOT_INHERITED
    return tuple(setting for setting in outer if setting.key not in names)[:MAX_IN_FORCE] + own[:MAX_IN_FORCE]


def _zones(http: Directive) -> dict[tuple[str, str], Zone]:
    found: dict[tuple[str, str], Zone] = {}
    for directive in http.inside("limit_req_zone", "limit_conn_zone"):
        kind = "requests" if directive.name == "limit_req_zone" else "connections"
        options = dict(argument.partition("=")[::2] for argument in directive.arguments[1:])
        name = options.get("zone", "").partition(":")[0]
        rate = options.get("rate", "")
        match = _RATE.fullmatch(rate)
        per_minute = (int(match[1]) * (60 if match[2] == "s" else 1)) if match else 0
        found[kind, name] = Zone(kind, name, directive.first(), rate, per_minute, directive.line)
    return found


def _redirects(block: Directive, condition: str = "") -> tuple[Redirect, ...]:
    """The redirects of a block and of its `if` blocks."""
    found: list[Redirect] = []
    for directive in block.block or ():
        words = directive.arguments
        if directive.name == "return" and words:
            status = whole_number(words[0])
            target = words[1] if len(words) > 1 else ("" if status else words[0])
            if status is None or 300 <= status < 400:
                found.append(Redirect(status or 302, target, condition, directive.line))
        elif directive.name == "rewrite" and len(words) > 1:
            flag = words[2] if len(words) > 2 else ""
            if flag in {"permanent", "redirect"} or words[1].startswith(("http://", "https://", "$scheme")):
                always = words[0] in {"^", "^(.*)$", "^(.*)", "(.*)", "^/(.*)$", "^/(.*)", ".*", "^.*$", "^/"}
                guard = condition if always else f"{condition} {words[0]}".strip()
                found.append(Redirect(301 if flag == "permanent" else 302, words[1], guard, directive.line))
        elif directive.name == "error_page" and "497" in words and words[-1].startswith("https"):
            found.append(Redirect(302, words[-1], "497", directive.line))
        elif directive.name == "if" and not condition:
            found.extend(_redirects(directive, " ".join(words).strip("() ") or "if"))
    return tuple(found)


def _listen(directive: Directive) -> Listen:
    address = directive.first()
    host, colon, port = address.rpartition(":")
    if address.startswith("unix:") or (colon and whole_number(port) is None):
        host, port = address, ""
    elif not colon:
        host, port = ("", address) if whole_number(address) is not None else (address, "80")
    secure = any(word in {"ssl", "quic"} for word in directive.arguments[1:])
    return Listen(host, whole_number(port) or 0, secure, directive.line)


def _locations(
    block: Directive, scope: _Scope, zones: dict[tuple[str, str], Zone], found: list[Location], parent: int
) -> None:
    """Append the locations of a block, outer before inner; blocks are nested at most 32 deep."""
    for directive in block.inside("location"):
        if len(found) >= MAX_LOCATIONS:
            return
        words = directive.arguments
        modifier, pattern = (words[0], words[1]) if len(words) > 1 else ("", directive.first())
        if not modifier:
            for mark in ("=", "^~", "~*", "~", "@"):
                if pattern.startswith(mark):
                    modifier, pattern = mark, pattern[len(mark) :]
                    break
        inner = _Scope(directive, scope, zones)
        passes = [d.first() for d in directive.inside("proxy_pass", "uwsgi_pass", "fastcgi_pass")]
        for condition in directive.inside("if", "limit_except"):
            passes.extend(d.first() for d in condition.inside("proxy_pass"))
        found.append(
            Location(
                modifier=modifier,
                pattern=pattern,
                line=directive.line,
                parent=parent,
                headers=inner.headers,
                limits=inner.limits,
                redirects=_redirects(directive),
                proxy_pass=passes[0] if passes else "",
                proxy_headers=inner.proxy_headers,
                settings=inner.settings,
            )
        )
        _locations(directive, inner, zones, found, len(found) - 1)


def _server(block: Directive, http: _Scope, zones: dict[tuple[str, str], Zone], room: int) -> NginxServer:
    scope = _Scope(block, http, zones)
    locations: list[Location] = []
    _locations(block, scope, zones, locations, -1)
    return NginxServer(
        line=block.line,
        listens=tuple(_listen(d) for d in block.inside("listen")),
        names=tuple(name for d in block.inside("server_name") for name in d.arguments),
        headers=scope.headers,
        limits=scope.limits,
        redirects=_redirects(block),
        proxy_headers=scope.proxy_headers,
        settings=scope.settings,
        includes=tuple(Setting("include", d.first(), d.line) for d in block.inside("include")),
        locations=tuple(locations[:room]),
    )


def read(text: str) -> NginxFacts:
    """The servers of a whole nginx.conf, or of a file that is included within its http block."""
    problems = Problems()
    root = parse(bounded(text, problems), problems)
    http = Directive("http", (), 1)
    http.block = [d for d in root.block or () if d.name not in _HTTP_LEVEL]
    for block in root.inside("http"):
        http.block.extend(block.block or ())
    zones = _zones(http)
    if not http.inside("server") and http.inside("location"):  # a file that is included within a server
        server = Directive("server", (), 1)
        server.block, http.block = http.block, [server]
    scope = _Scope(http, None, zones)
    servers: list[NginxServer] = []
    room = MAX_LOCATIONS
    for block in http.inside("server"):
        if block.block is not None and room > 0:
            servers.append(_server(block, scope, zones, room))
            room -= len(servers[-1].locations) + 1
    return NginxFacts(
        servers=tuple(servers),
        zones=tuple(zones.values()),
        includes=tuple(Setting("include", d.first(), d.line) for d in http.inside("include")),
        upstreams=tuple(
            Setting(d.first(), " ".join(s.first() for s in d.inside("server")), d.line) for d in http.inside("upstream")
        ),
        http_headers=scope.headers,
        http_settings=scope.settings,
        http_limits=scope.limits,
        problems=problems.all(),
    )
