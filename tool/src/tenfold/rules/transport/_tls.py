"""What each thing that ends TLS offers: nginx, Apache, Caddy, Traefik, load balancers, platforms, Python's servers."""

from __future__ import annotations

from collections.abc import Iterator

from tenfold.place import Place
from tenfold.program.app import App
from tenfold.program.deployment import ServerUse
from tenfold.program.deployment.nginx_fronts import included_files
from tenfold.program.deployment.production import shipped
from tenfold.project.apache import ApacheFacts
from tenfold.project.facts import Setting
from tenfold.project.kubernetes import KubernetesFacts
from tenfold.project.nginx import NginxFacts, NginxServer
from tenfold.project.terraform import TerraformFacts
from tenfold.rules.base import Observation, met, unknown, violated
from tenfold.rules.transport import _suites as suites

FIX_VERSIONS = "Offer TLS 1.2 and 1.3 only: ssl_protocols TLSv1.2 TLSv1.3;"
FIX_SUITES = "Name strong suites only, as in ssl_ciphers ECDHE+AESGCM:ECDHE+CHACHA20;"
_DOCUMENTED = frozenset({"fly", "heroku", "render", "vercel"})
"""Platforms whose documentation says that they offer TLS 1.2 and newer only."""


def everything(app: App) -> Iterator[Observation]:
    """Each thing that ends TLS for the app, judged."""
    yield from _nginx(app)
    yield from _apache(app)
    yield from _caddy(app)
    yield from _traefik(app)
    yield from _balancers(app)
    yield from _ingresses(app)
    yield from _platforms(app)
    for use in app.deployment.servers:
        if use.certificate_place is not None:
            yield from _server(app, use)


def _nginx(app: App) -> Iterator[Observation]:
    seen: set[tuple[str, int]] = set()
    for front in app.deployment.fronts.nginx:
        host = front.host
        if host is not None and host.is_tls and (front.host_path, host.line) not in seen:
            seen.add((front.host_path, host.line))
            yield from _nginx_versions(app, front.host_path, host)
            yield from _nginx_suites(app, front.host_path, host)


def _directive(app: App, path: str, server: NginxServer, name: str) -> tuple[Setting, str] | None:
    """A directive in force in a server block, with its file: included files are looked into."""
    own = server.setting(name)
    if own is not None:
        return own, path
    for included_path, facts in included_files(app, server.includes):
        for setting in reversed(facts.http_settings):
            if setting.key == name:
                return setting, included_path
    for other_path, facts in shipped(app, NginxFacts).items():
        if other_path.rpartition("/")[2] == "nginx.conf" and other_path != path:
            for setting in reversed(facts.http_settings):
                if setting.key == name:
                    return setting, other_path
    return None


def _nginx_versions(app: App, path: str, server: NginxServer) -> Iterator[Observation]:
    found = _directive(app, path, server, "ssl_protocols")
    if found is not None:
        setting, where = found
        place = Place(where, setting.line)
        old = suites.old_versions(setting.value.split())
        if old:
            yield violated(place, f"nginx offers {_listed(old)}.", FIX_VERSIONS)
        else:
            yield met(place, f"nginx offers only {setting.value}.")
        return
    listen = next((listen for listen in server.listens if listen.ssl), None)
    place = Place(path, listen.line if listen is not None else server.line)
    certbot = next((i for i in server.includes if "options-ssl-nginx" in i.value), None)
    if certbot is not None:
        yield met(Place(path, certbot.line), "certbot's options-ssl-nginx.conf offers only TLS 1.2 and 1.3.")
        return
    version = suites.image_version(app, "nginx")
    if version is None:
        yield unknown(
            "nginx's own default decides on the TLS versions, and before 1.23.4 it held TLS 1.0 and 1.1: run tenfold "
            "probe on the live address.",
            place,
        )
    elif version[0] < suites.NGINX_SAFE_SINCE[: len(version[0])]:
        yield violated(
            version[1],
            f"nginx {'.'.join(map(str, version[0]))} offers TLS 1.0 and 1.1 by default, and no ssl_protocols is set.",
            FIX_VERSIONS,
        )
    else:
        yield met(place, "The default of this nginx is TLS 1.2 and 1.3.")


def _nginx_suites(app: App, path: str, server: NginxServer) -> Iterator[Observation]:
    found = _directive(app, path, server, "ssl_ciphers")
    if found is None:
        return
    weak = suites.weak_suites(found[0].value)
    if weak:
        yield violated(Place(found[1], found[0].line), f"nginx offers weak cipher suites: {_listed(weak)}.", FIX_SUITES)


def _listed(words: list[str]) -> str:
    return ", ".join(dict.fromkeys(words[:5]))


def _apache(app: App) -> Iterator[Observation]:
    fronts = {proxy.place.file for proxy in app.deployment.proxies if proxy.kind == "apache" and proxy.tls}
    for path, facts in shipped(app, ApacheFacts).items():
        if path not in fronts:
            continue
        for directive in facts.named("SSLProtocol"):
            place = Place(path, directive.line)
            old = suites.apache_versions(list(directive.arguments))
            if old:
                yield violated(
                    place, f"Apache offers {_listed(old)}.", "Write SSLProtocol -all +TLSv1.2 +TLSv1.3 instead."
                )
            else:
                yield met(place, f"Apache offers only what SSLProtocol {' '.join(directive.arguments)} leaves.")
        for directive in facts.named("SSLCipherSuite"):
            weak = suites.weak_suites(" ".join(directive.arguments))
            if weak:
                reason = f"Apache offers weak cipher suites: {_listed(weak)}."
                yield violated(Place(path, directive.line), reason, "Write SSLCipherSuite ECDHE+AESGCM instead.")
        if not facts.named("SSLProtocol"):
            yield unknown("Apache's own default decides on the TLS versions: run tenfold probe on the live address.")


