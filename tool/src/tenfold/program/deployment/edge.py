"""What proxies add to responses and which limits they set, for the app behind them."""

from __future__ import annotations

from tenfold.place import Place
from tenfold.program.deployment.model import EdgeHeader, EdgeLimit, ProxyKind
from tenfold.program.deployment.nginx_fronts import NginxFront, included_files
from tenfold.program.deployment.production import reached, shipped
from tenfold.program.deployment.proxies import Fronts
from tenfold.project.apache import ApacheFacts
from tenfold.project.facts import Setting, whole_number
from tenfold.project.nginx import Header, Location, NginxFacts
from tenfold.project.platforms import PlatformFacts
from tenfold.project.traefik import TraefikMiddleware

_WINDOWS = {"s": 60.0, "m": 1.0, "h": 1 / 60}


def headers(fronts: Fronts, name: str) -> list[EdgeHeader]:
    """The response headers of a name that proxies and platforms add to the app's responses."""
    wanted = name.lower()
    return [
        *_nginx_headers(fronts, wanted),
        *_caddy_headers(fronts, wanted),
        *_traefik_headers(fronts, wanted),
        *_apache_headers(fronts, wanted),
        *_ingress_headers(fronts, wanted),
        *_platform_headers(fronts, wanted),
    ]


def _nginx_headers(fronts: Fronts, wanted: str) -> list[EdgeHeader]:
    secure = [front for front in fronts.nginx if front.is_tls]
    found: list[EdgeHeader] = []
    for front in secure or fronts.nginx:
        own = [_named_header(fronts, front, location, wanted) for location in front.forwards]
        given = [header for header in own if header is not None]
        whole = len(given) == len(own)
        found.extend(EdgeHeader(header.value, place, whole, "nginx") for header, place in dict.fromkeys(given))
    return found


def _named_header(fronts: Fronts, front: NginxFront, location: Location, wanted: str) -> tuple[Header, Place] | None:
    """The header of a name that is in force in a location, including and included files looked into."""
    for header in reversed(location.headers):
        if header.name.lower() == wanted:
            return header, Place(front.path, header.line)
    for setting in location.settings:
        if setting.key == "more_set_headers":
            name, _, value = setting.value.strip("\"'").partition(":")
            if name.strip().lower() == wanted:
                return Header(name.strip(), value.strip(), True, setting.line), Place(front.path, setting.line)
    if location.headers or front.host is None:
        return None
    for header in reversed(front.host.headers):
        if header.name.lower() == wanted:
            return header, Place(front.host_path, header.line)
    for included_path, included in included_files(fronts.app, front.host.includes):
        for header in included.http_headers:
            if header.name.lower() == wanted:
                return header, Place(included_path, header.line)
    return None


def _caddy_headers(fronts: Fronts, wanted: str) -> list[EdgeHeader]:
    sites = fronts.caddy_sites()
    secure = [site for site in sites if site[1].https]
    return [
        EdgeHeader(header.value, Place(path, header.line), header.matcher in {"", "*", "/*"}, "caddy")
        for path, site in secure or sites
        for header in site.headers
        if header.name.lower() == wanted and header.matcher != "errors"
    ]


def _traefik_headers(fronts: Fronts, wanted: str) -> list[EdgeHeader]:
    found: list[EdgeHeader] = []
    routers = fronts.traefik_routers()
    for path, router, facts in routers:
        for middleware in facts.middlewares:
            if middleware.kind == "headers" and middleware.name in router.middlewares:
                value = _traefik_value(middleware, wanted)
                if value is not None:
                    found.append(EdgeHeader(value.value, Place(path, value.line), len(routers) == 1, "traefik"))
    return found


def _traefik_value(middleware: TraefikMiddleware, wanted: str) -> Setting | None:
    given = {setting.key.lower(): setting for setting in middleware.settings}
    own = given.get(f"customresponseheaders.{wanted}")
    if own is not None:
        return own
    if wanted == "strict-transport-security" and (seconds := given.get("stsseconds")):
        parts = [f"max-age={seconds.value}"]
        for key, word in (("stsincludesubdomains", "includeSubDomains"), ("stspreload", "preload")):
            if (flag := given.get(key)) and flag.value.lower() == "true":
                parts.append(word)
        return Setting(wanted, "; ".join(parts), seconds.line)
    simple = {
        "content-security-policy": "contentsecuritypolicy",
        "referrer-policy": "referrerpolicy",
        "permissions-policy": "permissionspolicy",
        "x-frame-options": "customframeoptionsvalue",
    }.get(wanted)
    if simple and simple in given:
        return given[simple]
    switched = {"x-frame-options": ("framedeny", "DENY"), "x-content-type-options": ("contenttypenosniff", "nosniff")}
    key, value = switched.get(wanted, ("", ""))
    if key in given and given[key].value.lower() == "true":
        return Setting(wanted, value, given[key].line)
    return None


def _apache_headers(fronts: Fronts, wanted: str) -> list[EdgeHeader]:
    return [
        EdgeHeader(header.value, Place(path, header.line), True, "apache")
        for path, facts in shipped(fronts.app, ApacheFacts).items()
        for header in facts.headers()
        if header.key.lower() == wanted
    ]


