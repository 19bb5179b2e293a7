"""Practice 7, second half: how secrets are loaded, how strong they are, and that they are not logged."""

from tenfold.catalogue.model import HowTo, Requirement

REQUIREMENTS: tuple[Requirement, ...] = (
    Requirement(
        id="secrets.loading",
        practice="secrets",
        title="Secrets loaded from the environment or a manager",
        asks="Each secret is read at start from the environment, a mounted file or a secrets manager, in one place.",
        why="""\
When each module reads its own key in its own way, nobody can say which secrets the app needs, which are \
set, and who can read them; changing one then means a search through the code. One place that reads and \
checks them fails at start, not at three in the morning.""",
        how=HowTo(
            flask="""\
Load `.env` at your desk with python-dotenv, and read the environment in one module.

```python
import os

from dotenv import load_dotenv

load_dotenv()  # does not override what the server has set

class Config:
    SECRET_KEY = os.environ["SECRET_KEY"]
    SQLALCHEMY_DATABASE_URI = os.environ["DATABASE_URL"]
```
```python
app.config.from_object("shop.config.Config")
```
`app.config.from_prefixed_env()` reads every `FLASK_...` variable in one line.""",
            django="""\
Use django-environ (or `os.environ`) in the settings; a `_FILE` variable serves Docker and Kubernetes \
secrets.

```python
import environ

env = environ.FileAwareEnv()
env.read_env(BASE_DIR / ".env")  # does not override what the server has set

SECRET_KEY = env("DJANGO_SECRET_KEY")
DATABASES = {"default": env.db()}
```""",
            fastapi="""\
Use pydantic-settings: typed, checked at start, and able to read mounted files.

```python
from functools import lru_cache

from pydantic import SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_file=".env", secrets_dir="/run/secrets")
    jwt_key: SecretStr
    database_url: SecretStr

@lru_cache
def get_settings() -> Settings:
    return Settings()
```""",
        ),
        cwe=(522, 260, 526),
        owasp2025=("A06:2025", "A02:2025"),
        owasp2021=("A04:2021", "A05:2021"),
        asvs=("13.3.1", "13.3.2"),
        references=(
            "https://cheatsheetseries.owasp.org/cheatsheets/Secrets_Management_Cheat_Sheet.html",
            "https://django-environ.readthedocs.io/en/latest/",
            "https://docs.pydantic.dev/latest/concepts/pydantic_settings/",
            "https://flask.palletsprojects.com/en/stable/config/",
        ),
    ),
    Requirement(
        id="secrets.environments",
        practice="secrets",
        title="Development, test and production are apart",
        asks=(
            "Development, test and production have separate settings and separate secrets, and production "
            "is what one gets by default."
        ),
        why="""\
With one settings file, debug switches and test keys are one forgotten variable away from production. With \
shared secrets, the weakest place, a laptop or a test server, opens the real database.""",
        how=HowTo(
            flask="""\
One class per environment; the factory takes the strict one unless told otherwise.

```python
import os

from flask import Flask

class Production:
    SECRET_KEY = os.environ.get("SECRET_KEY")
    SESSION_COOKIE_SECURE = True

class Testing:
    TESTING = True
    SECRET_KEY = "only for tests"

def create_app(config=Production):
    app = Flask(__name__)
    app.config.from_object(config)
    if not app.config["SECRET_KEY"]:
        raise RuntimeError("Set SECRET_KEY")
    return app
```""",
            django="""\
A settings package: what is common, and one module for each environment. `wsgi.py`, `asgi.py` and the \
image name production, `manage.py` the local one.

```text
config/settings/base.py
config/settings/local.py       # from .base import *; DEBUG = True
config/settings/test.py
config/settings/production.py  # HTTPS, HSTS, e-mail, Sentry
```
```python
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")  # wsgi.py, asgi.py
```""",
            fastapi="""\
One model with strict defaults; files and variables differ between environments, the code does not.

```python
from typing import Literal

from pydantic import SecretStr
from pydantic_settings import BaseSettings

class Settings(BaseSettings):
    environment: Literal["development", "test", "production"] = "production"
    jwt_key: SecretStr
    allowed_origins: list[str] = []
```
In tests: `app.dependency_overrides[get_settings] = lambda: Settings(environment="test", jwt_key="only for \
tests")`.""",
        ),
        cwe=(1188, 489, 260),
        owasp2025=("A02:2025",),
        owasp2021=("A05:2021",),
        asvs=("15.2.3", "13.4.2"),
        references=(
            "https://12factor.net/config",
            "https://flask.palletsprojects.com/en/stable/config/#development-production",
            "https://docs.djangoproject.com/en/stable/topics/settings/",
            "https://fastapi.tiangolo.com/advanced/settings/",
        ),
    ),
    Requirement(
        id="secrets.strength",
        practice="secrets",
        title="Secrets are long and random",
        asks="No secret is a default, a word or short: signing keys hold 32 random bytes or more.",
        why="""\
Keys such as `dev`, `secret`, `changeme` or the one in a tutorial stand on lists that tools try offline \
against one cookie or token, millions a second. When it fits, the attacker signs their own session and is \
whoever they like.""",
        how=HowTo(
            flask="""\
Make a key for each environment, and refuse a weak one at start.

```console
$ python -c 'import secrets; print(secrets.token_hex(32))'
```
```python
if len(app.config["SECRET_KEY"]) < 32:
    raise RuntimeError("SECRET_KEY is too short")
```""",
            django="""\
Make a key for each environment; `check --deploy` warns of a weak one (security.W009).

```console
$ python -c 'from django.core.management.utils import get_random_secret_key as key; print(key())'
$ python manage.py check --deploy --fail-level WARNING
```""",
            fastapi="""\
Let the settings refuse a weak key. RFC 7518 asks for at least 32 bytes with HS256.

```python
from typing import Annotated

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings

class Settings(BaseSettings):
    jwt_key: Annotated[SecretStr, Field(min_length=32)]
```
```console
$ openssl rand -hex 32
```""",
        ),
        cwe=(1391, 1393, 521, 326, 331),
        owasp2025=("A07:2025", "A04:2025"),
        owasp2021=("A07:2021", "A02:2021"),
        asvs=("11.5.1", "13.2.3", "11.2.3"),
        references=(
            "https://docs.python.org/3/library/secrets.html",
            "https://www.rfc-editor.org/rfc/rfc7518#section-3.2",
            "https://docs.djangoproject.com/en/stable/ref/checks/#security",
        ),
    ),
    Requirement(
        id="secrets.fallback",
        practice="secrets",
        title="A missing secret stops the start",
        asks="When a secret's variable is absent the app refuses to start, and does not fall back to a built-in value.",
        why="""\
`os.environ.get("SECRET_KEY", "dev")` works everywhere, and that is the harm: the day the variable gets \
lost in a new deployment, production runs with a key that stands in the source, and nothing tells \
you.""",
        how=HowTo(
            flask="""\
Index the environment, so that a missing name raises `KeyError` at start.

```python
import os

SECRET_KEY = os.environ["SECRET_KEY"]  # not os.environ.get("SECRET_KEY", "dev")
```""",
            django="""\
Give `env()` no default for a secret; it raises `ImproperlyConfigured`. Put local values into `.env` or \
`local.py`.

```python
SECRET_KEY = env("DJANGO_SECRET_KEY")  # not env("DJANGO_SECRET_KEY", default="insecure")
DEBUG = env.bool("DJANGO_DEBUG", default=False)
```""",
            fastapi="""\
A field without a default is required: `Settings()` raises `ValidationError` and names what is missing.

```python
from pydantic import SecretStr
from pydantic_settings import BaseSettings

class Settings(BaseSettings):
    jwt_key: SecretStr  # not: jwt_key: str = "change-me"
```""",
        ),
        cwe=(1188, 636, 798),
        owasp2025=("A10:2025", "A07:2025"),
        owasp2021=("A07:2021",),
        asvs=("13.2.3", "16.5.3"),
        references=(
            "https://docs.python.org/3/library/os.html#os.environ",
            "https://docs.pydantic.dev/latest/concepts/pydantic_settings/",
            "https://cwe.mitre.org/data/definitions/1188.html",
        ),
    ),
    Requirement(
        id="secrets.logged",
        practice="secrets",
        title="Secrets are not printed or logged",
        asks="No secret is printed, logged, put into an error message or sent to an error tracker.",
        why="""\
Logs are read by more people, kept longer and guarded less than the database, and they are copied to other \
companies. One `print(settings)` while hunting a bug puts the production password into all of them.""",
        how=HowTo(
            flask="""\
Log names, not values, and keep Sentry from sending personal data and local variables that hold secrets.

```python
import sentry_sdk

app.logger.info("mail server configured: %s", bool(app.config["MAIL_PASSWORD"]))
sentry_sdk.init(dsn=os.environ["SENTRY_DSN"], send_default_pii=False, include_local_variables=False)
```""",
            django="""\
Mark what must not appear in error reports; settings whose names hold KEY, PASS, SECRET or TOKEN are \
hidden already.

```python
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables

@sensitive_post_parameters("password", "card_number")
@sensitive_variables("card")
def pay(request):
    card = request.POST["card_number"]
```""",
            fastapi="""\
`SecretStr` prints as stars; take the value out only where it is used.

```python
import logging

logger = logging.getLogger(__name__)
logger.info("settings: %r", settings)  # jwt_key=SecretStr('**********')
client = Payments(settings.stripe_key.get_secret_value())
```""",
        ),
        cwe=(532, 209, 200),
        owasp2025=("A09:2025",),
        owasp2021=("A09:2021",),
        asvs=("16.2.5", "14.2.4"),
        references=(
            "https://cheatsheetseries.owasp.org/cheatsheets/Logging_Cheat_Sheet.html#data-to-exclude",
            "https://docs.djangoproject.com/en/stable/howto/error-reporting/#filtering-sensitive-information",
            "https://docs.pydantic.dev/latest/api/types/#pydantic.types.SecretStr",
        ),
    ),
)
