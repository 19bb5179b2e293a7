"""Secrets and whole requests in logs."""

from __future__ import annotations

from collections.abc import Iterable

from tenfold.findings import Severity
from tenfold.program.app import App
from tenfold.rules.base import Observation, Rule, met, not_applicable, violated
from tenfold.rules.logging._log_calls import LogCall, log_calls, prints
from tenfold.rules.logging._secrets import Secret, Secrets

_HIDERS = (
    "django.views.decorators.debug.sensitive_post_parameters", "django.views.decorators.debug.sensitive_variables",
    "sentry_sdk.scrubber.EventScrubber",
)  # fmt: skip

_SURE = ("passw", "pwd", "authorization", "card", "cvv", "cvc", "ssn", "private", "secret")


class Private(Rule):
    """A password, a token or a whole request is written to a log.

    ## What it finds
    Calls of loggers and of `print` that are given a secret as a value: a password, token, cookie, `Authorization`
    header, key or card number, or the body, headers or cookies of a request as a whole. Hashes, lengths, truth values,
    masked values and `SecretStr` are silent, and so is text that only speaks of passwords.

    ## Why it matters
    Logs go to more people and companies than the database, and stay longer. One logged body of a log-in request makes
    the log a list of passwords; one logged `Authorization` header lets every reader act as that user.

    ## Example
    ### Flask
    ```python app.py
    from flask import Flask, request

    app = Flask(__name__)

    @app.post("/login")
    def log_in():
        app.logger.info("log-in attempt: %s", request.form)
        return "", 204
    ```
    ### Django
    ```python settings.py
    INSTALLED_APPS = ["shop"]
    ROOT_URLCONF = "shop.urls"
    MIDDLEWARE = []
    ```
    ```python shop/views.py
    import logging

    logger = logging.getLogger(__name__)

    def sign_up(request):
        password = request.POST["password"]
        logger.info("new account with password %s", password)
    ```
    ### FastAPI
    ```python main.py
    import logging

    from fastapi import FastAPI, Request

    app = FastAPI()
    logger = logging.getLogger(__name__)

    @app.get("/orders")
    async def orders(request: Request):
        logger.info(f"headers: {request.headers}")
        return []
    ```

    ## Use instead
    ### Flask
    ```python app.py
    from flask import Flask, request

    app = Flask(__name__)

    @app.post("/login")
    def log_in():
        app.logger.info("log-in attempt for %r", request.form.get("email", "")[:254])
        return "", 204
    ```
    ### Django
    ```python settings.py
    INSTALLED_APPS = ["shop"]
    ROOT_URLCONF = "shop.urls"
    MIDDLEWARE = []
    ```
    ```python shop/views.py
    import logging

    logger = logging.getLogger(__name__)

    def sign_up(request):
        logger.info("new account, password of %s characters", len(request.POST["password"]))
    ```
    ### FastAPI
    ```python main.py
    import logging

    from fastapi import FastAPI, Request

    app = FastAPI()
    logger = logging.getLogger(__name__)

    @app.get("/orders")
    async def orders(request: Request):
        logger.info("orders asked by %s", request.client.host)
        return []
    ```

    ## References
    - https://cheatsheetseries.owasp.org/cheatsheets/Logging_Cheat_Sheet.html#data-to-exclude
    - https://cwe.mitre.org/data/definitions/532.html
    """

    requirement = "logging.private"
    severity = "high"

    def judge(self, app: App) -> Iterable[Observation]:
        """Look at what each log call is given."""
        secrets = Secrets(app)
        calls = log_calls(app)
        found = False
        for call in (*calls, *prints(app)):
            secret = _given(secrets, call)
            if secret is not None:
                found = True
                yield violated(
                    call.place,
                    f"{call.called}() writes {secret.what} to the log",
                    "Log the id of the thing, not the thing: take the value out, or write len(...) or a masked form.",
                    function=call.site.function,
                    severity=_severity(call, secret),
                )
        if not found:
            yield from self._without(app, calls)

    def _without(self, app: App, calls: tuple[LogCall, ...]) -> Iterable[Observation]:
        for site in app.calls(*_HIDERS):
            yield met(site.place, f"{site.name.rpartition('.')[2]} hides secrets in error reports")
        if calls:
            reason = f"none of the {len(calls)} log calls is given a password, token, cookie or whole request"
            yield met(calls[0].place, reason)
        else:
            yield not_applicable("no call of a logger was found")


def _given(secrets: Secrets, call: LogCall) -> Secret | None:
    for expr in (call.message, *call.args):
        if expr is not None:
            found = secrets.find(call.file, call.scope, expr)
            if found is not None:
                return found
    for field in call.fields:
        found = secrets.find(call.file, call.scope, field.value)
        if found is not None:
            return found
    return None


def _severity(call: LogCall, secret: Secret) -> Severity:
    if call.detailed:
        return "low"
    if secret.whole:
        return (
            "high"
            if any(word in secret.what.casefold() for word in ("header", "cookie", "authorization"))
            else "medium"
        )
    # A name alone says "password" for sure; a "token" or "key" may be of a public kind.
    return "high" if any(word in secret.what.casefold() for word in _SURE) else "medium"
