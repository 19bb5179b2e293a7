"""`tenfold settings`: what is printed, and what never is."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.program.settings_project import program_in

from tenfold.cli import main
from tenfold.commands.setting_rows import as_json, is_secret, masked, printable, rows
from tenfold.program.values import REQUIRED, UNKNOWN, Env, Made

FILES = {
    "app.py": """
        import os
        from flask import Flask
        app = Flask(__name__)
        app.config["SECRET_KEY"] = "correct horse battery staple"
        app.config["SQLALCHEMY_DATABASE_URI"] = "postgresql://shop:hunter2hunter2@db/shop"
        app.config["MAIL"] = {"password": "swordfish-swordfish", "user": "shop"}
        app.config["API_TOKEN"] = os.environ.get("API_TOKEN", "fallback-token-value")
        app.config["SESSION_COOKIE_SECURE"] = True
    """
}
SECRETS = ("horse", "hunter2", "swordfish", "back-token")


def test_rows(tmp_path: Path) -> None:
    found = {row["setting"]: row for row in rows(program_in(tmp_path, FILES))}
    assert found["SESSION_COOKIE_SECURE"] == {
        "app": tmp_path.name, "setting": "SESSION_COOKIE_SECURE", "value": "True", "source": "code", "variable": "",
        "default": "", "place": "app.py:8", "environment": "",
    }  # fmt: skip
    assert found["SECRET_KEY"]["value"] == "corr****"
    assert found["SQLALCHEMY_DATABASE_URI"]["value"] == "'postgresql://****@db/shop'"
    assert found["MAIL"]["value"] == "{'password': swor****, 'user': 'shop'}"
    assert found["API_TOKEN"]["variable"] == "API_TOKEN"
    assert found["API_TOKEN"]["default"] == "fall****"


def test_no_secret_is_ever_shown(tmp_path: Path) -> None:
    text = json.dumps(as_json(program_in(tmp_path, FILES)))
    assert not [secret for secret in SECRETS if secret in text]
    assert as_json(program_in(tmp_path, FILES))[0]["framework"] == "flask"


@pytest.mark.parametrize(("name", "expected"), [
    ("SECRET_KEY", True), ("AWS_SECRET_ACCESS_KEY", True), ("DATABASE_PASSWORD", True), ("SENTRY_DSN", True),
    ("jwt_secret", True), ("apikey", True), ("SECURITY_PASSWORD_SALT", True),
    ("PASSWORD_HASHERS", False), ("AUTH_PASSWORD_VALIDATORS", False), ("CSRF_HEADER_NAME", False),
    ("PASSWORD_RESET_TIMEOUT", False), ("DEBUG", False), ("ACCESS_TOKEN_EXPIRE_MINUTES", False),
])  # fmt: skip
def test_which_names_are_secret(name: str, expected: bool) -> None:
    assert is_secret(name) is expected


def test_short_secrets_are_wholly_masked() -> None:
    assert masked("dev") == "****"
    assert masked("") == '""'
    assert masked("0123456789ab") == "0123****"


def test_values_as_text() -> None:
    assert printable("DEBUG", Env("DEBUG", REQUIRED)) == "$DEBUG"
    assert printable("HOSTS", Env("HOSTS", ["*"], "list")) == "$HOSTS or ['*']"
    assert printable("X", UNKNOWN) == "<unknown>"
    assert printable("LIFE", Made("datetime.timedelta", (), (("hours", 1),))) == "datetime.timedelta(hours=1)"
    assert len(printable("X", ["a" * 50] * 50)) == 200
    assert "secretsecret" not in printable("SECRET_KEY", Made("Fernet", (b"secretsecretsecret",)))


def test_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    program_in(tmp_path, FILES)
    assert main(["settings", str(tmp_path), "--no-cache"]) == 0
    shown = capsys.readouterr().out
    assert "SESSION_COOKIE_SECURE" in shown
    assert "app.py:8" in shown
    assert main(["settings", str(tmp_path), "--no-cache", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)[0]["settings"]
