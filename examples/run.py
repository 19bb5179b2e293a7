# ruff: noqa: INP001 -- a script beside the apps, not a package
"""Install, start, check or test one example app: ``python examples/run.py NAME VARIANT PORT``.

Each app and variant has its own virtual environment in ``.deps/NAME-VARIANT`` of the repository, made from
the variant's own requirement files and renewed when they change. The server listens on 127.0.0.1 only.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
import venv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NoReturn

EXAMPLES = Path(__file__).resolve().parent
ENVIRONMENTS = EXAMPLES.parent / ".deps"
SHARED_PATHS = ("/health", "/", "/signup", "/login", "/search?q=a", "/upload", "/admin")
START_SECONDS = 30.0


@dataclass(frozen=True)
class Recipe:
    """How one app is run; every command is a list of arguments after ``python``."""

    serve: tuple[str, ...]
    test: tuple[str, ...] = ("-m", "pytest", "-q", "-p", "no:cacheprovider", "tests")
    prepare: tuple[str, ...] = ()
    environment: Mapping[str, str] = field(default_factory=dict)
    test_environment: Mapping[str, str] = field(default_factory=dict)


_FLASK = ("run", "--no-reload", "--host", "127.0.0.1", "--port", "{port}")
_UVICORN = ("--host", "127.0.0.1", "--port", "{port}")
_DJANGO_SERVE = ("manage.py", "runserver", "--noreload", "127.0.0.1:{port}")
_DJANGO_TEST = ("manage.py", "test", "tests")
_DJANGO_PREPARE = ("manage.py", "migrate", "--verbosity", "0")

RECIPES = {
    ("flask-notes", "weak"): Recipe(("-m", "flask", "--app", "app", *_FLASK, "--debug")),
    ("flask-notes", "hardened"): Recipe(
        ("-m", "flask", "--app", "wsgi", *_FLASK),
        environment={"APP_ENV": "development"},
        test_environment={"APP_ENV": "test"},
    ),
    ("django-shop", "weak"): Recipe(_DJANGO_SERVE, _DJANGO_TEST, _DJANGO_PREPARE),
    ("django-shop", "hardened"): Recipe(
        _DJANGO_SERVE,
        _DJANGO_TEST,
        _DJANGO_PREPARE,
        environment={"DJANGO_SETTINGS_MODULE": "config.settings.dev"},
        test_environment={"DJANGO_SETTINGS_MODULE": "config.settings.test"},
    ),
    ("fastapi-api", "weak"): Recipe(("-m", "uvicorn", "main:app", *_UVICORN)),
    ("fastapi-api", "hardened"): Recipe(
        ("-m", "uvicorn", "api.main:app", *_UVICORN),
        environment={"APP_ENV": "development"},
        test_environment={"APP_ENV": "test"},
    ),
}


def requirement_file(folder: Path) -> Path:
    """The manifest with the test tools where there is one, else the only one."""
    with_tests = folder / "requirements-dev.txt"
    return with_tests if with_tests.exists() else folder / "requirements.txt"


def ensure_environment(name: str, variant: str) -> Path:
    """Make or renew the app's virtual environment; return its Python.

    Raises:
        subprocess.CalledProcessError: pip could not install the requirements.
    """
    manifest = requirement_file(EXAMPLES / name / variant)
    home = ENVIRONMENTS / f"{name}-{variant}"
    python = home / "bin" / "python"
    stamp = home / "requirements.sha256"
    digest = hashlib.sha256(manifest.read_bytes()).hexdigest()
    if python.exists() and stamp.exists() and stamp.read_text(encoding="ascii") == digest:
        return python
    venv.create(home, with_pip=True, clear=True)
    hashed = ["--require-hashes"] if "--hash=" in manifest.read_text(encoding="utf-8") else []
    install = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *hashed]
    subprocess.run([*install, "-r", str(manifest)], check=True)  # noqa: S603 our own manifests
    stamp.write_text(digest, encoding="ascii")
    return python


def answer(url: str) -> int:
    """The status code of a GET that follows redirects, or 0 while nothing listens."""
    try:
        with urllib.request.urlopen(url, timeout=10) as response:  # noqa: S310 always http://127.0.0.1
            return int(response.status)
    except urllib.error.HTTPError as error:
        error.close()
        return error.code
    except OSError:
        return 0


def wait_until_healthy(base: str, server: subprocess.Popen[bytes]) -> bool:
    """Poll ``/health`` until it answers 200, the server ends or START_SECONDS have passed."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        if answer(f"{base}/health") == 200:
            return True
        time.sleep(0.2)
    return False


def check(server: subprocess.Popen[bytes], port: int) -> int:
    """Ask for every shared path and stop the server; 0 when each answered without a server error."""
    base = f"http://127.0.0.1:{port}"
    try:
        if not wait_until_healthy(base, server):
            print(f"{base}/health did not answer", file=sys.stderr)  # noqa: T201 a command's output
            return 1
        statuses = {path: answer(base + path) for path in SHARED_PATHS}
    finally:
        server.terminate()
        server.wait(timeout=10)
    for path, status in statuses.items():
        print(f"{status} {path}")  # noqa: T201 a command's output
    return 0 if all(0 < status < 500 and status != 404 for status in statuses.values()) else 1


def become(command: list[str], folder: Path, environment: Mapping[str, str]) -> NoReturn:
    """Turn this process into the server, so that whoever ends this process ends the server."""
    os.chdir(folder)
    os.execve(command[0], command, environment)  # noqa: S606


def main(arguments: Sequence[str] | None = None) -> int:
    """Entry point; returns the exit code (2 for an unknown app, as argparse does)."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("name", choices=sorted({name for name, _ in RECIPES}))
    parser.add_argument("variant", choices=("weak", "hardened"))
    parser.add_argument("port", type=int, nargs="?", default=8000)
    action = parser.add_mutually_exclusive_group()
    action.add_argument("--check", action="store_true", help="start, ask for every shared path, stop")
    action.add_argument("--tests", action="store_true", help="run the app's own tests instead of serving")
    action.add_argument("--install", action="store_true", help="only make the virtual environment")
    chosen = parser.parse_args(arguments)

    recipe = RECIPES[chosen.name, chosen.variant]
    folder = EXAMPLES / chosen.name / chosen.variant
    python = str(ensure_environment(chosen.name, chosen.variant))
    if chosen.install:
        return 0
    if chosen.tests:
        environment = {**os.environ, **recipe.test_environment, "PYTHONDONTWRITEBYTECODE": "1"}
        return subprocess.run([python, *recipe.test], cwd=folder, env=environment, check=False).returncode  # noqa: S603
    environment = {**os.environ, **recipe.environment, "PYTHONUNBUFFERED": "1"}
    if recipe.prepare:
        subprocess.run([python, *recipe.prepare], cwd=folder, env=environment, check=True)  # noqa: S603
    serve = [python, *(part.format(port=chosen.port) for part in recipe.serve)]
    if chosen.check:
        if answer(f"http://127.0.0.1:{chosen.port}/health"):
            parser.error(f"port {chosen.port} is taken")
        with subprocess.Popen(serve, cwd=folder, env=environment) as server:  # noqa: S603
            return check(server, chosen.port)
    return become(serve, folder, environment)


if __name__ == "__main__":
    sys.exit(main())
