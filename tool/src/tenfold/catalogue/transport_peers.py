"""Practice 3, second half: the services that the app calls and the proxy in front of it."""

from tenfold.catalogue.model import HowTo, Requirement

REQUIREMENTS: tuple[Requirement, ...] = (
    Requirement(
        id="transport.outgoing",
        practice="transport",
        title="Outgoing connections are encrypted and verified",
        asks="The app calls other services over TLS and never switches certificate verification off.",
        why="""\
`verify=False` accepts any certificate, so whoever stands between your server and the payment provider \
reads and changes everything, API keys included. It is usually written to get past a missing certificate \
in a test, and then stays.""",
        how=HowTo(
            flask="""\
Leave verification on; for a private authority name its certificate.

```python
import requests

session = requests.Session()
session.verify = "/etc/ssl/certs/company-ca.pem"  # only if the other side's authority is private

def charge(order):
    return session.post("https://pay.example.com/charge", json=order, timeout=10)
```
Never use `ssl._create_unverified_context()`, `ssl.CERT_NONE` or `check_hostname = False`.""",
            django="""\
Verify the database, cache and mail server too, not only web addresses.

```python
DATABASES["default"]["OPTIONS"] = {"sslmode": "verify-full", "sslrootcert": "/etc/ssl/certs/db-ca.pem"}
CACHES["default"]["LOCATION"] = "rediss://cache.internal:6380/0"
EMAIL_USE_TLS = True
```""",
            fastapi="""\
httpx verifies by default; give a context for a private authority.

```python
import ssl

import httpx

context = ssl.create_default_context(cafile="/etc/ssl/certs/company-ca.pem")
client = httpx.AsyncClient(base_url="https://stock.internal", verify=context, timeout=10)
```""",
        ),
        cwe=(295, 297, 319),
        owasp2025=("A07:2025", "A04:2025"),
        owasp2021=("A07:2021", "A02:2021"),
        asvs=("12.3.1", "12.3.2", "12.3.4"),
        references=(
            "https://docs.python.org/3/library/ssl.html#security-considerations",
            "https://requests.readthedocs.io/en/latest/user/advanced/#ssl-cert-verification",
            "https://www.python-httpx.org/advanced/ssl/",
        ),
    ),
    Requirement(
        id="transport.proxy",
        practice="transport",
        title="Forwarded headers trusted only from the proxy",
        asks="The app believes X-Forwarded-* headers exactly as far as its own proxies set them, and from nobody else.",
        why="""\
Behind a proxy the app learns the client's address, scheme and host from headers, and any client can send \
such headers. Believe too many and an attacker picks their own address, which defeats rate limits and \
falsifies logs; believe none and all users share one address, and HTTPS looks like HTTP.""",
        how=HowTo(
            flask="""\
Count your proxies and say so once; have the proxy overwrite what the client sent.

```python
from werkzeug.middleware.proxy_fix import ProxyFix

app.wsgi_app = ProxyFix(app.wsgi_app, x_for=1, x_proto=1, x_host=1)  # one nginx in front
```
```nginx
proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
proxy_set_header X-Forwarded-Proto $scheme;
proxy_set_header X-Forwarded-Host $host;
```
Without a proxy leave `ProxyFix` out.""",
            django="""\
Name the header only if the proxy always sets or strips it. Django itself never reads `X-Forwarded-For`; \
for rate limits and log-in throttles give the number of proxies to that library.

```python
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
AXES_IPWARE_PROXY_COUNT = 1  # django-axes with its ipware extra
```
```nginx
proxy_set_header X-Forwarded-Proto $scheme;
proxy_set_header X-Forwarded-For $remote_addr;
proxy_set_header Host $host;
```""",
            fastapi="""\
Tell uvicorn the address or network of the proxy. `--forwarded-allow-ips '*'` believes every client that \
can reach the port, so it is right only where none but the proxy can.

```console
$ uvicorn app.main:app --proxy-headers --forwarded-allow-ips 10.0.0.5
$ fastapi run app/main.py --forwarded-allow-ips 10.0.0.5
```
With gunicorn's uvicorn worker set `FORWARDED_ALLOW_IPS`.""",
        ),
        cwe=(348, 290, 346),
        owasp2025=("A07:2025",),
        owasp2021=("A07:2021",),
        asvs=("4.1.3", "15.3.4"),
        references=(
            "https://www.rfc-editor.org/rfc/rfc7239#section-8",
            "https://flask.palletsprojects.com/en/stable/deploying/proxy_fix/",
            "https://docs.djangoproject.com/en/stable/ref/settings/#secure-proxy-ssl-header",
            "https://uvicorn.dev/settings/",
        ),
    ),
)
