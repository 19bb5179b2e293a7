"""Package names: the popular ones that others imitate, imitations on record, and what nobody looks after any more."""

from __future__ import annotations

from functools import cache

POPULAR: frozenset[str] = frozenset({
    "aiohttp", "alembic", "amqp", "anyio", "argon2-cffi", "arrow", "asgiref", "asyncpg", "attrs", "authlib",
    "babel", "bcrypt", "beautifulsoup4", "billiard", "black", "bleach", "blinker", "boto3", "botocore",
    "cachetools", "celery", "certifi", "cffi", "chardet", "charset-normalizer", "click", "colorama", "coverage",
    "cryptography", "cython", "databases", "decorator", "defusedxml", "dj-database-url", "django",
    "django-allauth", "django-cors-headers", "django-crispy-forms", "django-debug-toolbar", "django-environ",
    "django-extensions", "django-filter", "django-redis", "django-storages", "djangorestframework", "docker",
    "docutils", "elasticsearch", "email-validator", "fastapi", "flask", "flask-admin", "flask-bcrypt",
    "flask-cors", "flask-jwt-extended", "flask-limiter", "flask-login", "flask-mail", "flask-migrate",
    "flask-restful", "flask-session", "flask-sqlalchemy", "flask-talisman", "flask-wtf", "gevent",
    "google-auth", "graphene", "greenlet", "grpcio", "gunicorn", "httptools", "httpx", "hypercorn", "idna",
    "importlib-metadata", "itsdangerous", "jinja2", "jmespath", "jsonschema", "kombu", "loguru", "mako",
    "markdown", "markupsafe", "marshmallow", "matplotlib", "msgpack", "multidict", "mypy", "mysqlclient",
    "networkx", "nltk", "numpy", "oauthlib", "openai", "opencv-python", "openpyxl", "orjson", "packaging",
    "pandas", "paramiko", "passlib", "peewee", "pillow", "pipenv", "poetry", "prometheus-client", "protobuf",
    "psutil", "psycopg2", "psycopg2-binary", "pyasn1", "pycparser", "pycryptodome", "pydantic",
    "pydantic-settings", "pygments", "pyjwt", "pymongo", "pymysql", "pyopenssl", "pyparsing", "pytest",
    "python-dateutil", "python-dotenv", "python-jose", "python-multipart", "pytz", "pyyaml", "redis",
    "requests", "requests-oauthlib", "rsa", "scikit-learn", "scipy", "selenium", "sentry-sdk", "setuptools",
    "simplejson", "sqlalchemy", "sqlmodel", "sqlparse", "starlette", "stripe", "structlog", "tensorflow",
    "tornado", "tqdm", "twisted", "typing-extensions", "tzdata", "ujson", "urllib3", "uvicorn", "uvloop",
    "virtualenv", "watchdog", "websockets", "werkzeug", "whitenoise", "wtforms", "xmltodict", "zipp",
})  # fmt: skip
"""Names that many people type; nothing on this list imitates another name on it."""

INNOCENT: frozenset[str] = frozenset({
    "argon2", "attr", "boto", "django-filters", "djongo", "dockerpty", "flask-email", "jinja", "markdown2",
    "mock", "moto", "oracledb", "psycopg", "psycopg-binary", "psycopg-c", "psycopg-pool", "psycopg3-binary",
    "pyaml", "pycryptodomex", "pygal", "pymssql", "unicorn", "websocket", "websocket-client",
})  # fmt: skip
"""Names near a popular one that are projects of their own."""

IMITATIONS: dict[str, str] = {
    "acqusition": "acquisition", "apidev-coop": "apidev-coop_cms", "bzip": "the standard library's bz2",
    "colourama": "colorama", "crypt": "the standard library's crypt", "dajngo": "django", "diango": "django",
    "djago": "django", "djanga": "django", "django-server": "django-server-guardian-api", "easyinstall": "setuptools",
    "jeilyfish": "jellyfish", "mumpy": "numpy", "pwd": "the standard library's pwd", "reqeusts": "requests",
    "python3-dateutil": "python-dateutil", "python-sqlite": "the standard library's sqlite3",
    "python-mysql": "mysqlclient",
    "request": "requests", "requesys": "requests", "requesrs": "requests", "requesst": "requests",
    "reqests": "requests",
    "setup-tools": "setuptools", "telnet": "the standard library's telnetlib", "urlib3": "urllib3", "urllib": "urllib3",
    "beautifulsup4": "beautifulsoup4", "pyhton-dateutil": "python-dateutil", "pytohn-dateutil": "python-dateutil",
}  # fmt: skip
"""Imitations that were taken off the index, with what was meant. Sources: the Slovak NSA's notice of September 2017
(skcsirt-sa-20170909-pypi), and the index's own removals since."""

ABANDONED: dict[str, str] = {
    "pycrypto": "no release since 2013; use pycryptodome or cryptography",
    "oauth2client": "deprecated by its makers; use google-auth",
    "flask-oauthlib": "deprecated by its makers; use Authlib",
    "flask-restplus": "no longer maintained; use flask-restx",
    "flask-jwt": "no release since 2015; use Flask-JWT-Extended",
    "flask-script": "no release since 2017; use Flask's own command line",
    "flask-uploads": "no release since 2016; use Flask-Reuploaded or werkzeug's secure_filename",
    "raven": "replaced by sentry-sdk",
    "aioredis": "merged into redis (redis.asyncio)",
    "django-rest-swagger": "no longer maintained; use drf-spectacular",
    "django-rest-auth": "no longer maintained; use dj-rest-auth",
    "djangorestframework-jwt": "no release since 2017; use djangorestframework-simplejwt",
    "sklearn": "an empty package; use scikit-learn",
    "nose": "no release since 2015; use pytest",
    "pysha3": "no release since 2017; hashlib has SHA-3",
}
"""Packages whose makers say, or whose last release shows, that nobody looks after them; with what takes their place."""

_LEAST = 6
"""Characters from which a difference of one is no accident."""


@cache
def imitated(name: str) -> str:
    """The popular name that `name` (normalised) imitates: on record, or one slip of a key away; else ""."""
    if name in IMITATIONS:
        return IMITATIONS[name]
    if name in POPULAR or name in INNOCENT or name in ABANDONED or len(name) < _LEAST:
        return ""
    return next((popular for popular in sorted(_near(len(name))) if _one_slip(name, popular)), "")


@cache
def _near(length: int) -> tuple[str, ...]:
    return tuple(popular for popular in POPULAR if abs(len(popular) - length) <= 1 and len(popular) >= _LEAST)


def _one_slip(name: str, popular: str) -> bool:
    """Whether one letter is left out, doubled or added, changed, or two neighbours are swapped.

    A digit at the end and a plural are how honest successors are named, so they do not count.
    """
    start = 0
    shortest = min(len(name), len(popular))
    while start < shortest and name[start] == popular[start]:
        start += 1
    rest, wanted = name[start:], popular[start:]
    if (not wanted and len(rest) == 1 and (rest.isdigit() or rest == "s")) or (not rest and wanted == "s"):
        return False
    if len(rest) == len(wanted):
        changed = rest[1:] == wanted[1:] and not (rest[:1].isdigit() or wanted[:1].isdigit())
        swapped = rest[:2] == wanted[1::-1] and rest[2:] == wanted[2:] and len(rest) > 1
        return changed or swapped
    return rest[1:] == wanted or rest == wanted[1:]
