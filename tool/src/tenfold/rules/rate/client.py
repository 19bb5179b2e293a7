"""Whether a limit counts the real client."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tenfold.findings import Step
from tenfold.program.app import App
from tenfold.rules.base import Observation, Rule, met, not_applicable, unknown, violated
from tenfold.rules.rate._clients import Counts, Sight, sight, whom
from tenfold.rules.rate._limiters import InUse, in_use

_FIXES = {
    "flask": "Wrap the app: `app.wsgi_app = ProxyFix(app.wsgi_app, x_for=1)`, with as many as there are proxies.",
    "django": "Let one middleware set `REMOTE_ADDR` from the header that the proxy overwrites, or tell the limiter: "
    "`RATELIMIT_IP_META_KEY`, `AXES_IPWARE_PROXY_COUNT`, `NUM_PROXIES`, `ALLAUTH_TRUSTED_PROXY_COUNT`.",
    "fastapi": "Start uvicorn with `--proxy-headers --forwarded-allow-ips=<address of the proxy>`.",
}
_SPOOFED = "Count the address that the server sees, and let only the proxy set it"


class LimitClient(Rule):
    """A rate limit counts the proxy instead of the client, or an address that the client writes itself.

    ## What it finds

    Whom each limiter counts (its key function, `RATELIMIT_IP_META_KEY`, `NUM_PROXIES`, axes' and allauth's
    settings) held against what stands in front of the app and who is believed: `ProxyFix`, `--forwarded-allow-ips`,
    nginx's headers.

    ## Why it matters

    Behind a proxy the server sees the proxy's address: all users share one limit, and one attacker locks everybody
    out. The first address of X-Forwarded-For is what the client wrote: a new one for each try, and there is no
    limit.

    ## Example

    ### Flask
    ```python app.py
    from flask import Flask
    from flask_limiter import Limiter
    from flask_limiter.util import get_remote_address

    app = Flask(__name__)
    limiter = Limiter(get_remote_address, app=app, default_limits=["200 per minute"])
    ```
    ```nginx nginx.conf
    http {
        server {
            listen 80;
            location / {
                proxy_pass http://127.0.0.1:8000;
                proxy_set_header X-Forwarded-For $remote_addr;
            }
        }
    }
    ```
    ### FastAPI
    ```python main.py
    from fastapi import FastAPI, Request
    from slowapi import Limiter

    app = FastAPI()

    def client(request: Request) -> str:
        return request.headers.get("X-Forwarded-For", "").split(",")[0]

    limiter = Limiter(key_func=client)
    app.state.limiter = limiter

    @app.get("/search")
    @limiter.limit("10/minute")
    def search(request: Request):
        return []
    ```

    ## Use instead

    ### Flask
    ```python app.py
    from flask import Flask
    from flask_limiter import Limiter
    from flask_limiter.util import get_remote_address
    from werkzeug.middleware.proxy_fix import ProxyFix

    app = Flask(__name__)
    app.wsgi_app = ProxyFix(app.wsgi_app, x_for=1)
    limiter = Limiter(get_remote_address, app=app, default_limits=["200 per minute"])
    ```
    ```nginx nginx.conf
    http {
        server {
            listen 80;
            location / {
                proxy_pass http://127.0.0.1:8000;
                proxy_set_header X-Forwarded-For $remote_addr;
            }
        }
    }
    ```
    ### FastAPI
    ```python main.py
    from fastapi import FastAPI, Request
    from slowapi import Limiter
    from slowapi.util import get_remote_address

    app = FastAPI()
    limiter = Limiter(key_func=get_remote_address)
    app.state.limiter = limiter

    @app.get("/search")
    @limiter.limit("10/minute")
    def search(request: Request):
        return []
    ```

    ## References

    - https://flask-limiter.readthedocs.io/en/stable/recipes.html#deploying-an-application-behind-a-proxy
    - https://www.django-rest-framework.org/api-guide/throttling/#how-clients-are-identified
    - https://adam-p.ca/blog/2022/03/x-forwarded-for/
    """

    requirement = "rate.client"
    severity = "medium"
    cwe = (348, 290, 799)

    def judge(self, app: App) -> Iterable[Observation]:
        """Hold each limiter's key against what the app sees."""
        limiters = in_use(app)
        if not limiters:
            yield not_applicable(
                "the app has no limiter (looked for Flask-Limiter, SlowApi, axes, throttles and the like)"
            )
        seen = sight(app)
        known = any(one.limiter is not None for one in limiters)
        for one in limiters:
            counts = whom(app, one)
            if not (one.limiter is None and counts.whom == "unknown" and known):
                yield from _judge(app, one, counts, seen)


def _judge(app: App, one: InUse, counts: Counts, seen: Sight) -> Iterator[Observation]:
    fix = _FIXES[app.framework]
    match counts.whom:
        case "first" | "whole":
            which = "the first address" if counts.whom == "first" else "the whole text"
            yield violated(
                counts.place,
                f"{one.called} counts {which} of X-Forwarded-For ({counts.what}), which the client writes: with "
                "another one for each request there is no limit",
                f"{_SPOOFED}. {fix}",
            )  # fmt: skip
        case "peer":
            yield _peer(one, counts, seen, fix)
        case "last":
            yield met(counts.place, f"{one.called} counts the address that the proxy adds ({counts.what})")
        case "account":
            yield met(counts.place, f"{one.called} counts something that is no address ({counts.what})")
        case "header" if app.deployment.proxies:
            yield met(counts.place, f"{one.called} counts an address that the proxy sends ({counts.what})")
        case "header":
            yield unknown(f"{one.called} counts a header that a proxy must overwrite ({counts.what}), and no proxy "
                          "stands in the repository", counts.place)  # fmt: skip
        case _:
            yield unknown(f"the files do not tell whom {one.called} counts", counts.place)


def _peer(one: InUse, counts: Counts, seen: Sight, fix: str) -> Observation:
    related = [Step(seen.place, seen.why)] if seen.place is not None and seen.place != counts.place else []
    if seen.true:
        return met(counts.place, f"{one.called} counts the client's address: {seen.why}", related=related)
    if seen.true is None:
        return unknown(f"{one.called} counts the address that the server sees, and {seen.why}", counts.place,
                       related=related)  # fmt: skip
    return violated(counts.place, f"{one.called} counts the address that the server sees, but {seen.why}", fix,
                    related=related)  # fmt: skip
