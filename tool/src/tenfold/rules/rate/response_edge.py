"""What nginx answers at its limit."""

from __future__ import annotations

from collections.abc import Iterable

from tenfold.place import Place
from tenfold.program.app import App
from tenfold.project.nginx import Location, NginxFacts, NginxServer
from tenfold.rules.base import Observation, Rule, met, violated
from tenfold.rules.rate._limiters import edge_limits


class LimitResponseEdge(Rule):
    """nginx answers 503 to who asks too often.

    ## What it finds

    `limit_req` in force without `limit_req_status 429`: nginx answers 503 then.

    ## Why it matters

    503 says that the server is broken. Clients try again at once, load balancers take the server out, and alerts on
    errors cannot tell an attack from a fault.

    ## Example

    ### Flask
    ```python app.py
    from flask import Flask

    app = Flask(__name__)
    ```
    ```nginx nginx.conf
    http {
        limit_req_zone $binary_remote_addr zone=general:10m rate=10r/s;
        server {
            listen 80;
            location / {
                limit_req zone=general burst=40 nodelay;
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

    - https://nginx.org/en/docs/http/ngx_http_limit_req_module.html#limit_req_status
    - https://www.rfc-editor.org/rfc/rfc6585#section-4
    """

    requirement = "rate.response"
    severity = "low"
    cwe = (799,)

    def judge(self, app: App) -> Iterable[Observation]:
        """Ask the location that limits the start page for its status."""
        for limit in edge_limits(app, "/"):
            if limit.by != "nginx":
                continue
            status = _status(app, limit.place)
            if status is None:
                yield violated(limit.place, "nginx answers 503 at this limit, its default",
                               "Write `limit_req_status 429;` at the http level.")  # fmt: skip
            elif status[0] == "429":
                yield met(status[1], "nginx answers 429 at its limit")
            else:
                yield violated(status[1], f"nginx answers {status[0]} at its limit", "Write `limit_req_status 429;`.")


def _status(app: App, limit: Place) -> tuple[str, Place] | None:
    """The limit_req_status in force where a limit stands, and its place; None where there is none."""
    facts = app.facts_of(NginxFacts).get(limit.file)
    for server in facts.servers if facts is not None else ():
        blocks: tuple[Location | NginxServer, ...] = (*server.locations, server)
        for block in blocks:
            if any(one.line == limit.line for one in block.limits):
                setting = block.setting("limit_req_status") or server.setting("limit_req_status")
                return (setting.value, Place(limit.file, setting.line)) if setting is not None else None
    return None
