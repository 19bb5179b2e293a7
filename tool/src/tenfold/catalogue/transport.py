"""Practice 3: HTTPS everywhere."""

from tenfold.catalogue import transport_peers
from tenfold.catalogue.model import HowTo, Practice, Requirement

PRACTICE = Practice(
    id="transport",
    number=3,
    title="HTTPS everywhere",
    summary="Every connection to and from the app is encrypted, and each side knows whom it talks to.",
)

REQUIREMENTS: tuple[Requirement, ...] = (
    Requirement(
        id="transport.https",
        practice="transport",
        title="Plain HTTP is redirected to HTTPS",
        asks=(
            "In production a plain HTTP request is redirected to HTTPS or refused, by the app or by the "
            "server in front."
        ),
        why="""\
On plain HTTP everyone on the way, from the café's access point to the provider, reads passwords and \
session cookies and can change the page. People type your name without `https://`, so the redirect is what \
brings them to safety.""",
        how=HowTo(
            flask="""\
Redirect in nginx or Caddy if one stands in front; otherwise Flask-Talisman does it.

```nginx
server {
    listen 80;
    server_name app.example.com;
    return 301 https://$host$request_uri;
}
```
```python
from flask_talisman import Talisman

Talisman(app, force_https=True)
```
Behind a proxy the app sees HTTP: set up `transport.proxy` first, or the redirect never ends.""",
            django="""\
Keep `SecurityMiddleware` first and turn the redirect on; exempt the health check if the balancer uses \
HTTP.

```python
SECURE_SSL_REDIRECT = True
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")  # only behind a proxy that always sets it
```""",
            fastapi="""\
Redirect in the server in front. Without one, add Starlette's middleware; an API may better refuse than \
redirect, because the first request has already sent its token in the clear.

```python
from fastapi.middleware.httpsredirect import HTTPSRedirectMiddleware

app.add_middleware(HTTPSRedirectMiddleware)
```
```text
# Caddyfile: HTTPS, the redirect and the certificate by themselves
api.example.com {
    reverse_proxy app:8000
}
```""",
        ),
        cwe=(319, 311, 523),
        owasp2025=("A04:2025",),
        owasp2021=("A02:2021",),
        asvs=("12.2.1", "4.1.2"),
        references=(
            "https://cheatsheetseries.owasp.org/cheatsheets/Transport_Layer_Security_Cheat_Sheet.html",
            "https://docs.djangoproject.com/en/stable/topics/security/#ssl-https",
            "https://caddyserver.com/docs/automatic-https",
        ),
    ),
    Requirement(
        id="transport.hsts",
        practice="transport",
        title="Strict-Transport-Security for at least a year",
        asks=(
            "HTTPS answers carry Strict-Transport-Security with a max-age of one year or more that includes subdomains."
        ),
        why="""\
The redirect protects only after the first plain request, and an attacker in between can answer that one. \
With HSTS the browser remembers to use HTTPS and refuses to click through a false certificate. A subdomain \
left out can still set cookies for the whole domain.""",
        how=HowTo(
            flask="""\
Send the header from nginx or from Flask-Talisman. Begin with a day, and go to a year when nothing broke.

```python
Talisman(
    app,
    strict_transport_security_max_age=31_536_000,
    strict_transport_security_include_subdomains=True,
)
```
```nginx
add_header Strict-Transport-Security "max-age=31536000; includeSubDomains" always;
```
In nginx an `add_header` inside a `location` drops those of the server block: repeat it there.""",
            django="""\
`SecurityMiddleware` sends it. Begin with a day, and go to a year when nothing broke.

```python
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True  # only if every subdomain, for years, will be HTTPS
```
Django sends it only on requests that it sees as secure, so set `SECURE_PROXY_SSL_HEADER` behind a \
proxy.""",
            fastapi="""\
Send it in the server in front, or in one middleware. For the preload list it needs `max-age` of a year, \
`includeSubDomains`, `preload`, and the redirect on the bare domain.

```python
@app.middleware("http")
async def strict_transport(request, call_next):
    response = await call_next(request)
    response.headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
    return response
```""",
        ),
        cwe=(523, 319),
        owasp2025=("A04:2025",),
        owasp2021=("A02:2021",),
        asvs=("3.4.1", "3.7.4"),
        references=(
            "https://www.rfc-editor.org/rfc/rfc6797",
            "https://cheatsheetseries.owasp.org/cheatsheets/HTTP_Strict_Transport_Security_Cheat_Sheet.html",
            "https://hstspreload.org/",
        ),
    ),
    Requirement(
        id="transport.tls",
        practice="transport",
        title="TLS 1.2 or newer with strong ciphers",
        asks="Every server that ends TLS offers only TLS 1.2 and 1.3 with cipher suites that are still sound.",
        why="""\
SSL 3, TLS 1.0 and 1.1, RC4, 3DES and suites without forward secrecy have known attacks, and browsers \
dropped them in 2020. While the server still offers them, an attacker in between can push some clients \
down to them and read what they send.""",
        how=HowTo(
            flask="""\
End TLS in nginx or Caddy (whose defaults are right); if gunicorn ends it, set the floor in its \
configuration.

```nginx
ssl_protocols TLSv1.2 TLSv1.3;
ssl_ciphers ECDHE+AESGCM:ECDHE+CHACHA20;
ssl_session_tickets off;
```
```python
# gunicorn.conf.py
import ssl

def ssl_context(config, default_ssl_context_factory):
    context = default_ssl_context_factory()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context
```""",
            django="""\
End TLS in nginx or Caddy (whose defaults are right), never in `runserver`.

```nginx
ssl_protocols TLSv1.2 TLSv1.3;
ssl_ciphers ECDHE+AESGCM:ECDHE+CHACHA20;
ssl_session_tickets off;
```
Mozilla's generator, linked below, writes the block for your server's version.""",
            fastapi="""\
End TLS in nginx or Caddy. If Hypercorn or uvicorn must end it, name strong ciphers; a current Python on a \
current OpenSSL already refuses TLS 1.0 and 1.1.

```console
$ uvicorn app.main:app --ssl-keyfile key.pem --ssl-certfile chain.pem --ssl-ciphers 'ECDHE+AESGCM'
$ hypercorn app.main:app --keyfile key.pem --certfile chain.pem --ciphers 'ECDHE+AESGCM'
```""",
        ),
        cwe=(327, 326, 757),
        owasp2025=("A04:2025",),
        owasp2021=("A02:2021",),
        asvs=("12.1.1", "12.1.2"),
        references=(
            "https://www.rfc-editor.org/rfc/rfc9325",
            "https://www.rfc-editor.org/rfc/rfc8996",
            "https://ssl-config.mozilla.org/",
            "https://cheatsheetseries.owasp.org/cheatsheets/Transport_Layer_Security_Cheat_Sheet.html",
        ),
    ),
    Requirement(
        id="transport.certificate",
        practice="transport",
        title="A trusted certificate that renews itself",
        asks="The public address shows a certificate of a trusted authority for its name, and renewal is automatic.",
        why="""\
A certificate that has run out stops the site for everyone, and people who are taught to click warnings \
away will do so for an attacker too. Certificates live ever shorter (200 days from 2026, 47 days from \
2029), so renewing by hand will fail.""",
        how=HowTo.everywhere("""\
Let the server in front fetch and renew the certificate by ACME, and keep that in the repository. Caddy \
does it when a site has a domain name; beside nginx run certbot.

```yaml
services:
  caddy:
    image: caddy:2
    ports: ["80:80", "443:443"]
    volumes:
      - ./Caddyfile:/etc/caddy/Caddyfile:ro
      - caddy_data:/data # holds the certificates: must outlive the container
volumes:
  caddy_data:
```
```console
$ certbot --nginx -d app.example.com
$ certbot renew --dry-run
```
Watch the remaining days from outside and raise an alarm at a third of the lifetime."""),
        cwe=(295, 298, 297, 296),
        owasp2025=("A07:2025", "A04:2025"),
        owasp2021=("A07:2021", "A02:2021"),
        asvs=("12.2.2", "12.1.4"),
        references=(
            "https://www.rfc-editor.org/rfc/rfc8555",
            "https://letsencrypt.org/docs/",
            "https://caddyserver.com/docs/automatic-https",
            "https://cabforum.org/working-groups/server/baseline-requirements/requirements/",
        ),
        probe_only=(
            "Chain, name and days left can be read only from the live address; "
            "the source shows whether renewal is set up."
        ),
    ),
    *transport_peers.REQUIREMENTS,
)
