"""The effective settings of Django projects: which module production uses, and what it holds in the end."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.program.settings_project import BASE, MANAGE, WSGI, app_of, shown, single

from tenfold.program.values import REQUIRED, Env


def test_a_single_module(tmp_path: Path) -> None:
    settings = single(tmp_path, "DEBUG = True\nSECRET_KEY = 'django-insecure-1'\n")
    assert shown(settings.get("DEBUG")) == (True, "code", "shop/settings.py:4")
    assert settings.get("DEBUG").module == "shop/settings.py"
    assert shown(settings.get("SECRET_KEY")) == ("django-insecure-1", "code", "shop/settings.py:5")
    assert shown(settings.get("SESSION_COOKIE_SECURE")) == (False, "default", "")
    assert settings.explicit("SESSION_COOKIE_SECURE") is None
    assert settings.get("NO_SUCH_SETTING") is None


def test_production_module_over_a_base(tmp_path: Path) -> None:
    app = app_of(tmp_path, {
        "manage.py": MANAGE.format("config.settings.local"),
        "config/__init__.py": "",
        "config/wsgi.py": WSGI.format("config.settings.production"),
        "config/settings/__init__.py": "",
        "config/settings/base.py": """
            DEBUG = True
            ROOT_URLCONF = "config.urls"
            INSTALLED_APPS = [
                "django.contrib.auth",
            ]
            MIDDLEWARE = [
                "django.middleware.security.SecurityMiddleware",
                "django.middleware.common.CommonMiddleware",
            ]
        """,
        "config/settings/local.py": "from .base import *\nDEBUG = True\nINSTALLED_APPS += ['debug_toolbar']\n",
        "config/settings/production.py": """
            from .base import *
            DEBUG = False
            MIDDLEWARE.insert(1, "whitenoise.middleware.WhiteNoiseMiddleware")
            INSTALLED_APPS = INSTALLED_APPS + ["storages"]
            SECURE_SSL_REDIRECT = True
        """,
    })  # fmt: skip
    settings = app.settings
    debug = settings.get("DEBUG")
    assert shown(debug) == (False, "code", "config/settings/production.py:2")
    assert debug.environment == "production"
    assert [str(place) for place in debug.overridden] == ["config/settings/base.py:1"]
    assert [(i.value.rpartition(".")[2], str(i.place)) for i in settings.list("MIDDLEWARE")] == [
        ("SecurityMiddleware", "config/settings/base.py:7"),
        ("WhiteNoiseMiddleware", "config/settings/production.py:3"),
        ("CommonMiddleware", "config/settings/base.py:8"),
    ]
    assert [i.value for i in settings.list("INSTALLED_APPS")] == ["django.contrib.auth", "storages"]
    assert [(m.path, m.environment, m.judged) for m in settings.modules] == [
        ("config/settings/base.py", "", True),
        ("config/settings/local.py", "development", False),
        ("config/settings/production.py", "production", True),
    ]
    assert [(v.fallback, v.environment, str(v.place)) for v in settings.values("DEBUG")] == [
        (False, "production", "config/settings/production.py:2"),
        (True, "", "config/settings/base.py:1"),
        (True, "development", "config/settings/local.py:2"),
    ]


def test_the_package_picks_by_a_variable(tmp_path: Path) -> None:
    settings = app_of(tmp_path, {
        "manage.py": MANAGE.format("shop.settings"),
        "shop/wsgi.py": WSGI.format("shop.settings"),
        "shop/__init__.py": "",
        "shop/settings/__init__.py": """
            import os
            if os.environ.get("ENVIRONMENT", "development") == "production":
                from .production import *
            else:
                from .development import *
        """,
        "shop/settings/base.py": BASE + "DEBUG = False\n",
        "shop/settings/development.py": "from .base import *\nDEBUG = True\nALLOWED_HOSTS = ['*']\n",
        "shop/settings/production.py": "from .base import *\nALLOWED_HOSTS = ['shop.example']\n",
    }).settings  # fmt: skip
    assert shown(settings.get("DEBUG")) == (False, "code", "shop/settings/base.py:4")
    assert [i.value for i in settings.list("ALLOWED_HOSTS")] == ["shop.example"]


def test_the_image_names_the_module(tmp_path: Path) -> None:
    files = {
        "manage.py": MANAGE.format("shop.settings.dev"),
        "shop/wsgi.py": WSGI.format("shop.settings.dev"),
        "shop/settings/__init__.py": "", "shop/__init__.py": "",
        "shop/settings/base.py": BASE + "DEBUG = True\n",
        "shop/settings/dev.py": "from .base import *\nX = 'dev'\n",
        "shop/settings/docker.py": "from .base import *\nDEBUG = False\n",
    }  # fmt: skip
    image = "FROM python:3.12\nENV DJANGO_SETTINGS_MODULE=shop.settings.docker\nCMD gunicorn shop.wsgi\n"
    settings = app_of(tmp_path, {**files, "Dockerfile": image}).settings
    assert shown(settings.get("DEBUG")) == (False, "code", "shop/settings/docker.py:2")
    assert settings.environment_value("DJANGO_SETTINGS_MODULE")[0] == "shop.settings.docker"


def test_blocks_of_debug(tmp_path: Path) -> None:
    settings = single(tmp_path, """
