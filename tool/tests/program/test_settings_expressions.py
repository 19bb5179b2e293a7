"""What the expressions of settings modules come to: flags, secrets and lists that environment variables decide."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.program.settings_project import single

from tenfold.program.values import REQUIRED, Env


@pytest.mark.parametrize(("expression", "default", "cast"), [
    ('os.environ.get("DEBUG", "False") == "True"', False, "bool"),
    ('os.environ.get("DEBUG", "0") in ("1", "true")', False, "bool"),
    ('os.getenv("DEBUG", "true").lower() in ["1", "true"]', True, "bool"),
    ('bool(int(os.environ.get("DEBUG", "0")))', False, "bool"),
    ('strtobool(os.environ.get("DEBUG", "yes"))', True, "bool"),
    ('bool(os.environ.get("DEBUG"))', False, "bool"),
    ('json.loads(os.environ.get("DEBUG", "false"))', False, "bool"),
    ('os.environ["DEBUG"] == "1"', REQUIRED, "bool"),
    ('config("DEBUG", default=False, cast=bool)', False, "bool"),
    ('config("DEBUG", default="true", cast=bool)', True, "bool"),
    ('env("DEBUG")', True, "bool"),
    ('env.bool("DEBUG", False)', False, "bool"),
    ('env.bool("DEBUG", default=True)', True, "bool"),
    ('flag("DEBUG")', False, "bool"),
    ('present("DEBUG", True)', True, "bool"),
    ('parsed(os.environ.get("DEBUG", "no"))', False, "bool"),
    ('parsed(os.environ.get("DEBUG") or "yes")', True, "bool"),
    ('guarded("DEBUG", True)', True, "bool"),
    ('flag("DEBUG", "yes")', True, "bool"),
    ('False if os.environ.get("DEBUG", "") == "" else True', False, "bool"),
])  # fmt: skip
def test_flags(tmp_path: Path, expression: str, default: object, cast: str) -> None:
    settings = single(tmp_path, f"""
import json, os
from distutils.util import strtobool
from decouple import config
import environ
env = environ.Env(DEBUG=(bool, True))
def flag(name, default="no"):
    return os.environ.get(name, default).lower() in ("1", "yes", "true")
def present(name, default):
    value = os.environ.get(name)
    if value is None:
        return default
    return value.lower() in ("true", "1")
def parsed(text):
    text = text.strip().lower()
    if text in ("yes", "true"):
        return True
    elif text in ("no", "false"):
        return False
    else:
        raise ValueError(text)
def guarded(name, default):
    if name in os.environ:
        return os.environ[name] == "1"
    return default
DEBUG = {expression}
""")  # fmt: skip
    debug = settings.get("DEBUG")
    assert debug.value == Env("DEBUG", default, cast), debug.value
    assert debug.source == "environment"


@pytest.mark.parametrize(("expression", "variable", "default"), [
    ('os.environ["KEY"]', "KEY", REQUIRED),
    ('os.environ.get("KEY")', "KEY", None),
    ('os.environ.get("KEY", "dev")', "KEY", "dev"),
    ('os.environ.get("KEY") or "dev"', "KEY", "dev"),
    ('env("KEY")', "KEY", REQUIRED),
    ('env.str("KEY", default="dev")', "KEY", "dev"),
    ('config("KEY")', "KEY", REQUIRED),
    ('needed("KEY")', "KEY", REQUIRED),
    ('checked("KEY")', "KEY", REQUIRED),
    ('os.environ["KEY"] if "KEY" in os.environ else "dev"', "KEY", "dev"),
])  # fmt: skip
def test_secrets(tmp_path: Path, expression: str, variable: str, default: object) -> None:
    settings = single(tmp_path, f"""
import os
from django.core.exceptions import ImproperlyConfigured
from decouple import config
from environ import Env
env = Env()
def needed(name):
    try:
        return os.environ[name]
    except KeyError:
        raise ImproperlyConfigured(name)
def checked(name):
    value = os.environ.get(name)
    if not value:
        raise ImproperlyConfigured(name)
    return value
SECRET_KEY = {expression}
""")  # fmt: skip
    found = settings.get("SECRET_KEY")
    assert (found.variable, found.fallback) == (variable, default), found.value


def test_a_check_that_raises_makes_the_variable_required(tmp_path: Path) -> None:
    settings = single(tmp_path, """
import os
SECRET_KEY = os.environ.get("SECRET_KEY")
if SECRET_KEY is None:
    raise RuntimeError("no key")
AFTER = True
DEBUG = os.environ.get("DEBUG", "1") == "1"
if DEBUG and not SECRET_KEY:
    raise RuntimeError("no key")
LAST = True
""")  # fmt: skip
    assert settings.get("SECRET_KEY").value == Env("SECRET_KEY", REQUIRED)
    assert settings.get("AFTER").value is True
    assert settings.get("LAST").value is True
    assert settings.get("DEBUG").value == Env("DEBUG", True, "bool")


def test_lists_of_variables(tmp_path: Path) -> None:
    settings = single(tmp_path, """
import os, environ
env = environ.Env()
def listed(text):
    return [item.strip() for item in text.split(",") if item]
ALLOWED_HOSTS = listed(os.environ.get("HOSTS", "a.example, b.example,"))
OTHERS = env.list("OTHERS")
ORIGINS = [f"https://{host}" for host in OTHERS]
if os.getenv("ADMINS"):
    ADMIN_HOSTS = os.getenv("ADMINS").split(",")
else:
    ADMIN_HOSTS = ["localhost"]
""")  # fmt: skip
    assert settings.get("ALLOWED_HOSTS").value == Env("HOSTS", ["a.example", "b.example"], "list")
    assert settings.get("ORIGINS").value == Env("OTHERS", REQUIRED, "list")
    assert settings.get("ADMIN_HOSTS").value == Env("ADMINS", ["localhost"], "list")


def test_a_handler_gives_the_default(tmp_path: Path) -> None:
    settings = single(tmp_path, """
import os
try:
    SECRET_KEY = os.environ["SECRET_KEY"]
except KeyError:
    SECRET_KEY = "dev"
""")  # fmt: skip
    assert settings.get("SECRET_KEY").value == Env("SECRET_KEY", "dev")


def test_keys_that_no_dict_can_have(tmp_path: Path) -> None:
    text = 'import os\nCACHES = {print({}): 1, "a": 2}\nCACHES[bool(CACHES).get(CACHES)] = 3\n'
    settings = single(tmp_path, text)
    assert settings.nested("CACHES", "a").value == 2


def test_a_return_that_a_broken_function_leaves_behind_ends_no_module(tmp_path: Path) -> None:
    settings = single(tmp_path, "def f(x=(1 + lambda: 1)):\n    return x\nSITE_ID = 7\n")
    assert settings.get("SITE_ID").value == 7
