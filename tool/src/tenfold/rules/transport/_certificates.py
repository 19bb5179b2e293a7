"""Where the certificate comes from: ACME clients, platforms, authorities of clouds, or nobody that a browser trusts."""

from __future__ import annotations

from collections.abc import Iterator

from tenfold.place import Place
from tenfold.program.app import App
from tenfold.program.deployment.production import is_production, reached, shipped
from tenfold.project.apache import ApacheFacts
from tenfold.project.dockerfile import DockerfileFacts
from tenfold.project.facts import Command
from tenfold.project.kubernetes import KubernetesFacts
from tenfold.project.launchers import basename
from tenfold.project.shell import ShellFacts
from tenfold.project.terraform import TerraformFacts
from tenfold.project.workflows import WorkflowFacts
from tenfold.rules.base import Observation, met, unknown, violated

_CLIENTS = frozenset({"certbot", "certbot-auto", "acme.sh", "dehydrated", "lego", "getssl", "step", "uacme"})
_IMAGES = {
    "certbot/certbot": "certbot",
    "certbot/dns-cloudflare": "certbot",
    "certbot/dns-route53": "certbot",
    "nginxproxy/acme-companion": "acme-companion",
    "jrcs/letsencrypt-nginx-proxy-companion": "acme-companion",
    "linuxserver/swag": "SWAG",
    "lscr.io/linuxserver/swag": "SWAG",
    "ghcr.io/linuxserver/swag": "SWAG",
    "goacme/lego": "lego",
    "neilpang/acme.sh": "acme.sh",
    "jonasal/nginx-certbot": "certbot",
    "staticfloat/nginx-certbot": "certbot",
    "steveltn/https-portal": "HTTPS-PORTAL",
    "lucaslorentz/caddy-docker-proxy": "Caddy",
}
_PLATFORMS = frozenset({"fly", "heroku", "render", "vercel", "railway", "gae", "digitalocean"})
_KINDS = frozenset({"Certificate", "ClusterIssuer", "Issuer", "ManagedCertificate"})
FIX = "Let the server in front fetch the certificate by ACME: Caddy with a domain name, or certbot beside nginx."


def everything(app: App) -> Iterator[Observation]:
    """Each thing that says where the certificate comes from."""
    yield from _self_signed(app)
    yield from _caddy(app)
    yield from _traefik(app)
    yield from _images(app)
    yield from _commands(app)
    yield from _kubernetes(app)
    yield from _clouds(app)
    yield from _nginx(app)


def _caddy(app: App) -> Iterator[Observation]:
    for path, site in app.deployment.fronts.caddy_sites():
        place = Place(path, site.line)
        public = [a for a in site.addresses if not _is_local(a)]
        if not site.https or not public:
            continue
        if "internal" in site.tls:
            yield violated(place, f"Caddy signs the certificate of {public[0]} itself (tls internal).", FIX)
        elif any("/" in word or word.endswith(".pem") for word in site.tls[:2]):
            yield unknown(f"Caddy uses a certificate file for {public[0]}, and nothing here renews it.", place)
        else:
            yield met(place, f"Caddy fetches and renews the certificate of {public[0]} by ACME.")


def _is_local(address: str) -> bool:
    host = address.removeprefix("https://").partition("/")[0].partition(":")[0]
    return (
        not host or host in {"localhost", "127.0.0.1"} or host.endswith((".local", ".internal", ".localhost", ".test"))
    )


def _traefik(app: App) -> Iterator[Observation]:
    static = [s for s in app.deployment.fronts.traefik_settings() if "certificatesresolvers." in s[1]]
    acme = next((s for s in static if ".acme" in s[1]), None)
    for path, router, _ in app.deployment.fronts.traefik_routers():
        if router.certificate_resolver:
            place = Place(acme[0], acme[3]) if acme is not None else Place(path, router.line)
            reason = f"Traefik fetches and renews the certificate by ACME (resolver {router.certificate_resolver})."
            yield met(place, reason, confidence="high" if acme is not None else "medium")
            return


def _images(app: App) -> Iterator[Observation]:
    for image in app.deployment.images:
        name = image.name.removeprefix("docker.io/")
        if name in _IMAGES:
            yield met(image.place, f"{_IMAGES[name]} fetches and renews the certificate by ACME.")