import os
DEBUG = os.environ.get("DEBUG", "False") == "True"
if DEBUG:
    ALLOWED_HOSTS = ["*"]
else:
    ALLOWED_HOSTS = ["shop.example"]
    SECURE_SSL_REDIRECT = True
if not DEBUG:
    SESSION_COOKIE_SECURE = True
""")  # fmt: skip
    assert settings.get("DEBUG").value == Env("DEBUG", False, "bool")
    assert [i.value for i in settings.list("ALLOWED_HOSTS")] == ["shop.example"]
    assert shown(settings.get("SECURE_SSL_REDIRECT")) == (True, "code", "shop/settings.py:11")
    assert shown(settings.get("SESSION_COOKIE_SECURE")) == (True, "code", "shop/settings.py:13")
    assert [v.fallback for v in settings.values("ALLOWED_HOSTS")] == [["shop.example"], ["*"]]
    assert settings.values("ALLOWED_HOSTS")[1].environment == "development"


def test_a_branch_that_a_variable_opens_is_noted_and_not_taken(tmp_path: Path) -> None:
    settings = single(tmp_path, """
import os
if os.environ.get("BEHIND_TLS"):
    SECURE_HSTS_SECONDS = 31536000
""")  # fmt: skip
    assert settings.explicit("SECURE_HSTS_SECONDS") is None
    assert shown(settings.get("SECURE_HSTS_SECONDS")) == (0, "default", "")
    assert [v.fallback for v in settings.values("SECURE_HSTS_SECONDS")] == [31536000]


def test_local_settings_are_noted_and_not_production(tmp_path: Path) -> None:
    settings = single(tmp_path, """
DEBUG = False
try:
    from .local_settings import *
except ImportError:
    pass
""", {"shop/local_settings.py": "DEBUG = True\n"})  # fmt: skip
    assert shown(settings.get("DEBUG")) == (False, "code", "shop/settings.py:5")
    assert ("development", True) in [(v.environment, v.fallback) for v in settings.values("DEBUG")]


def test_changes_in_place(tmp_path: Path) -> None:
    settings = single(tmp_path, """
