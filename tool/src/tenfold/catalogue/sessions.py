"""Practice 4: sessions that cannot be guessed, stolen or kept."""

from tenfold.catalogue import sessions_life
from tenfold.catalogue.model import HowTo, Practice, Requirement

PRACTICE = Practice(
    id="sessions",
    number=4,
    title="Secure session management",
    summary="Sessions cannot be guessed, stolen by script, kept for ever or used after log-out.",
)

REQUIREMENTS: tuple[Requirement, ...] = (
    Requirement(
        id="sessions.id",
        practice="sessions",
        title="Session ids and keys that cannot be guessed",
        asks=(
            "Session ids and session tokens come from a cryptographic random source, and the signing key "
            "is long and random."
        ),
        why="""\
The session id is the password of the moment: whoever can guess it is logged in. `random`, time stamps and \
`uuid1` can be predicted from a few samples. If sessions are signed, a short or published key lets anyone \
write a session that says "administrator".""",
        how=HowTo(
            flask="""\
Read a random key from the environment; Flask-Session makes ids with `secrets` by itself.

```console
$ python -c 'import secrets; print(secrets.token_hex(32))'
```
```python
import os

app.config["SECRET_KEY"] = os.environ["SECRET_KEY"]
app.config["SECRET_KEY_FALLBACKS"] = [os.environ["OLD_SECRET_KEY"]]  # while you rotate (Flask 3.1)
```""",
            django="""\
Django makes the ids. Give it a key of its own for each environment; `get_random_secret_key` prints one.

```console
$ python -c 'from django.core.management.utils import get_random_secret_key as key; print(key())'
```
```python
SECRET_KEY = os.environ["DJANGO_SECRET_KEY"]
SECRET_KEY_FALLBACKS = [os.environ["OLD_DJANGO_SECRET_KEY"]]  # while you rotate
```""",
            fastapi="""\
Make ids and tokens with `secrets` (32 bytes), and store only their hash.

```python
import hashlib
import secrets

def new_session_token() -> tuple[str, str]:
    token = secrets.token_urlsafe(32)
    return token, hashlib.sha256(token.encode()).hexdigest()  # to the client, to the store
```
For Starlette's `SessionMiddleware` read `secret_key` from the environment.""",
        ),
        cwe=(330, 331, 338, 340),
        owasp2025=("A04:2025", "A07:2025"),
        owasp2021=("A02:2021", "A07:2021"),
        asvs=("7.2.2", "7.2.3", "11.5.1"),
        references=(
            "https://cheatsheetseries.owasp.org/cheatsheets/Session_Management_Cheat_Sheet.html",
            "https://docs.python.org/3/library/secrets.html",
            "https://flask.palletsprojects.com/en/stable/config/#SECRET_KEY",
        ),
    ),
    Requirement(
        id="sessions.cookie",
        practice="sessions",
        title="Session cookie with Secure, HttpOnly and SameSite",
        asks="The session cookie has Secure, HttpOnly, SameSite and a narrow scope, best with the __Host- name prefix.",
        why="""\
Without `Secure` the cookie travels on any plain HTTP request and can be read on the way. Without \
`HttpOnly` one injected script sends it to an attacker. Without `SameSite` other sites' forms carry it. \
With a `Domain`, every subdomain, including a forgotten one, can read or replace it; the `__Host-` prefix \
makes the browser enforce all of this.""",
        how=HowTo(
            flask="""\
Flask sets only `HttpOnly` by itself, so add the rest. Flask-Login's remember-me cookie has settings of \
its own.

```python
app.config.update(
    SESSION_COOKIE_NAME="__Host-session",
    SESSION_COOKIE_SECURE=True,
    SESSION_COOKIE_HTTPONLY=True,
    SESSION_COOKIE_SAMESITE="Lax",
    REMEMBER_COOKIE_SECURE=True,
    REMEMBER_COOKIE_HTTPONLY=True,
    REMEMBER_COOKIE_SAMESITE="Lax",
)
```
Leave `SESSION_COOKIE_DOMAIN` unset. `__Host-` needs HTTPS: keep the plain name in the development \
settings.""",
            django="""\
`HttpOnly` and `SameSite=Lax` are Django's defaults; `Secure` is not.

```python
SESSION_COOKIE_NAME = "__Host-sessionid"
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_NAME = "__Host-csrftoken"
CSRF_COOKIE_SECURE = True
```
Leave `SESSION_COOKIE_DOMAIN` and `SESSION_COOKIE_PATH` at their defaults; the prefix demands that.""",
            fastapi="""\
Starlette's `SessionMiddleware` has `https_only=False` by default, and `set_cookie` sets nothing by \
itself.

```python
from starlette.middleware.sessions import SessionMiddleware

app.add_middleware(
    SessionMiddleware,
    secret_key=settings.session_key,
    session_cookie="__Host-session",
    https_only=True,  # this is Secure; HttpOnly is always on
    same_site="lax",
    max_age=3600,
)
```
```python
response.set_cookie(
    "__Host-session", token, max_age=3600, path="/", secure=True, httponly=True, samesite="lax"
)
```""",
        ),
        cwe=(614, 1004, 1275),
        owasp2025=("A02:2025", "A01:2025"),
        owasp2021=("A05:2021", "A01:2021"),
        asvs=("3.3.1", "3.3.2", "3.3.3", "3.3.4"),
        references=(
            "https://cheatsheetseries.owasp.org/cheatsheets/Session_Management_Cheat_Sheet.html#cookies",
            "https://developer.mozilla.org/en-US/docs/Web/HTTP/Reference/Headers/Set-Cookie",
            "https://flask.palletsprojects.com/en/stable/web-security/#set-cookie-options",
            "https://docs.djangoproject.com/en/stable/ref/settings/#sessions",
            "https://starlette.dev/middleware/#sessionmiddleware",
        ),
    ),
    Requirement(
        id="sessions.lifetime",
        practice="sessions",
        title="Sessions end after idling and after a fixed time",
        asks="A session ends after a short time without use, and after a longer fixed time whatever the use.",
        why="""\
A session that lives for weeks is still open on the library's computer, in the stolen laptop and in the \
cookie that leaked last month. An idle limit closes the forgotten ones; an absolute limit closes those \
that a thief keeps warm.""",
        how=HowTo(
            flask="""\
The lifetime counts from the last request, so it is the idle limit; note the start for the absolute one.

```python
import time
from datetime import timedelta

from flask import session

app.config["PERMANENT_SESSION_LIFETIME"] = timedelta(minutes=30)

def start_session():
    session.permanent = True
    session["started"] = int(time.time())

@app.before_request
def end_old_sessions():
    if time.time() - session.get("started", time.time()) > 12 * 3600:
        session.clear()
```""",
            django="""\
With `SESSION_SAVE_EVERY_REQUEST` the age counts from the last request; a small middleware, placed after \
`AuthenticationMiddleware`, adds the absolute limit.

```python
SESSION_COOKIE_AGE = 30 * 60
SESSION_SAVE_EVERY_REQUEST = True
```
```python
import time

from django.contrib.auth import logout

class AbsoluteLifetime:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.user.is_authenticated:
            started = request.session.setdefault("started", int(time.time()))
            if time.time() - started > 12 * 3600:
                logout(request)
        return self.get_response(request)
```
Django's default of two weeks without an idle limit is long for anything that holds personal data.""",
            fastapi="""\
Keep access tokens to minutes. A refresh token ends when unused, and at a time that renewal does not move.

```python
from datetime import UTC, datetime, timedelta

import jwt

def access_token(user_id: int) -> str:
    now = datetime.now(UTC)
    claims = {"sub": str(user_id), "aud": "shop-api", "iat": now, "exp": now + timedelta(minutes=10)}
    return jwt.encode(claims, settings.jwt_key.get_secret_value(), algorithm="HS256")
```
With starsessions give `lifetime=1800` and `rolling=True`, and store the start yourself.""",
        ),
        cwe=(613,),
        owasp2025=("A07:2025",),
        owasp2021=("A07:2021",),
        asvs=("7.3.1", "7.3.2", "7.1.1"),
        references=(
            "https://cheatsheetseries.owasp.org/cheatsheets/Session_Management_Cheat_Sheet.html#session-expiration",
            "https://flask.palletsprojects.com/en/stable/config/#PERMANENT_SESSION_LIFETIME",
            "https://docs.djangoproject.com/en/stable/topics/http/sessions/",
        ),
    ),
    Requirement(
        id="sessions.server-side",
        practice="sessions",
        title="Session data kept on the server",
        asks=(
            "Session data lives in Redis, a database or a shared cache, and nothing sensitive stands in a "
            "cookie that the client can read."
        ),
        why="""\
A signed cookie is not secret: anyone can decode it, so what you put there is published to the user and to \
whoever finds the cookie. Nor can it be taken back: after log-out or a password change a copy still works \
until it expires, because the server keeps nothing that it could delete.""",
        how=HowTo(
            flask="""\
Flask's own session is a signed cookie. Flask-Session moves it to the server.

```python
import os

from flask_session import Session
from redis import Redis

app.config["SESSION_TYPE"] = "redis"
app.config["SESSION_REDIS"] = Redis.from_url(os.environ["REDIS_URL"])
Session(app)
```
The memory, file and null types do not serve several machines.""",
            django="""\
The default, `django.contrib.sessions.backends.db`, is right; with a shared cache this one is faster.

```python
SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": os.environ["REDIS_URL"],
    }
}
```
Avoid `backends.signed_cookies`, and `backends.cache` over `LocMemCache`, which each worker has for \
itself.""",
            fastapi="""\
Starlette's own `SessionMiddleware` is a signed cookie. starsessions keeps the data in Redis.

```python
from starsessions import SessionAutoloadMiddleware, SessionMiddleware
from starsessions.stores.redis import RedisStore

app.add_middleware(SessionAutoloadMiddleware)
app.add_middleware(
    SessionMiddleware,
    store=RedisStore(settings.redis_url),
    cookie_name="__Host-session",
    cookie_path="/",
    lifetime=1800,
    rolling=True,
)
```
In a JWT put no more than the user's id: its content is readable.""",
        ),
        cwe=(539, 565, 312),
        owasp2025=("A06:2025", "A08:2025"),
        owasp2021=("A04:2021", "A08:2021"),
        asvs=("7.2.1", "14.3.3", "7.4.1"),
        references=(
            "https://flask-session.readthedocs.io/en/latest/",
            "https://docs.djangoproject.com/en/stable/topics/http/sessions/#configuring-the-session-engine",
            "https://github.com/alex-oleshkevich/starsessions",
            "https://cheatsheetseries.owasp.org/cheatsheets/Session_Management_Cheat_Sheet.html",
        ),
    ),
    *sessions_life.REQUIREMENTS,
)
