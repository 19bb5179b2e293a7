"""Practice 1, second half: defaults left on, debug mode, signed tokens."""

from tenfold.catalogue.model import HowTo, Requirement

REQUIREMENTS: tuple[Requirement, ...] = (
    Requirement(
        id="framework.protections-on",
        practice="framework",
        title="No built-in protection is switched off",
        asks="No protection that the framework or its libraries give by default is removed or opened wide.",
        why="""\
Protections get switched off to make an error go away: `ALLOWED_HOSTS = ['*']` after a 400, `csrf_exempt` \
after a 403, CORS for every origin after a console message. The error goes, and so does the defence, for \
every user and for good. A wildcard host lets an attacker put their own domain into your password-reset \
mails; wide CORS with credentials lets any site read your users' data.""",
        how=HowTo(
            flask="""\
Leave `WTF_CSRF_ENABLED` on outside tests, name the hosts that you serve (Flask 3.1 checks \
`TRUSTED_HOSTS`), and list CORS origins exactly.

```python
from flask_cors import CORS

app.config["TRUSTED_HOSTS"] = ["app.example.com"]
CORS(app, origins=["https://www.example.com"], supports_credentials=True)
```""",
            django="""\
Keep the middleware of a new project, name your hosts and origins, and let Django look for the rest.

```python
ALLOWED_HOSTS = ["shop.example.com"]
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
CORS_ALLOWED_ORIGINS = ["https://www.example.com"]  # django-cors-headers; never CORS_ALLOW_ALL_ORIGINS
```
```console
$ python manage.py check --deploy
```""",
            fastapi="""\
List origins exactly and check the host; `allow_origins=["*"]` together with `allow_credentials=True` \
answers every site.

```python
from fastapi.middleware.cors import CORSMiddleware
from fastapi.middleware.trustedhost import TrustedHostMiddleware

app.add_middleware(TrustedHostMiddleware, allowed_hosts=["api.example.com"])
app.add_middleware(
    CORSMiddleware,
    allow_origins=["https://www.example.com"],
    allow_credentials=True,
    allow_methods=["GET", "POST"],
)
```""",
        ),
        cwe=(693, 942, 16, 1188),
        owasp2025=("A02:2025", "A06:2025"),
        owasp2021=("A05:2021",),
        asvs=("3.4.2", "13.4.5", "3.4.4"),
        references=(
            "https://docs.djangoproject.com/en/stable/howto/deployment/checklist/",
            "https://flask.palletsprojects.com/en/stable/web-security/",
            "https://developer.mozilla.org/en-US/docs/Web/HTTP/Guides/CORS",
            "https://fastapi.tiangolo.com/tutorial/cors/",
        ),
    ),
    Requirement(
        id="framework.debug-off",
        practice="framework",
        title="Debug mode never reaches production",
        asks="Debug mode, the interactive debugger and the debug toolbar cannot be on in production.",
        why="""\
A debug page shows source, settings, queries and environment to whoever provokes an error. Werkzeug's \
debugger goes further: behind a short PIN it runs any Python that the visitor types. One forgotten \
`debug=True` turns a small bug into the loss of the whole server.""",
        how=HowTo(
            flask="""\
Never pass `debug=True` in code; turn it on from the command line at your desk, and serve production with \
a real server.

```console
$ flask --app shop run --debug        # at your desk
$ gunicorn 'shop:create_app()'        # in production
```
```python
if __name__ == "__main__":
    app.run()
```""",
            django="""\
Default to off, so that a missing variable is harmless, and keep the toolbar in the development settings.

```python
import os

DEBUG = os.environ.get("DJANGO_DEBUG") == "1"

if DEBUG:
    INSTALLED_APPS += ["debug_toolbar"]
    MIDDLEWARE.insert(0, "debug_toolbar.middleware.DebugToolbarMiddleware")
```""",
            fastapi="""\
Leave `debug` out (it is off), and start production with `fastapi run` or uvicorn without `--reload`. \
Close the interactive docs where the API is private.

```python
from fastapi import FastAPI

app = FastAPI(openapi_url=None)  # no /docs, /redoc, /openapi.json
```
```console
$ fastapi run app/main.py --workers 4
```""",
        ),
        cwe=(489, 215, 526, 94),
        owasp2025=("A02:2025", "A10:2025"),
        owasp2021=("A05:2021",),
        asvs=("13.4.2", "15.2.3", "16.5.1"),
        references=(
            "https://flask.palletsprojects.com/en/stable/debugging/",
            "https://docs.djangoproject.com/en/stable/ref/settings/#debug",
            "https://fastapi.tiangolo.com/deployment/manually/",
        ),
    ),
    Requirement(
        id="framework.tokens",
        practice="framework",
        title="Signed tokens are verified",
        asks="Each signed token is verified with a fixed list of algorithms, and its expiry and audience are checked.",
        why="""\
A token is a claim made by whoever sends it. If the signature is not checked, if the token may choose its \
own algorithm (`none`, or HMAC with your public key), or if it never expires, anyone can write "I am the \
administrator" and be believed, or use a stolen token for years.""",
        how=HowTo(
            flask="""\
Use PyJWT and name the algorithm, the audience and the claims that must be there. For links in mails use \
`itsdangerous.URLSafeTimedSerializer` with `max_age`.

```python
import jwt

def claims_of(token):
    return jwt.decode(
        token,
        current_app.config["JWT_KEY"],
        algorithms=["HS256"],
        audience="shop-api",
        issuer="https://id.example.com",
        options={"require": ["exp", "aud", "sub"]},
    )
```
Catch `jwt.InvalidTokenError` and answer 401. Never pass `options={"verify_signature": False}`.""",
            django="""\
With Simple JWT keep tokens short and rotate refresh tokens; for one-off links use `django.core.signing` \
with `max_age`.

```python
from datetime import timedelta

SIMPLE_JWT = {
    "ALGORITHM": "HS256",
    "SIGNING_KEY": os.environ["JWT_KEY"],
    "AUDIENCE": "shop-api",
    "ACCESS_TOKEN_LIFETIME": timedelta(minutes=10),
    "REFRESH_TOKEN_LIFETIME": timedelta(days=1),
    "ROTATE_REFRESH_TOKENS": True,
    "BLACKLIST_AFTER_ROTATION": True,  # needs rest_framework_simplejwt.token_blacklist
}
```""",
            fastapi="""\
Use PyJWT inside the dependency that returns the user. Prefer it to python-jose, which is hardly \
maintained.

```python
import jwt
from fastapi import HTTPException

def claims_of(token: str) -> dict:
    try:
        return jwt.decode(
            token,
            settings.jwt_key.get_secret_value(),
            algorithms=["HS256"],
            audience="shop-api",
            options={"require": ["exp", "aud", "sub"]},
        )
    except jwt.InvalidTokenError:
        raise HTTPException(401, headers={"WWW-Authenticate": "Bearer"}) from None
```""",
        ),
        cwe=(347, 345, 613, 327),
        owasp2025=("A04:2025", "A08:2025", "A07:2025"),
        owasp2021=("A02:2021", "A08:2021", "A07:2021"),
        asvs=("9.1.1", "9.1.2", "9.1.3", "9.2.1", "9.2.3"),
        references=(
            "https://www.rfc-editor.org/rfc/rfc8725",
            "https://pyjwt.readthedocs.io/en/stable/usage.html",
            "https://cheatsheetseries.owasp.org/cheatsheets/JSON_Web_Token_for_Java_Cheat_Sheet.html",
        ),
    ),
)