def _commands(app: App) -> Iterator[Observation]:
    for place, command in _every_command(app):
        words = [basename(word) for word in command.argv[:8]]
        client = next((word for word in words if word in _CLIENTS and (word != "step" or "ca" in words)), "")
        if client and words[0] not in {"apt-get", "apt", "apk", "pip", "pip3", "yum", "dnf", "snap", "echo"}:
            yield met(place, f"{client} fetches or renews the certificate by ACME.")
            return


def _every_command(app: App) -> Iterator[tuple[Place, Command]]:
    for unit in app.deployment.units:
        yield from ((Place(path, command.line), command) for path, command in unit.commands)
    for path, script in reached(app, ShellFacts).items():
        if is_production(path):
            yield from ((Place(path, command.line), command) for command in script.commands)
    for path, image in shipped(app, DockerfileFacts).items():
        for stage in image.final():
            yield from ((Place(path, command.line), command) for command in stage.commands)
    for path, workflow in reached(app, WorkflowFacts).items():
        for run in workflow.runs:
            yield from ((Place(path, command.line), command) for command in run.commands)


def _kubernetes(app: App) -> Iterator[Observation]:
    for path, ingress in app.deployment.fronts.ingresses():
        for note in ingress.annotations:
            if note.key.startswith(("cert-manager.io/", "certmanager.k8s.io/", "networking.gke.io/managed-cert")):
                yield met(Place(path, note.line), "cert-manager or the cloud fetches and renews the certificate.")
                return
    for path, facts in shipped(app, KubernetesFacts).items():
        for other in facts.others:
            if other.key in _KINDS:
                yield met(Place(path, other.line), f"A {other.key} has the certificate fetched and renewed.")
                return


def _clouds(app: App) -> Iterator[Observation]:
    for proxy in app.deployment.proxies:
        if proxy.kind == "platform" and proxy.name in _PLATFORMS and proxy.tls:
            yield met(proxy.place, f"The platform ({proxy.name}) manages the certificate.", confidence="medium")
            return
    for path, facts in shipped(app, TerraformFacts).items():
        found = facts.resources("aws_acm_certificate", "google_compute_managed_ssl_certificate", "acme_certificate")
        if found:
            yield met(Place(path, found[0].line), f"The cloud renews the certificate ({found[0].labels[0]}).")
            return


def _nginx(app: App) -> Iterator[Observation]:
    for front in app.deployment.fronts.nginx:
        given = front.host.setting("ssl_certificate") if front.host is not None and front.is_tls else None
        if given is None:
            continue
        place = Place(front.host_path, given.line)
        if "snakeoil" in given.value:
            yield violated(place, "nginx shows Debian's self-signed snakeoil certificate.", FIX)
        elif "letsencrypt" in given.value or "acme" in given.value.lower():
            reason = "nginx shows a certificate that an ACME client keeps in its own folder."
            yield met(place, reason, confidence="medium")
        else:
            yield unknown(f"nginx shows {given.value}, and nothing in the repository renews it.", place)
        return
    for path, facts in shipped(app, ApacheFacts).items():
        for directive in facts.named("MDomain"):
            yield met(Place(path, directive.line), "Apache's mod_md fetches and renews the certificate.")


def _self_signed(app: App) -> Iterator[Observation]:
    """`openssl req -x509` where production starts or is built, and Werkzeug's throw-away certificate."""
    images = shipped(app, DockerfileFacts)
    started = [pair for pair in _every_command(app) if not pair[0].file.startswith(".github/")]
    for place, command in started:
        words = command.argv
        if words[:2] == ("openssl", "req") and "-x509" in words and (place.file in images or _is_start(app, place)):
            yield violated(place, "A self-signed certificate is made where production starts.", FIX)
            return
    for use in app.deployment.servers:
        if use.server.certfile == "adhoc" and use.certificate_place is not None:
            yield violated(use.certificate_place, "The server makes itself a throw-away certificate (adhoc).", FIX)
            return


def _is_start(app: App, place: Place) -> bool:
    return any(use.place.file == place.file for use in app.deployment.servers)
