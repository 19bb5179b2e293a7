"""Practice 9: logs that tell what happened, and someone who hears it."""

from tenfold.catalogue import logging_content
from tenfold.catalogue.model import HowTo, Practice, Requirement

PRACTICE = Practice(
    id="logging",
    number=9,
    title="Logging and monitoring",
    summary="Security events and errors are recorded without private data, and somebody is told in time.",
)

REQUIREMENTS: tuple[Requirement, ...] = (
    Requirement(
        id="logging.configured",
        practice="logging",
        title="Logging is configured",
        asks="The app configures a handler, a level and a structured format with time zone for its logs.",
        why="""\
Python without configuration prints warnings only, without time or place. After a break-in the first \
questions are who, when and from where; logs that nobody can search answer none of them, and attackers \
stay for months because of it.""",
        how=HowTo(
            flask="""\
Configure before the app is made. JSON lines to standard output suit containers; structlog adds context to \
each line.

```python
import logging

import structlog

structlog.configure(
    processors=[
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        structlog.processors.JSONRenderer(),
    ],
    wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
)

@app.before_request
def bind_request():
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(path=request.path, address=request.remote_addr)
```""",
            django="""\
Set `LOGGING`; Django's default prints only errors in production, and mails them to `ADMINS`.

```python
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {
            "()": "pythonjsonlogger.json.JsonFormatter",
            "fmt": "%(asctime)s %(levelname)s %(name)s %(message)s",
            "datefmt": "%Y-%m-%dT%H:%M:%S%z",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["console"], "level": "INFO"},
}
```""",
            fastapi="""\
Configure at import of the main module, uvicorn's loggers included, and bind the request's id.

```python
import logging.config

logging.config.dictConfig({
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {
            "()": "pythonjsonlogger.json.JsonFormatter",
            "fmt": "%(asctime)s %(levelname)s %(name)s %(message)s",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["console"], "level": "INFO"},
})
```
`asgi_correlation_id.CorrelationIdMiddleware` gives each request an id.""",
        ),
        cwe=(778, 223),
        owasp2025=("A09:2025",),
        owasp2021=("A09:2021",),
        asvs=("16.2.1", "16.2.2", "16.2.4", "16.1.1"),
        references=(
            "https://cheatsheetseries.owasp.org/cheatsheets/Logging_Cheat_Sheet.html",
            "https://www.structlog.org/en/stable/",
            "https://docs.djangoproject.com/en/stable/topics/logging/",
            "https://flask.palletsprojects.com/en/stable/logging/",
        ),
    ),
    Requirement(
        id="logging.logins",
        practice="logging",
        title="Log-ins are logged",
        asks="Successful and failed log-ins, log-outs and password changes are logged with account and address.",
        why="""\
A thousand failures followed by one success is what a broken-into account looks like, and the only place \
to see it is this log. Without it you cannot tell your users whether their account was used, nor stop the \
attack while it runs.""",
        how=HowTo(
            flask="""\
Flask-Login sends signals for success; log the failure where the password is checked.

```python
from flask import request
from flask_login import user_logged_in, user_logged_out

@user_logged_in.connect
def log_success(sender, user, **extra):
    log.info("login succeeded", account=user.id, address=request.remote_addr)

def log_failure(email):
    log.warning("login failed", account=email[:254], address=request.remote_addr)
```""",
            django="""\
Connect to the signals; the admin's log-in and allauth send them too.

```python
import logging

from django.contrib.auth.signals import user_logged_in, user_login_failed
from django.dispatch import receiver

logger = logging.getLogger("security.login")

@receiver(user_logged_in)
def succeeded(sender, request, user, **kwargs):
    logger.info("login succeeded", extra={"account": user.pk, "address": request.META["REMOTE_ADDR"]})

@receiver(user_login_failed)
def failed(sender, credentials, request=None, **kwargs):
    address = request.META["REMOTE_ADDR"] if request else None
    logger.warning("login failed", extra={"account": credentials.get("username"), "address": address})
```
Import the module in `AppConfig.ready`.""",
            fastapi="""\
Log both outcomes in the token route (with FastAPI Users in `UserManager.on_after_login`).

```python
@app.post("/token")
async def log_in(request: Request, form: Annotated[OAuth2PasswordRequestForm, Depends()]):
    user = await checked_user(form.username, form.password)
    if user is None:
        log.warning("login failed", account=form.username[:254], address=request.client.host)
        raise HTTPException(401, "Wrong name or password")
    log.info("login succeeded", account=user.id, address=request.client.host)
    return {"access_token": access_token(user.id), "token_type": "bearer"}
```""",
        ),
        cwe=(778, 223),
        owasp2025=("A09:2025",),
        owasp2021=("A09:2021",),
        asvs=("16.3.1", "16.2.1"),
        references=(
            "https://cheatsheetseries.owasp.org/cheatsheets/Logging_Vocabulary_Cheat_Sheet.html",
            "https://docs.djangoproject.com/en/stable/ref/contrib/auth/#module-django.contrib.auth.signals",
            "https://flask-login.readthedocs.io/en/latest/#signals",
        ),
    ),
    Requirement(
        id="logging.denials",
        practice="logging",
        title="Refusals are logged",
        asks="Refusals of permission, CSRF check, rate limit and validation are logged with who and where.",
        why="""\
Someone who looks for a hole is refused many times before they find it. These refusals are the early \
warning; unlogged, the first thing you see is the success.""",
        how=HowTo(
            flask="""\
Log in the error handlers for 400, 401, 403 and 429; Flask-WTF's CSRF error is a 400 of its own class.

```python
from flask import request
from flask_login import current_user
from werkzeug.exceptions import HTTPException

@app.errorhandler(HTTPException)
def log_refusal(error):
    if error.code in {400, 401, 403, 422, 429}:
        log.warning(
            "refused",
            status=error.code,
            kind=type(error).__name__,
            path=request.path,
            account=getattr(current_user, "id", None),
        )
    return error
```""",
            django="""\
Django logs 403 and 429 as warnings on `django.request`, CSRF failures on `django.security.csrf` and bad \
hosts on `django.security`: give those loggers a handler, and add the account.

```python
LOGGING["loggers"] = {
    "django.request": {"level": "WARNING"},
    "django.security": {"level": "WARNING"},
    "axes": {"level": "WARNING"},
}
```
```python
import logging

logger = logging.getLogger("security.refused")

class LogRefusals:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if response.status_code in {401, 403, 429}:
            extra = {"status": response.status_code, "path": request.path, "account": request.user.pk}
            logger.warning("refused", extra=extra)
        return response
```""",
            fastapi="""\
One middleware sees them all, 422 of the validation included.

```python
@app.middleware("http")
async def log_refusals(request: Request, call_next):
    response = await call_next(request)
    if response.status_code in {400, 401, 403, 422, 429}:
        log.warning(
            "refused",
            status=response.status_code,
            path=request.url.path,
            address=request.client.host if request.client else None,
            account=getattr(request.state, "user_id", None),
        )
    return response
```""",
        ),
        cwe=(778, 223),
        owasp2025=("A09:2025",),
        owasp2021=("A09:2021",),
        asvs=("16.3.2", "16.3.3"),
        references=(
            "https://cheatsheetseries.owasp.org/cheatsheets/Logging_Cheat_Sheet.html#which-events-to-log",
            "https://docs.djangoproject.com/en/stable/ref/logging/#django-security",
            "https://cheatsheetseries.owasp.org/cheatsheets/Logging_Vocabulary_Cheat_Sheet.html",
        ),
    ),
    Requirement(
        id="logging.errors",
        practice="logging",
        title="Unhandled errors are recorded and reported",
        asks="Unhandled errors are recorded with their traceback and reported to a service or person.",
        why="""\
An error nobody hears of is a fault that stays, and attackers look for exactly those: a 500 shows where \
data goes wrong. A report with traceback, release and count turns "it sometimes fails" into a line of \
code.""",
        how=HowTo(
            flask="""\
Start Sentry (or Datadog, or OpenTelemetry) before the app is made; it hooks into Flask by itself.

```python
import sentry_sdk

sentry_sdk.init(
    dsn=os.environ["SENTRY_DSN"],
    environment=os.environ.get("APP_ENV", "production"),
    send_default_pii=False,
)
```
In a handler of your own call `app.logger.exception("...")`, which keeps the traceback.""",
            django="""\
Start Sentry in the production settings, or at least fill `ADMINS` and the mail settings.

```python
import sentry_sdk

sentry_sdk.init(dsn=os.environ["SENTRY_DSN"], environment="production", send_default_pii=False)
ADMINS = ["ops@example.com"]  # Django 6; before: [("Ops", "ops@example.com")]
```""",
            fastapi="""\
Start Sentry before `FastAPI()`. A handler for `Exception` records and answers without detail.

```python
import logging

import sentry_sdk
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse

sentry_sdk.init(dsn=settings.sentry_dsn, send_default_pii=False)
app = FastAPI()
logger = logging.getLogger(__name__)

@app.exception_handler(Exception)
async def unexpected(request: Request, error: Exception):
    logger.error("unhandled error", exc_info=error, extra={"path": request.url.path})
    return JSONResponse({"detail": "Internal error"}, status_code=500)
```
Errors in background tasks and in `asyncio.create_task` need the same care.""",
        ),
        cwe=(778, 391, 755),
        owasp2025=("A09:2025", "A10:2025"),
        owasp2021=("A09:2021",),
        asvs=("16.3.4", "16.5.4"),
        references=(
            "https://cheatsheetseries.owasp.org/cheatsheets/Error_Handling_Cheat_Sheet.html",
            "https://docs.sentry.io/platforms/python/",
            "https://docs.djangoproject.com/en/stable/howto/error-reporting/",
            "https://opentelemetry.io/docs/languages/python/",
        ),
    ),
    *logging_content.REQUIREMENTS,
)
