"""Whether all routes are limited."""

from __future__ import annotations

from collections.abc import Iterable

from tenfold.findings import Step
from tenfold.program.app import App
from tenfold.rules.base import Observation, Rule, met, missing, not_applicable, unknown
from tenfold.rules.framework._accounts import NO_ROUTES, serves_nothing
from tenfold.rules.rate._limiters import app_wide, edge_limits

_FIXES = {
    "flask": '`Limiter(get_remote_address, app=app, default_limits=["200 per minute"], storage_uri=...)`.',
    "django": "Set `DEFAULT_THROTTLE_CLASSES` and `DEFAULT_THROTTLE_RATES` (REST framework), or limit at the proxy: "
    "`limit_req zone=general burst=40;`.",
    "fastapi": '`Limiter(key_func=get_remote_address, default_limits=["200/minute"])` with `SlowAPIMiddleware`, or a '
    "dependency of the app.",
}


class DefaultLimit(Rule):
    """No rate limit holds for all routes.

    ## What it finds

    A limit that reaches every route: Flask-Limiter's `default_limits` on an attached limiter, a dependency of the
    FastAPI app, `SlowAPIMiddleware` with `default_limits`, REST framework's default throttles, middleware that
    answers 429, or nginx's `limit_req` (or its like) on `/`.

    ## Why it matters

    One client that asks as fast as it can takes the server from everybody else, scrapes all data, and finds the
    routes that nobody thought of limiting.

    ## Example

    ### Flask
    ```python app.py
    from flask import Flask

    app = Flask(__name__)

    @app.get("/search")
    def search():
        return "found"
    ```

    ## Use instead

    ### Flask
    ```python app.py
    from flask import Flask
    from flask_limiter import Limiter
    from flask_limiter.util import get_remote_address

    app = Flask(__name__)
    limiter = Limiter(get_remote_address, app=app, default_limits=["200 per minute"], storage_uri="redis://cache:6379")

    @app.get("/search")
    def search():
        return "found"
    ```

    ## References

    - https://owasp.org/API-Security/editions/2023/en/0xa4-unrestricted-resource-consumption/
    - https://flask-limiter.readthedocs.io/en/stable/#configuration
    - https://www.django-rest-framework.org/api-guide/throttling/
    """

    requirement = "rate.default"
    severity = "low"
    cwe = (770, 799)

    def judge(self, app: App) -> Iterable[Observation]:
        """Look for what reaches every route."""
        if not [route for route in app.routes if route.kind in {"http", "admin"}]:
            yield unknown(NO_ROUTES) if serves_nothing(app) else not_applicable("the app has no routes but WebSockets")
            return
        found = False
        for guard in app_wide(app):
            found = True
            yield met(guard.place, f"{guard.name.rpartition('.')[2].rpartition(':')[2]} limits all routes")
        for limit in edge_limits(app, "/"):
            found = True
            yield met(limit.place, f"{limit.by} limits all routes")
        if not found:
            some = app.protections.in_force("rate.default")[:3]
            reason = (
                "some routes have a limit, but none holds for all" if some else "no rate limit holds for all routes"
            )
            yield missing(app.place, reason, f"Add one: {_FIXES[app.framework]}",
                          related=[Step(guard.place, "limits this route only") for guard in some])  # fmt: skip