def _ingress_headers(fronts: Fronts, wanted: str) -> list[EdgeHeader]:
    found: list[EdgeHeader] = []
    for path, ingress in fronts.ingresses():
        for note in ingress.annotations:
            if not note.key.endswith("-snippet"):
                continue
            for line in note.value.split("\n")[:200]:
                words = line.strip().rstrip(";").split(None, 1)
                if len(words) < 2 or words[0] not in {"add_header", "more_set_headers"}:
                    continue
                name, _, value = words[1].strip("\"'").replace(": ", " ", 1).partition(" ")
                if name.rstrip(":").lower() == wanted:
                    text = value.strip().removesuffix("always").strip().strip("\"'")
                    found.append(EdgeHeader(text, Place(path, note.line), True, "ingress"))
    return found


def _platform_headers(fronts: Fronts, wanted: str) -> list[EdgeHeader]:
    found: list[EdgeHeader] = []
    for path, facts in shipped(fronts.app, PlatformFacts).items():
        listed = [header for service in facts.services for header in service.headers]
        marker = "http_options.response.headers."
        listed += [
            Setting(setting.key.partition(marker)[2], setting.value, setting.line)
            for setting in facts.settings
            if marker in setting.key
        ]
        found.extend(
            EdgeHeader(header.value, Place(path, header.line), True, "platform")
            for header in listed
            if header.key.lower() == wanted
        )
    return found


def limits(fronts: Fronts, request_path: str) -> list[EdgeLimit]:
    """The limits that proxies set on a path, without a query."""
    return [
        *_nginx_limits(fronts, request_path),
        *_caddy_limits(fronts, request_path),
        *_traefik_limits(fronts, request_path),
        *_ingress_limits(fronts),
    ]


def _nginx_limits(fronts: Fronts, request_path: str) -> list[EdgeLimit]:
    found: list[EdgeLimit] = []
    zones = {(z.kind, z.name): z for facts in reached(fronts.app, NginxFacts).values() for z in facts.zones}
    secure = [front for front in fronts.nginx if front.is_tls]
    for front in secure or fronts.nginx:
        match = front.server.location_for(request_path)
        block = match.location if match.location is not None else front.server
        dry = block.setting("limit_req_dry_run")
        if dry is not None and dry.value == "on":
            continue
        inherited = not block.limits and front.host is not None
        given, path = (front.host.limits, front.host_path) if inherited and front.host else (block.limits, front.path)
        for limit in given:
            zone = zones.get((limit.kind, limit.zone))
            rate, key = limit.per_minute, limit.key
            if not rate and not key and zone is not None:
                rate, key = zone.per_minute, zone.key
            place = Place(path, limit.line)
            found.append(EdgeLimit(limit.kind, rate, limit.burst, key, place, match.certain, "nginx"))
    return found


def _caddy_limits(fronts: Fronts, request_path: str) -> list[EdgeLimit]:
    found: list[EdgeLimit] = []
    for path, site in fronts.caddy_sites():
        for limit in site.limits:
            matched = limit.value.split(None, 1)[0] if limit.value.startswith(("/", "@")) else ""
            if matched.startswith("/") and not _matches(matched, request_path):
                continue
            certain = not matched.startswith("@") and " match " not in f" {limit.value} "
            found.append(EdgeLimit("requests", 0, 0, "", Place(path, limit.line), certain, "caddy"))
    return found


def _matches(pattern: str, request_path: str) -> bool:
    """Caddy's path matcher with a star at its end."""
    if pattern.endswith("*"):
        return request_path.startswith(pattern[:-1])
    return request_path == pattern


def _traefik_limits(fronts: Fronts, request_path: str) -> list[EdgeLimit]:
    found: list[EdgeLimit] = []
    for path, router, facts in fronts.traefik_routers():
        narrowed = "path" in router.rule.lower()
        for middleware in facts.middlewares:
            if middleware.kind in {"ratelimit", "inflightreq"} and middleware.name in router.middlewares:
                given = {setting.key.lower(): setting.value for setting in middleware.settings}
                average = whole_number(given.get("average", "")) or 0
                period = given.get("period", "1s")
                rate = round(average * _WINDOWS.get(period[-1:], 60.0) / (whole_number(period[:-1]) or 1))
                burst = whole_number(given.get("burst", "")) or 0
                kind = "requests" if middleware.kind == "ratelimit" else "connections"
                sure = not narrowed or f"`{request_path}`" in router.rule
                place = Place(path, middleware.line)
                found.append(EdgeLimit(kind, rate, burst, "address", place, sure, "traefik"))
    return found


def _ingress_limits(fronts: Fronts) -> list[EdgeLimit]:
    found: list[EdgeLimit] = []
    by: ProxyKind = "ingress"
    for path, ingress in fronts.ingresses():
        for note in ingress.annotations:
            number = whole_number(note.value) or 0
            place = Place(path, note.line)
            if note.key.endswith("/limit-rps") and number:
                found.append(EdgeLimit("requests", number * 60, 0, "$binary_remote_addr", place, True, by))
            elif note.key.endswith("/limit-rpm") and number:
                found.append(EdgeLimit("requests", number, 0, "$binary_remote_addr", place, True, by))
            elif note.key.endswith("/limit-connections") and number:
                found.append(EdgeLimit("connections", 0, number, "$binary_remote_addr", place, True, by))
    return found