def _caddy(app: App) -> Iterator[Observation]:
    for path, site in app.deployment.fronts.caddy_sites():
        if not site.https:
            continue
        old = [word for text in site.tls for word in text.split() if word.lower() in {"tls1.0", "tls1.1"}]
        place = Place(path, site.line)
        if old:
            yield violated(place, f"Caddy is told to offer {_listed(old)}.", "Leave `protocols` out of the tls block.")
        else:
            yield met(place, "Caddy offers only TLS 1.2 and 1.3 with sound suites by default.")


def _traefik(app: App) -> Iterator[Observation]:
    fronts = [proxy for proxy in app.deployment.proxies if proxy.kind == "traefik" and proxy.tls]
    if not fronts:
        return
    for path, key, value, line in app.deployment.fronts.traefik_settings():
        if key.startswith("tls.options.") and key.endswith(".minversion"):
            place = Place(path, line)
            if value in {"VersionTLS10", "VersionTLS11", "VersionSSL30"}:
                yield violated(place, f"Traefik offers TLS from {value} on.", "Set minVersion to VersionTLS12.")
            else:
                yield met(place, f"Traefik offers TLS from {value} on.")
            return
    yield met(fronts[0].place, "Traefik offers TLS 1.2 and newer by default.", confidence="medium")


def _balancers(app: App) -> Iterator[Observation]:
    for path, facts in shipped(app, TerraformFacts).items():
        for block in facts.resources("aws_lb_listener", "aws_alb_listener"):
            protocol = block.value("protocol")
            if protocol is None or protocol.value.upper() not in {"HTTPS", "TLS"}:
                continue
            policy = block.value("ssl_policy")
            value = policy.value if policy is not None else ""
            place = Place(path, policy.line if policy is not None else block.line)
            if "${" in value or value.startswith(("var.", "local.")):
                yield unknown(f"The load balancer's policy is {value}, which is given elsewhere.", place)
            elif suites.old_balancer_policy(value):
                named = value or "the default policy ELBSecurityPolicy-2016-08"
                yield violated(
                    place,
                    f"The load balancer uses {named}, which offers TLS 1.0 and 1.1.",
                    'Set ssl_policy = "ELBSecurityPolicy-TLS13-1-2-2021-06".',
                )
            else:
                yield met(place, f"The load balancer's policy {value} offers TLS 1.2 and newer only.")


def _ingresses(app: App) -> Iterator[Observation]:
    fronts = [proxy for proxy in app.deployment.proxies if proxy.kind == "ingress" and proxy.tls]
    if not fronts:
        return
    for path, facts in shipped(app, KubernetesFacts).items():
        for item in facts.data:
            for pair in item.data:
                if pair.name == "ssl-protocols" and pair.value:
                    place = Place(path, pair.line)
                    old = suites.old_versions(pair.value.split())
                    if old:
                        yield violated(place, f"The ingress offers {_listed(old)}.", "Write TLSv1.2 TLSv1.3 instead.")
                    else:
                        yield met(place, f"The ingress offers only {pair.value}.")
                    return
    yield unknown(
        "The ingress controller decides on the TLS versions, and it is not in the repository: run tenfold probe on the "
        "live address.",
        fronts[0].place,
    )


def _platforms(app: App) -> Iterator[Observation]:
    for proxy in app.deployment.proxies:
        if proxy.kind != "platform" or not proxy.tls:
            continue
        if proxy.name in _DOCUMENTED:
            reason = f"{proxy.name} ends TLS and documents that it offers TLS 1.2 and newer only."
            yield met(proxy.place, reason, confidence="medium")
        else:
            yield unknown(f"{proxy.name} ends TLS: run tenfold probe on the live address.", proxy.place)


def _server(app: App, use: ServerUse) -> Iterator[Observation]:
    """A Python server that speaks TLS itself."""
    server = use.server
    place = use.certificate_place or use.place
    version = server.ssl_version.rpartition(".")[2].removeprefix("PROTOCOL_").replace("_", ".").lower()
    if version in suites.OLD_VERSIONS or (server.kind == "uvicorn" and version in {"2", "3", "4"}):
        yield violated(
            place,
            f"{server.kind} is told to speak {server.ssl_version}.",
            "Leave the TLS version out: a current Python offers TLS 1.2 and 1.3.",
        )
        return
    weak = suites.weak_suites(server.ssl_ciphers)
    if weak:
        yield violated(
            place, f"{server.kind} offers weak cipher suites: {_listed(weak)}.", "Name ECDHE+AESGCM instead."
        )
        return
    modern = suites.python_is_modern(app)
    if modern:
        yield met(place, f"{server.kind} ends TLS with Python's default, TLS 1.2 and newer.")
    else:
        yield unknown(
            f"{server.kind} ends TLS, and before Python 3.10 the default held TLS 1.0 and 1.1: run tenfold probe on "
            "the live address.",
            place,
        )
