"""A limiter that is made but not in force."""

from __future__ import annotations

from collections.abc import Iterable

from tenfold.findings import Step
from tenfold.frameworks.limiters import SLOWAPI
from tenfold.program.app import App
from tenfold.rules.base import Observation, Rule, violated
from tenfold.rules.rate._limiters import app_wide, slowapi_blind


class DefaultLimitUnattached(Rule):
    """A limiter is made, but nothing puts it in force.

    ## What it finds

    A `Limiter` that is never given the app, SlowApi's `default_limits` without `SlowAPIMiddleware`, and with it on
    a FastAPI version whose included routers it does not see.

    ## Why it matters

    The limit stands in the code, reviewers see it, and no request is ever counted.

    ## Example

    ### Flask
    ```python app.py
    from flask import Flask
    from flask_limiter import Limiter
    from flask_limiter.util import get_remote_address

    limiter = Limiter(get_remote_address, default_limits=["200 per minute"])

    def create_app():
        app = Flask(__name__)
        return app
    ```
    ### FastAPI
    ```python main.py
    from fastapi import FastAPI
    from slowapi import Limiter
    from slowapi.util import get_remote_address

    app = FastAPI()
    limiter = Limiter(key_func=get_remote_address, default_limits=["200/minute"])
    app.state.limiter = limiter
    ```

    ## Use instead

    ### Flask
    ```python app.py
    from flask import Flask
    from flask_limiter import Limiter
    from flask_limiter.util import get_remote_address

    limiter = Limiter(get_remote_address, default_limits=["200 per minute"])

    def create_app():
        app = Flask(__name__)
        limiter.init_app(app)
        return app
    ```
    ### FastAPI
    ```python main.py
    from fastapi import FastAPI
    from slowapi import Limiter
    from slowapi.middleware import SlowAPIMiddleware
    from slowapi.util import get_remote_address

    app = FastAPI()
    limiter = Limiter(key_func=get_remote_address, default_limits=["200/minute"])
    app.state.limiter = limiter
    app.add_middleware(SlowAPIMiddleware)
    ```

    ## References

    - https://flask-limiter.readthedocs.io/en/stable/#initialization
    - https://slowapi.readthedocs.io/en/latest/examples/#apply-a-global-default-limit-to-all-routes
    """

    requirement = "rate.default"
    severity = "medium"
    frameworks = frozenset({"flask", "fastapi"})
    cwe = (770, 799)

    def judge(self, app: App) -> Iterable[Observation]:
        """Look at limiters that no app is given, and at SlowApi's default limits."""
        unattached = app.protections.unattached("rate.default")
        for guard in unattached:
            yield violated(guard.place, "the limiter is made but never given the app, so that it counts nothing",
                           "Call `limiter.init_app(app)`, or set `app.state.limiter = limiter` (SlowApi).")  # fmt: skip
        attached = {guard.place for guard in unattached}
        for site in app.calls(SLOWAPI.name):
            if site.argument("default_limits") is None or site.place in attached:
                continue
            blind = slowapi_blind(app)
            if not any(guard.name == SLOWAPI.name for guard in app.protections.in_force("rate.default")):
                yield violated(site.place, "default_limits does nothing without SlowAPIMiddleware",
                               "Add `app.add_middleware(SlowAPIMiddleware)`.")  # fmt: skip
            elif blind is not None and not app_wide(app):
                yield violated(
                    site.place, "SlowApi's default limits do not see the routes of included routers in this FastAPI",
                    "Limit all routes by a dependency: `FastAPI(dependencies=[Depends(general_limit)])`.",
                    related=[Step(blind, "its routes are not counted")],
                )  # fmt: skip
