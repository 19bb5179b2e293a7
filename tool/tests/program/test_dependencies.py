"""What manifests and locks say of a package."""

from __future__ import annotations

from pathlib import Path

import pytest
from packaging.version import Version
from tests.program.settings_project import app_of

from tenfold.program.dependencies import lowest_of

APP = {"app.py": "from flask import Flask\napp = Flask(__name__)\n"}


def test_a_pin_of_a_lock_goes_before_a_range(tmp_path: Path) -> None:
    app = app_of(tmp_path, {
        **APP,
        "pyproject.toml": '[project]\nname = "x"\ndependencies = ["Flask>=2.2"]\n',
        "uv.lock": 'version = 1\n[[package]]\nname = "flask"\nversion = "3.0.3"\n'
        'source = { registry = "https://index.example/simple" }\n',
    })  # fmt: skip
    assert app.version("Flask") == Version("3.0.3")
    found = app.dependency("flask")
    assert found is not None
    assert str(found[1]) == "uv.lock:3"


def test_the_lowest_allowed(tmp_path: Path) -> None:
    app = app_of(tmp_path, {**APP, "requirements.txt": "flask>=2.3,<4\nFlask_WTF\n"})
    assert app.version("flask") == Version("2.3")
    assert app.version("flask-wtf") is None
    mention = app.dependency("Flask.WTF")
    assert mention is not None
    assert str(mention[1]) == "requirements.txt:2"
    assert app.version("django") is None
    assert app.dependency("django") is None


def test_production_goes_before_development(tmp_path: Path) -> None:
    app = app_of(tmp_path, {
        **APP, "requirements/dev.txt": "flask==3.1.0\n", "requirements/base.txt": "flask==2.0.1\n",
    })  # fmt: skip
    found = app.dependency("flask")
    assert found is not None
    assert found[1].file == "requirements/base.txt"
    assert app.version("flask") == Version("2.0.1")


def test_defaults_follow_the_version(tmp_path: Path) -> None:
    files = {"manage.py": "", "shop/settings.py": "INSTALLED_APPS = []\nMIDDLEWARE = []\nROOT_URLCONF = 'u'\n"}
    old = app_of(tmp_path / "old", {**files, "requirements.txt": "Django==2.2.28\n"}).settings
    new = app_of(tmp_path / "new", {**files, "requirements.txt": "Django~=5.2\n"}).settings
    unpinned = app_of(tmp_path / "any", {**files, "requirements.txt": "Django\n"}).settings
    assert old.get("X_FRAME_OPTIONS").value == "SAMEORIGIN"
    assert new.get("X_FRAME_OPTIONS").value == "DENY"
    assert unpinned.get("X_FRAME_OPTIONS").value == "DENY"
    assert old.get("SECURE_REFERRER_POLICY") is None
    assert new.get("SECURE_REFERRER_POLICY").value == "same-origin"
    assert "Scrypt" in new.get("PASSWORD_HASHERS").value[-1]


@pytest.mark.parametrize(("specifier", "version"), [
    (">=2.3,<4", "2.3"), ("~=4.2.1", "4.2.1"), ("==3.2.*", "3.2"), ("^1.2", "1.2"), ("<5", None), ("", None),
    ("===5.0", "5.0"), ("!=1,>=2", "2"), ("nonsense >= 1", None),
])  # fmt: skip
def test_lowest(specifier: str, version: str | None) -> None:
    assert lowest_of(specifier) == (Version(version) if version else None)