MIDDLEWARE += ["a.A", "b.B"]
MIDDLEWARE.append("c.C")
MIDDLEWARE.extend(("d.D",))
MIDDLEWARE.remove("b.B")
MIDDLEWARE.insert(MIDDLEWARE.index("c.C"), "between.B")
MIDDLEWARE = [m for m in MIDDLEWARE if m != "d.D"]
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
    },
}
CACHES["default"]["LOCATION"] = "here"
CACHES.update({"sessions": {"BACKEND": "redis"}})
REST_FRAMEWORK = dict(PAGE_SIZE=10)
REST_FRAMEWORK |= {"DEFAULT_THROTTLE_RATES": {"anon": "10/min"}}
OPTIONS = {**REST_FRAMEWORK, "PAGE_SIZE": 20}
""")  # fmt: skip
    assert [i.value for i in settings.list("MIDDLEWARE")] == ["a.A", "between.B", "c.C"]
    backend = settings.nested("CACHES", "default", "BACKEND")
    assert shown(backend) == ("django.core.cache.backends.locmem.LocMemCache", "code", "shop/settings.py:13")
    assert shown(settings.nested("CACHES", "default", "LOCATION")) == ("here", "code", "shop/settings.py:16")
    assert settings.nested("CACHES", "sessions", "BACKEND").value == "redis"
    assert settings.nested("REST_FRAMEWORK", "DEFAULT_THROTTLE_RATES").value == {"anon": "10/min"}
    assert settings.nested("REST_FRAMEWORK", "PAGE_SIZE").value == 10
    assert settings.nested("OPTIONS", "PAGE_SIZE").value == 20
    assert settings.nested("CACHES", "other") is None


def test_validators_have_their_own_places(tmp_path: Path) -> None:
    settings = single(tmp_path, """
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
""")  # fmt: skip
    assert [(i.value.rpartition(".")[2], i.place.line) for i in settings.list("AUTH_PASSWORD_VALIDATORS")] == [
        ("MinimumLengthValidator", 6),
        ("CommonPasswordValidator", 10),
    ]
    assert settings.nested("AUTH_PASSWORD_VALIDATORS", 0, "OPTIONS", "min_length").value == 12


def test_split_settings(tmp_path: Path) -> None:
    settings = app_of(tmp_path, {
        "manage.py": MANAGE.format("server.settings"),
        "server/__init__.py": "",
        "server/settings/__init__.py": """
            from os import environ
            from split_settings.tools import include, optional
            environ.setdefault("DJANGO_ENV", "development")
            _ENV = environ["DJANGO_ENV"]
            include(
                "components/*.py",
                f"environments/{_ENV}.py",
                optional("environments/local.py"),
            )
        """,
        "server/settings/components/common.py": BASE + "DEBUG = False\n",
        "server/settings/components/caches.py": "CACHES = {}\n",
        "server/settings/environments/development.py": "DEBUG = True\n",
        "server/settings/environments/local.py": "DEBUG = True\nX = 1\n",
        "server/settings/environments/production.py": "from server.settings.components.common import MIDDLEWARE\n"
        "SECURE_SSL_REDIRECT = True\nMIDDLEWARE += ['z.Z']\n",
    }).settings  # fmt: skip
    assert shown(settings.get("DEBUG")) == (False, "code", "server/settings/components/common.py:4")
    assert shown(settings.get("SECURE_SSL_REDIRECT")) == (True, "code", "server/settings/environments/production.py:2")
    assert settings.explicit("X") is None
    assert [i.value for i in settings.list("MIDDLEWARE")] == ["z.Z"]


def test_configuration_classes(tmp_path: Path) -> None:
    settings = app_of(tmp_path, {
        "manage.py": MANAGE.format("shop.settings"),
        "shop/__init__.py": "",
        "shop/settings.py": """
            from configurations import Configuration, values
            class Common(Configuration):
                DEBUG = values.BooleanValue(True)
                SECRET_KEY = values.SecretValue()
                ROOT_URLCONF = "shop.urls"
                INSTALLED_APPS = ["a"]
                MIDDLEWARE = ["m.M"]
            class Dev(Common):
                ALLOWED_HOSTS = ["*"]
            class Production(Common):
                DEBUG = values.BooleanValue(False, environ_name="APP_DEBUG")
                MIDDLEWARE = Common.MIDDLEWARE + ["w.W"]
        """,
    }).settings  # fmt: skip
    assert settings.get("DEBUG").value == Env("DJANGO_APP_DEBUG", False, "bool")
    assert settings.get("SECRET_KEY").value == Env("DJANGO_SECRET_KEY", REQUIRED)
    assert [i.value for i in settings.list("MIDDLEWARE")] == ["m.M", "w.W"]
    assert [(m.name, m.environment, m.judged) for m in settings.modules] == [
        ("Common", "", True), ("Dev", "development", False), ("Production", "production", True),
    ]  # fmt: skip
    assert settings.explicit("ALLOWED_HOSTS") is None


def test_what_files_set(tmp_path: Path) -> None:
    settings = single(tmp_path, """
