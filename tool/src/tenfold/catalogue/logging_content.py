"""Practice 9, second half: what logs and answers may hold, who is told, and errors that are not swallowed."""

from tenfold.catalogue.model import HowTo, Requirement

REQUIREMENTS: tuple[Requirement, ...] = (
    Requirement(
        id="logging.private",
        practice="logging",
        title="No passwords, tokens or personal data in logs",
        asks=(
            "Logs hold no passwords, tokens, session ids, request bodies or personal data beyond what the event needs."
        ),
        why="""\
Logs go to more people and more companies than the database, and stay longer. One logged body of a log-in \
request makes the log a list of passwords; one logged `Authorization` header lets every reader act as that \
user.""",
        how=HowTo(
            flask="""\
Log the id of a thing, not the thing; remove known keys in the last step before output.

```python
SECRET = {"password", "token", "authorization", "cookie", "secret", "card_number"}

def hide_secrets(logger, method, event):
    return {key: "***" if key.casefold() in SECRET else value for key, value in event.items()}
```
Put `hide_secrets` before the renderer in structlog's `processors`. Never log `request.form`, \
`request.headers` or `request.get_data()` whole.""",
            django="""\
Mark sensitive parameters for error reports, and keep Sentry from sending bodies and personal data.

```python
from django.views.decorators.debug import sensitive_post_parameters

@sensitive_post_parameters("password1", "password2")
def sign_up(request): ...
```
```python
sentry_sdk.init(dsn=os.environ["SENTRY_DSN"], send_default_pii=False, max_request_body_size="never")
```
The logger `django.db.backends` at level DEBUG logs each query with its values: keep it off in \
production.""",
            fastapi="""\
Log ids; do not echo the input of a failed validation, which may be a password.

```python
from fastapi.exceptions import RequestValidationError

@app.exception_handler(RequestValidationError)
async def invalid(request: Request, error: RequestValidationError):
    fields = [".".join(map(str, item["loc"])) for item in error.errors()]
    log.warning("invalid request", path=request.url.path, fields=fields)
    return JSONResponse({"detail": [{"field": field} for field in fields]}, status_code=422)
```
Tokens in query strings end up in access logs: send them in a header or body.""",
        ),
        cwe=(532, 359, 200),
        owasp2025=("A09:2025",),
        owasp2021=("A09:2021",),
        asvs=("16.2.5", "14.2.1"),
        references=(
            "https://cheatsheetseries.owasp.org/cheatsheets/Logging_Cheat_Sheet.html#data-to-exclude",
            "https://docs.djangoproject.com/en/stable/howto/error-reporting/#filtering-sensitive-information",
            "https://docs.sentry.io/platforms/python/data-management/sensitive-data/",
        ),
    ),
    Requirement(
        id="logging.injection",
        practice="logging",
        title="Request data cannot forge log lines",
        asks=(
            "Request data enters a log as a separate field or with its line ends escaped, never as raw "
            "text of the line."
        ),
        why="""\
If a user name may hold a line end, an attacker writes log lines of their own: a false "login succeeded" \
for someone else, or noise that hides the real one. Control characters can even act on the terminal of \
whoever reads the file.""",
        how=HowTo(
            flask="""\
A JSON renderer escapes everything. In plain text logs use `%r`, which writes line ends as `\\n`.

```python
app.logger.warning("login failed for %r", email[:254])  # not f"login failed for {email}"
log.warning("login failed", account=email[:254])  # structlog with JSONRenderer
```""",
            django="""\
A JSON formatter escapes everything. In plain text logs use `%r`, and give data as arguments.

```python
logger.warning("login failed for %r", username[:254])
logger.warning("login failed", extra={"account": username[:254]})  # with a JSON formatter
```""",
            fastapi="""\
A JSON formatter escapes everything. In plain text logs use `%r`, and give data as arguments.

```python
logger.warning("login failed for %r", form.username[:254])
logger.warning("login failed", extra={"account": form.username[:254]})  # with a JSON formatter
```""",
        ),
        cwe=(117, 93, 150),
        owasp2025=("A09:2025",),
        owasp2021=("A09:2021",),
        asvs=("16.4.1",),
        references=(
            "https://owasp.org/www-community/attacks/Log_Injection",
            "https://cheatsheetseries.owasp.org/cheatsheets/Logging_Cheat_Sheet.html#event-collection",
            "https://docs.python.org/3/howto/logging-cookbook.html#implementing-structured-logging",
        ),
    ),
    Requirement(
        id="logging.alerts",
        practice="logging",
        title="Somebody is told",
        asks="An error tracker, an alert rule or a mail tells a person when errors or refusals rise.",
        why="""\
A log that nobody reads is an archive. Break-ins are found after weeks, and mostly by outsiders, because \
the signs were written down and looked at by no one. An alert on a handful of events is worth more than a \
wall of dashboards.""",
        how=HowTo(
            flask="""\
Send errors to a tracker that alerts, or at least by mail, and keep alert rules in the repository.

```python
import logging
from logging.handlers import SMTPHandler

mail = SMTPHandler("mail.example.com", "app@example.com", ["ops@example.com"], "App error", secure=())
mail.setLevel(logging.ERROR)
logging.getLogger().addHandler(mail)
```
```yaml
# Prometheus
- alert: ManyFailedLogins
  expr: sum(rate(login_failures_total[5m])) > 1
  for: 5m
```""",
            django="""\
`AdminEmailHandler` mails errors to `ADMINS`; send refusals to the tracker as well.

```python
ADMINS = ["ops@example.com"]  # Django 6; before: [("Ops", "ops@example.com")]
SERVER_EMAIL = "app@example.com"
LOGGING["handlers"]["mail_admins"] = {
    "class": "django.utils.log.AdminEmailHandler",
    "level": "ERROR",
}
LOGGING["root"]["handlers"] += ["mail_admins"]
```
With Sentry set an alert on "new issue" and on the rate of `login failed`.""",
            fastapi="""\
Send errors to a tracker that alerts (Sentry, Datadog), export metrics, and keep alert rules in the \
repository.

```yaml
# Prometheus
groups:
  - name: app
    rules:
      - alert: ManyServerErrors
        expr: sum(rate(http_requests_total{status=~"5.."}[5m])) > 0.5
        for: 5m
        labels: { severity: page }
```""",
        ),
        cwe=(778, 223),
        owasp2025=("A09:2025",),
        owasp2021=("A09:2021",),
        asvs=("16.4.3", "6.3.5"),
        references=(
            "https://owasp.org/Top10/2025/A09_2025-Security_Logging_and_Alerting_Failures/",
            "https://docs.djangoproject.com/en/stable/howto/error-reporting/",
            "https://docs.sentry.io/product/alerts/",
            "https://prometheus.io/docs/prometheus/latest/configuration/alerting_rules/",
        ),
        probe_only=(
            "Whether an alert reaches a person shows only when it fires; the source shows whether one is set up."
        ),
    ),
    Requirement(
        id="logging.errors-hidden",
        practice="logging",
        title="Clients see no internals of an error",
        asks="The client gets a general error page or message, never a traceback, query, path or exception text.",
        why="""\
An error text is a map: names of tables and files, versions, sometimes a password in a connection string. \
Attackers provoke errors on purpose to read it, and then aim.""",
        how=HowTo(
            flask="""\
Handle what is unexpected in one place; do not return `str(error)`.

```python
from werkzeug.exceptions import HTTPException

@app.errorhandler(Exception)
def unexpected(error):
    if isinstance(error, HTTPException):
        return error
    app.logger.exception("unhandled error")
    return {"error": "Internal error"}, 500
```""",
            django="""\
With `DEBUG = False` Django shows `500.html`: write one. In views catch what you expect and answer in your \
own words.

```python
from django.http import JsonResponse

def stock(request, sku):
    try:
        found = Product.objects.get(sku=sku)
    except Product.DoesNotExist:
        return JsonResponse({"error": "No such product"}, status=404)
    return JsonResponse({"stock": found.stock})
```""",
            fastapi="""\
Leave `debug` off, and raise `HTTPException` with words of your own; `detail=str(error)` publishes the \
exception.

```python
try:
    payment = await charge(order)
except PaymentError:
    logger.exception("payment failed", extra={"order": order.id})
    raise HTTPException(502, "The payment service does not answer") from None
```""",
        ),
        cwe=(209, 215, 550, 200),
        owasp2025=("A10:2025",),
        owasp2021=("A04:2021",),
        asvs=("16.5.1", "13.4.2", "13.4.6"),
        references=(
            "https://cheatsheetseries.owasp.org/cheatsheets/Error_Handling_Cheat_Sheet.html",
            "https://flask.palletsprojects.com/en/stable/errorhandling/",
            "https://fastapi.tiangolo.com/tutorial/handling-errors/",
        ),
    ),
    Requirement(
        id="logging.swallowed",
        practice="logging",
        title="Errors around security checks are not swallowed",
        asks="No security check is wrapped in an except that hides the error and lets the request go on.",
        why="""\
`except Exception: pass` around a permission check or a token check means: if anything goes wrong, let \
them in. An attacker only has to make something go wrong, with an odd token or a full database, and the \
log shows nothing.""",
        how=HowTo(
            flask="""\
Catch the narrow error, refuse, and log; let everything else rise.

```python
import jwt
from flask import abort

def require_token(token):
    try:
        return claims_of(token)
    except jwt.InvalidTokenError:
        log.warning("token refused")
        abort(401)
```""",
            django="""\
Catch the narrow error, refuse, and log; let everything else rise.

```python
import logging

from django.core.exceptions import PermissionDenied
from django.core.signing import BadSignature, loads

logger = logging.getLogger("security.links")

def owner_of(link):
    try:
        return loads(link, max_age=3600)["owner"]
    except BadSignature:
        logger.warning("link refused")
        raise PermissionDenied from None
```""",
            fastapi="""\
Catch the narrow error, refuse, and log; a check whose store is down refuses too.

```python
from redis.exceptions import RedisError

async def not_revoked(claims: Annotated[dict, Depends(current_claims)]) -> dict:
    try:
        revoked = await redis.exists(f"revoked:{claims['jti']}")
    except RedisError:
        logger.exception("revocation list unreachable")
        raise HTTPException(503) from None
    if revoked:
        raise HTTPException(401)
    return claims
```""",
        ),
        cwe=(390, 636, 703, 396),
        owasp2025=("A10:2025",),
        owasp2021=("A04:2021",),
        asvs=("16.5.3", "16.3.4"),
        references=(
            "https://owasp.org/Top10/2025/A10_2025-Mishandling_of_Exceptional_Conditions/",
            "https://cheatsheetseries.owasp.org/cheatsheets/Error_Handling_Cheat_Sheet.html",
            "https://owasp.org/www-community/Fail_securely",
        ),
    ),
)
