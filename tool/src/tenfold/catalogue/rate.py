"""Practice 8: limits on how often."""

from tenfold.catalogue import rate_proxy
from tenfold.catalogue.model import HowTo, Practice, Requirement

PRACTICE = Practice(
    id="rate",
    number=8,
    title="Rate limits",
    summary="Nobody can try passwords, send mails or use up the server as fast as a machine can.",
)

REQUIREMENTS: tuple[Requirement, ...] = (
    Requirement(
        id="rate.login",
        practice="rate",
        title="Log-in and its neighbours are limited",
        asks="Log-in, password reset, registration and one-time-code routes are limited by account and by address.",
        why="""\
Lists with billions of leaked passwords are free, and a program tries thousands a minute; a six-digit code \
falls in minutes. A limit by address alone is avoided with many addresses, a limit by account alone lets \
anyone lock your users out: count both.""",
        how=HowTo(
            flask="""\
Stack two limits with Flask-Limiter, one per address and one per account.

```python
from flask import request
from flask_limiter.util import get_remote_address

def account_key():
    return "account:" + request.form.get("email", "").strip().casefold()[:254]

@app.post("/login")
@limiter.limit("20/minute", key_func=get_remote_address)
@limiter.limit("5/minute;20/hour", key_func=account_key)
def log_in(): ...
```
Do the same for reset, registration and codes.""",
            django="""\
django-axes watches every `authenticate()`, the admin's log-in included; pass the request to it. Limit the \
other routes with django-ratelimit.

```python
INSTALLED_APPS += ["axes"]
MIDDLEWARE += ["axes.middleware.AxesMiddleware"]  # last
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",  # first
    "django.contrib.auth.backends.ModelBackend",
]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"], "ip_address"]
```
```python
from django.utils.decorators import method_decorator
from django_ratelimit.decorators import ratelimit

@method_decorator(ratelimit(key="ip", rate="5/m", method="POST", block=True), name="dispatch")
class ResetView(PasswordResetView): ...
```""",
            fastapi="""\
slowapi limits by address; count failures per account beside it.

```python
@app.post("/token")
@limiter.limit("20/minute")
async def log_in(
    request: Request, response: Response, form: Annotated[OAuth2PasswordRequestForm, Depends()]
):
    key = f"login:{form.username.strip().casefold()[:254]}"
    if int(await redis.get(key) or 0) >= 5:
        raise HTTPException(429, "Try again later", headers={"Retry-After": "900"})
    user = await checked_user(form)
    if user is None:
        await redis.incr(key)
        await redis.expire(key, 900)
        raise HTTPException(401, "Wrong name or password")
    await redis.delete(key)
    return {"access_token": access_token(user.id), "token_type": "bearer"}
```""",
        ),
        cwe=(307, 799, 640),
        owasp2025=("A07:2025", "A06:2025"),
        owasp2021=("A07:2021", "A04:2021"),
        asvs=("6.3.1", "6.1.1", "6.6.3"),
        references=(
            "https://cheatsheetseries.owasp.org/cheatsheets/Credential_Stuffing_Prevention_Cheat_Sheet.html",
            "https://cheatsheetseries.owasp.org/cheatsheets/Authentication_Cheat_Sheet.html#protect-against-automated-attacks",
            "https://django-axes.readthedocs.io/en/latest/",
            "https://flask-limiter.readthedocs.io/en/stable/",
        ),
    ),
    Requirement(
        id="rate.default",
        practice="rate",
        title="Every route has a limit",
        asks="A default limit applies to all routes, and the costly ones have a tighter one.",
        why="""\
One script can copy your whole catalogue, run the expensive search a hundred times a second or fill the \
mail quota. Without a default, each new route begins without any limit, and the bill or the outage shows \
it.""",
        how=HowTo(
            flask="""\
Give Flask-Limiter default limits; exempt static files and the health check by name.

```python
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

limiter = Limiter(
    get_remote_address,
    default_limits=["300/minute", "5000/hour"],
    storage_uri=os.environ["REDIS_URL"],
    headers_enabled=True,
)
limiter.init_app(app)
```""",
            django="""\
Django REST framework has defaults for the whole API. For pages limit in the server in front, and costly \
views with django-ratelimit.

```python
REST_FRAMEWORK = {
    "DEFAULT_THROTTLE_CLASSES": [
        "rest_framework.throttling.AnonRateThrottle",
        "rest_framework.throttling.UserRateThrottle",
    ],
    "DEFAULT_THROTTLE_RATES": {"anon": "60/min", "user": "300/min"},
}
```
```python
from django_ratelimit.decorators import ratelimit

@ratelimit(key="user_or_ip", rate="10/m", block=True)
def export(request): ...
```""",
            fastapi="""\
slowapi's default limits are in force only with its middleware.

```python
from slowapi import Limiter, _rate_limit_exceeded_handler
from slowapi.errors import RateLimitExceeded
from slowapi.middleware import SlowAPIMiddleware
from slowapi.util import get_remote_address

limiter = Limiter(
    key_func=get_remote_address,
    default_limits=["300/minute"],
    storage_uri=settings.redis_url,
    headers_enabled=True,
)
app.state.limiter = limiter
app.add_exception_handler(RateLimitExceeded, _rate_limit_exceeded_handler)
app.add_middleware(SlowAPIMiddleware)
```""",
        ),
        cwe=(770, 799, 400),
        owasp2025=("A06:2025",),
        owasp2021=("A04:2021",),
        asvs=("2.4.1", "15.2.2"),
        references=(
            "https://cheatsheetseries.owasp.org/cheatsheets/Denial_of_Service_Cheat_Sheet.html",
            "https://flask-limiter.readthedocs.io/en/stable/",
            "https://www.django-rest-framework.org/api-guide/throttling/",
            "https://slowapi.readthedocs.io/en/latest/",
        ),
    ),
    Requirement(
        id="rate.storage",
        practice="rate",
        title="Counters are shared between workers",
        asks="Limits are counted in a store that all workers and machines share.",
        why="""\
Memory belongs to one process. With four workers a limit of 5 becomes 20, with three machines 60, and each \
restart or deployment sets it back to zero. The limit that you wrote is then not the limit that you \
have.""",
        how=HowTo(
            flask="""\
Name a store; the default of Flask-Limiter is memory, and it only warns.

```python
limiter = Limiter(
    get_remote_address,
    storage_uri=os.environ["REDIS_URL"],  # redis://, rediss://, memcached://
    strategy="moving-window",
)
```""",
            django="""\
django-ratelimit and DRF count in the default cache, so that must not be `LocMemCache` (which is what \
Django takes when nothing is set). django-axes counts in the database.

```python
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": os.environ["REDIS_URL"],
    }
}
```""",
            fastapi="""\
Name a store; the default of slowapi is memory, and fastapi-limiter 0.2 counts in memory unless it gets a \
Redis bucket.

```python
limiter = Limiter(key_func=get_remote_address, storage_uri=settings.redis_url)
```""",
        ),
        cwe=(799, 307, 770),
        owasp2025=("A06:2025", "A07:2025"),
        owasp2021=("A04:2021", "A07:2021"),
        asvs=("2.4.1", "6.3.1"),
        references=(
            "https://limits.readthedocs.io/en/stable/storage.html",
            "https://flask-limiter.readthedocs.io/en/stable/configuration.html",
            "https://django-ratelimit.readthedocs.io/en/stable/installation.html",
        ),
    ),
    *rate_proxy.REQUIREMENTS,
)