import os
import environ
env = environ.Env()
environ.Env.read_env()
DEBUG = env.bool("DEBUG", default=False)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["*"])
SECRET_KEY = env("SECRET_KEY")
TOKEN = os.environ["TOKEN"]
""", {
        ".env": "SECRET_KEY=from-the-file\n",
        ".env.example": "TOKEN=sample\n",
        "docker-compose.yml": """
            services:
              web:
                build: .
                environment:
                  DEBUG: "true"
                  ALLOWED_HOSTS: a.example, b.example
                  TOKEN: ${TOKEN}
              db:
                image: postgres:16
                environment:
                  TOKEN: x
        """,
        "docker-compose.override.yml": "services:\n  web:\n    build: .\n    environment:\n      TOKEN: y\n",
    })  # fmt: skip
    assert settings.get("DEBUG").value == Env("DEBUG", True, "bool")
    assert settings.get("DEBUG").source == "file"
    assert [i.value for i in settings.list("ALLOWED_HOSTS")] == ["a.example", "b.example"]
    assert shown(settings.get("SECRET_KEY")) == ("from-the-file", "file", "shop/settings.py:11")
    value, place = settings.environment_value("SECRET_KEY")
    assert (value, str(place)) == ("from-the-file", ".env:1")
    assert settings.get("TOKEN").required
    assert settings.environment_value("TOKEN") is None


def test_an_ignored_environment_file_is_not_shipped(tmp_path: Path) -> None:
    settings = single(
        tmp_path,
        "from decouple import config\nDEBUG = config('DEBUG', cast=bool, default=False)\n",
        {".env": "DEBUG=True\n", ".gitignore": ".env\n"},
    )
    assert shown(settings.get("DEBUG")) == (False, "environment", "shop/settings.py:5")


def test_databases_by_url(tmp_path: Path) -> None:
    settings = single(tmp_path, """
import dj_database_url
DATABASES = {"default": dj_database_url.config(default="sqlite:///db.sqlite3", conn_max_age=600)}
""")  # fmt: skip
    assert settings.nested("DATABASES", "default").value == Env("DATABASE_URL", "sqlite:///db.sqlite3")


def test_another_environment_can_be_judged(tmp_path: Path) -> None:
    files = {
        "manage.py": MANAGE.format("shop.settings.dev"), "shop/__init__.py": "", "shop/settings/__init__.py": "",
        "shop/settings/base.py": BASE, "shop/settings/dev.py": "from .base import *\nDEBUG = True\n",
        "shop/settings/prod.py": "from .base import *\nDEBUG = False\n",
    }  # fmt: skip
    assert app_of(tmp_path, files, "development").settings.get("DEBUG").value is True
    assert app_of(tmp_path, files).settings.get("DEBUG").value is False


@pytest.mark.parametrize("text", [
    "DEBUG = DEBUG\n",
    "A = B\nB = A\nDEBUG = A\n",
    "from .settings import *\nDEBUG = 1\n",
    "def f(x):\n    return f(x)\nDEBUG = f(1)\n",
    "X = {}\nX['a']['b'][0]['c'] = X\nX['a'].update(X)\nDEBUG = [*DEBUG, *X]\n",
    "for i in []:\n    DEBUG = i\nwhile True:\n    DEBUG += [1]\n",
    "globals()['DEBUG'] = True\n" * 3,
    "MIDDLEWARE.insert('x', 1)\nMIDDLEWARE.pop(99)\nMIDDLEWARE.remove()\nMIDDLEWARE[7] = 1\n",
    "L = [1]\n" + "L += L\n" * 60,
    "S = 'a'\n" + "S += S\n" * 60,
    "D = {1: 2}\n" + "D = {'a': D, 'b': D}\n" * 60,
])  # fmt: skip
def test_odd_settings_end(tmp_path: Path, text: str) -> None:
    settings = single(tmp_path, text)
    assert settings.get("ROOT_URLCONF").value == "shop.urls"
