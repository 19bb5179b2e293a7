from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from tenfold.program.values import Env
from tenfold.rules.base import Observation, Rule, violated

if TYPE_CHECKING:
    from tenfold.program.app import App

_TRUSTED_HOST = (
    "starlette.middleware.trustedhost.TrustedHostMiddleware",
    "fastapi.middleware.trustedhost.TrustedHostMiddleware",
    "fastapi.middleware.TrustedHostMiddleware",
)


class AllowedHosts(Rule):
    """The check of the Host header must name the app's own hosts.

    ## What it finds
    `ALLOWED_HOSTS` with `"*"` in the settings that production loads, or as the default of the variable that gives it,
    and a TrustedHostMiddleware that lets every host through.

    ## Why it matters
    Links in mails, redirects and cached pages are built from the Host header. Who may choose it lets your
    password-reset mail point to their own site.

    ## Example
    ### Django
    ```python site/settings.py
    INSTALLED_APPS = ["django.contrib.auth"]
    MIDDLEWARE = []
    ALLOWED_HOSTS = ["*"]
    ```
    ### FastAPI
    ```python main.py
    from fastapi import FastAPI
    from starlette.middleware.trustedhost import TrustedHostMiddleware

    app = FastAPI()
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=["*"])
    ```

    ## Use instead
    ### Django
    ```python site/settings.py
    INSTALLED_APPS = ["django.contrib.auth"]
    MIDDLEWARE = []
    ALLOWED_HOSTS = ["shop.example.com"]
    ```
    ### FastAPI
    ```python main.py
    from fastapi import FastAPI
    from starlette.middleware.trustedhost import TrustedHostMiddleware

    app = FastAPI()
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=["api.example.com"])
    ```

    ## References
    - https://docs.djangoproject.com/en/stable/ref/settings/#allowed-hosts
    - https://cwe.mitre.org/data/definitions/644.html
    """

    requirement = "framework.protections-on"
    severity = "medium"
    frameworks = frozenset({"django", "fastapi"})
    cwe = (644,)

    def judge(self, app: App) -> Iterable[Observation]:
        """Judge the list of hosts."""
        if app.framework == "fastapi":
            yield from self._middleware(app)
            return
        setting = app.settings.explicit("ALLOWED_HOSTS")
        wide = next((item for item in app.settings.list("ALLOWED_HOSTS") if item.value == "*"), None)
        if setting is None or wide is None:
            return
        given = app.settings.environment_value(setting.variable) if isinstance(setting.value, Env) else None
        if given is not None and "*" not in given[0]:
            return
        by_default = f", unless {setting.variable} names others" if setting.variable and given is None else ""
        yield violated(
            given[1] if given is not None else wide.place,
            f"ALLOWED_HOSTS lets every host through{by_default}.",
            'Write your hosts: ALLOWED_HOSTS = ["shop.example.com"], or read them with env.list("ALLOWED_HOSTS").',
            severity="low" if by_default else None,
        )

    @staticmethod
    def _middleware(app: App) -> Iterable[Observation]:
        for site in app.ending("add_middleware"):
            if not site.call.args:
                continue
            name = app.program.names.qualify(site.file, site.call.scope, site.call.args[0])
            hosts = site.argument("allowed_hosts")
            if name in _TRUSTED_HOST and hosts is not None:
                value = app.program.values.of(site.file, site.call.scope, hosts)
                if isinstance(value, list) and "*" in value:
                    yield violated(
                        site.place,
                        "TrustedHostMiddleware lets every host through, so it checks nothing.",
                        'Write your hosts: allowed_hosts=["api.example.com"].',
                        severity="low",
                    )
