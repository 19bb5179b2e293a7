"""Whether the proxy in front limits requests."""

from __future__ import annotations

from collections.abc import Iterable

from tenfold.findings import Step
from tenfold.place import Place
from tenfold.program.accounts import account_routes
from tenfold.program.app import App
from tenfold.project.nginx import NginxFacts
from tenfold.project.terraform import TerraformFacts
from tenfold.rules.base import Observation, Rule, met, missing, unknown, violated

_WALLS = {
    "cloudflare_rate_limit": "Cloudflare", "cloudflare_ruleset": "Cloudflare", "aws_wafv2_web_acl": "AWS WAF",
    "aws_waf_rate_based_rule": "AWS WAF", "google_compute_security_policy": "Cloud Armor",
    "azurerm_web_application_firewall_policy": "Azure WAF", "azurerm_frontdoor_firewall_policy": "Azure WAF",
}  # fmt: skip
_LIMITS = ("ratelimit", "rate_limit", "rate_based", "throttle")


class EdgeLimit(Rule):
    """The proxy in front of the app limits nothing.

    ## What it finds

    `limit_req` of nginx in a location that serves the app, `rate_limit` of Caddy, Traefik's middleware, the
    annotations of an ingress, and rate rules of Cloudflare, AWS WAF and their like in Terraform files. A zone that
    no location uses, or a dry run, is none.

    ## Why it matters

    The app's own limits count a request after it has taken a worker. The proxy refuses thousands a second without
    one, also those to files and to routes that the app does not know.

    ## Example

    ### Flask
    ```python app.py
    from flask import Flask

    app = Flask(__name__)
    ```
    ```nginx nginx.conf
    http {
        server {
            listen 80;
            location / {
                proxy_pass http://127.0.0.1:8000;
            }
        }
    }
    ```

    ## Use instead

    ### Flask
    ```python app.py
    from flask import Flask

    app = Flask(__name__)
    ```
    ```nginx nginx.conf
    http {
        limit_req_zone $binary_remote_addr zone=general:10m rate=10r/s;
        limit_req_status 429;
        server {
            listen 80;
            location / {
                limit_req zone=general burst=40 nodelay;
                proxy_pass http://127.0.0.1:8000;
            }
        }
    }
    ```

    ## References

    - https://nginx.org/en/docs/http/ngx_http_limit_req_module.html
    - https://developers.cloudflare.com/waf/rate-limiting-rules/
    """

    requirement = "rate.edge"
    severity = "low"
    cwe = (770, 799)

    def judge(self, app: App) -> Iterable[Observation]:
        """Ask what each path that matters passes."""
        paths = [
            "/",
            *(a.route.path if a.route.path.startswith("/") else f"/{a.route.path}" for a in account_routes(app)),
        ]
        proofs: dict[Place, str] = {}
        doubtful: Place | None = None
        for path in dict.fromkeys(paths) if app.deployment.proxies else ():
            for limit in app.deployment.edge_limits(path):
                if limit.kind != "requests":
                    continue
                if limit.certain:
                    rate = f"{limit.per_minute} requests a minute" if limit.per_minute else "requests"
                    proofs.setdefault(limit.place, f"{limit.by} limits {path} to {rate}")
                else:
                    doubtful = doubtful or limit.place
        wall = _wall(app)
        if wall is not None:
            proofs.setdefault(*wall)
        for place, reason in proofs.items():
            yield met(place, reason)
        if proofs:
            return
        zone = _unused(app)
        proxy = next(iter(app.deployment.proxies), None)
        fix = "Limit at the proxy: in nginx `limit_req_zone $binary_remote_addr zone=general:10m rate=10r/s;` and "
        fix += "`limit_req zone=general burst=40 nodelay;` in the location."
        if doubtful is not None:
            yield unknown(
                "the proxy has a limit, but the files do not tell whether it holds for the app's paths", doubtful
            )
        elif zone is not None and proxy is not None:
            yield violated(zone, "a zone is declared, but no location that serves the app uses it", fix,
                           related=[Step(proxy.place, "serves the app without a limit")])  # fmt: skip
        elif proxy is not None:
            yield missing(proxy.place, f"{proxy.kind} stands in front of the app and limits nothing", fix)
        else:
            yield missing(app.place, "no proxy of the repository limits requests before they reach the app", fix)


def _wall(app: App) -> tuple[Place, str] | None:
    """A firewall in Terraform files with a rule on rates."""
    for path, facts in app.facts_of(TerraformFacts).items():
        for block in facts.resources(*_WALLS):
            name = block.labels[0]
            told = ("rate" in name.replace("_rule", "") and "limit" in name) or any(
                any(word in f"{s.key} {s.value}".lower() for word in _LIMITS) for s in block.settings[:300]
            )  # fmt: skip
            if told:
                return Place(path, block.line), f"{_WALLS[name]} limits requests"
    return None


def _unused(app: App) -> Place | None:
    """A zone of requests that is declared in an nginx file of the app."""
    for path, facts in app.facts_of(NginxFacts).items():
        for zone in facts.zones:
            if zone.kind == "requests" and app.program.role(path) == "production":
                return Place(path, zone.line)
    return None
