"""A project made of texts, read and linked as a checked folder is: what the tests of settings look at."""

from __future__ import annotations

import tempfile
import textwrap
from pathlib import Path

from tests.project import link, write

from tenfold.program.app import App
from tenfold.program.program import Program
from tenfold.program.setting import Setting
from tenfold.program.settings import Settings

WSGI = """
import os
from django.core.wsgi import get_wsgi_application
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "{}")
application = get_wsgi_application()
"""
MANAGE = """
import os, sys
def main():
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "{}")
    from django.core.management import execute_from_command_line
    execute_from_command_line(sys.argv)
"""
SINGLE = {
    "manage.py": MANAGE.format("shop.settings"),
    "shop/__init__.py": "",
    "shop/wsgi.py": WSGI.format("shop.settings"),
}
BASE = """ROOT_URLCONF = "shop.urls"
INSTALLED_APPS = ["django.contrib.auth"]
MIDDLEWARE = []
"""


def program_in(folder: Path, files: dict[str, str], environment: str = "production") -> Program:
    """The program of `files`, indented texts by path, which are written to `folder`."""
    texts = {path: textwrap.dedent(text).removeprefix("\n") for path, text in files.items()}
    program = link(write(folder, texts))
    return Program(program.facts, environment)


def program_of(files: dict[str, str], environment: str = "production") -> Program:
    """The program of `files` in a folder "project" that is gone once they are read."""
    with tempfile.TemporaryDirectory() as folder:
        return program_in(Path(folder) / "project", files, environment)


def app_of(folder: Path, files: dict[str, str], environment: str = "production") -> App:
    """The only app of `files`, which are written to `folder`."""
    apps = program_in(folder, files, environment).apps
    assert len(apps) == 1, [(app.name, app.framework, app.root) for app in apps]
    return apps[0]


def shown(setting: Setting | None) -> tuple[object, str, str]:
    """A setting's fallback, its source, and its place as "file:line"."""
    assert setting is not None
    return setting.fallback, setting.source, str(setting.place or "")


def single(tmp_path: Path, text: str, extra: dict[str, str] | None = None) -> Settings:
    """The settings of a Django project with one settings module, `BASE` with `text` after it."""
    return app_of(tmp_path, {**SINGLE, "shop/settings.py": BASE + text, **(extra or {})}).settings
