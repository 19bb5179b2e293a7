"""Practice 8, second half: whom a limit counts, what it answers, and the limit in front."""

from tenfold.catalogue.model import HowTo, Requirement

REQUIREMENTS: tuple[Requirement, ...] = (
    Requirement(
        id="rate.client",
        practice="rate",
        title="Limits count the real client",
        asks=(
            "The key of a limit is the client's real address behind the proxy, or the account, and the "
            "client cannot choose it."
        ),
        why="""\
Behind a proxy the peer's address is the proxy's: all users share one counter, and one attacker locks \
everybody out. If the app believes the first entry of `X-Forwarded-For` instead, the attacker writes a new \
address into each request and is never limited.""",
        how=HowTo(
            flask="""\
Let `ProxyFix` set the address once, and use `get_remote_address`, which reads that. Never read the header \
yourself.

```python
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from werkzeug.middleware.proxy_fix import ProxyFix

app.wsgi_app = ProxyFix(app.wsgi_app, x_for=1, x_proto=1)
limiter = Limiter(get_remote_address, app=app, storage_uri=os.environ["REDIS_URL"])
```""",
            django="""\
Say in each library how many proxies stand in front.

```python
AXES_IPWARE_PROXY_COUNT = 1  # pip install "django-axes[ipware]"
REST_FRAMEWORK["NUM_PROXIES"] = 1
RATELIMIT_IP_META_KEY = "HTTP_X_REAL_IP"  # django-ratelimit; only if nginx always sets it
```
```nginx
proxy_set_header X-Real-IP $remote_addr;
proxy_set_header X-Forwarded-For $remote_addr;
```""",
            fastapi="""\
Let uvicorn set the client from the trusted proxy, and use `get_remote_address`. fastapi-limiter's own \
identifier takes the first entry of `X-Forwarded-For`, which the client writes: give it another.

```python
async def client_address(request: Request) -> str:
    return request.client.host if request.client else "unknown"

limit = RateLimiter(limiter=limiter, identifier=client_address)
```
```console
$ uvicorn app.main:app --proxy-headers --forwarded-allow-ips 10.0.0.5
```""",
        ),
        cwe=(348, 290, 307),
        owasp2025=("A07:2025",),
        owasp2021=("A07:2021",),
        asvs=("15.3.4", "4.1.3"),
        references=(
            "https://flask-limiter.readthedocs.io/en/stable/recipes.html#deploying-an-application-behind-a-proxy",
            "https://django-axes.readthedocs.io/en/latest/4_configuration.html",
            "https://www.django-rest-framework.org/api-guide/throttling/#how-clients-are-identified",
            "https://uvicorn.dev/settings/",
        ),
    ),
    Requirement(
        id="rate.response",
        practice="rate",
        title="A limit answers 429 with Retry-After",
        asks="A refused request gets status 429 with a Retry-After header.",
        why="""\
Honest clients can only wait if they are told how long; without that they try again at once and make it \
worse. A 403 or 500 sends people to your support and hides the attack among other errors in your \
monitoring.""",
        how=HowTo(
            flask="""\
Turn Flask-Limiter's headers on; they include `Retry-After`.

```python
limiter = Limiter(get_remote_address, app=app, headers_enabled=True)

@app.errorhandler(429)
def too_many(error):
    return {"error": "Too many requests", "limit": error.description}, 429
```""",
            django="""\
DRF answers 429 with `Retry-After` by itself, django-axes 429 without it. django-ratelimit raises a kind \
of `PermissionDenied`, which becomes 403: turn it into 429.

```python
from django.http import HttpResponse
from django.views.defaults import permission_denied
from django_ratelimit.exceptions import Ratelimited

def forbidden(request, exception=None):
    if isinstance(exception, Ratelimited):
        return HttpResponse("Too many requests", status=429, headers={"Retry-After": "60"})
    return permission_denied(request, exception)
```
```python
handler403 = "config.views.forbidden"  # in the root urls.py
```""",
            fastapi="""\
With `headers_enabled=True` slowapi's handler adds `Retry-After`; a limited route that returns anything \
but a `Response` then needs a parameter `response: Response`. In a limit of your own:

```python
raise HTTPException(429, "Too many requests", headers={"Retry-After": "60"})
```""",
        ),
        cwe=(799, 755),
        owasp2025=("A06:2025", "A10:2025"),
        owasp2021=("A04:2021",),
        asvs=("2.4.1", "16.5.2"),
        references=(
            "https://www.rfc-editor.org/rfc/rfc6585#section-4",
            "https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3",
            "https://django-ratelimit.readthedocs.io/en/stable/usage.html#exceptions",
        ),
    ),
    Requirement(
        id="rate.edge",
        practice="rate",
        title="A limit in front of the app",
        asks="The server or service in front of the app limits requests and connections before they reach Python.",
        why="""\
To refuse a request the app must first receive it: a worker, a connection, a look into Redis. A flood can \
use all of that up while every single request is "limited". nginx or a content network refuses a thousand \
times as many for the same cost.""",
        how=HowTo.everywhere("""\
With nginx, count by address in the `http` block and apply it where requests are passed on; log-in gets \
less.

```nginx
limit_req_zone $binary_remote_addr zone=all:10m rate=20r/s;
limit_req_zone $binary_remote_addr zone=login:10m rate=10r/m;
limit_conn_zone $binary_remote_addr zone=connections:10m;
limit_req_status 429;

server {
    client_max_body_size 5m;
    limit_conn connections 30;
    location / {
        limit_req zone=all burst=40 nodelay;
        proxy_pass http://app:8000;
    }
    location = /login {
        limit_req zone=login burst=5 nodelay;
        proxy_pass http://app:8000;
    }
}
```
Behind a content network add `set_real_ip_from` with its networks and `real_ip_header`, or all visitors \
count as one. With Cloudflare or AWS WAF keep the rules in the repository (Terraform), so that they can be \
reviewed; Caddy needs the `rate_limit` module."""),
        cwe=(770, 400, 799),
        owasp2025=("A06:2025",),
        owasp2021=("A04:2021",),
        asvs=("2.4.1", "15.2.2"),
        references=(
            "https://nginx.org/en/docs/http/ngx_http_limit_req_module.html",
            "https://nginx.org/en/docs/http/ngx_http_realip_module.html",
            "https://developers.cloudflare.com/waf/rate-limiting-rules/",
            "https://github.com/mholt/caddy-ratelimit",
        ),
    ),
)
