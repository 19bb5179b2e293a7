"""Settings from the environment; one class per environment, and no default that production could fall back to."""

import os
import secrets
from datetime import timedelta
from pathlib import Path
from typing import Any, ClassVar

from pydantic import Field, RedisDsn, SecretStr
from pydantic_settings import BaseSettings


class Settings(BaseSettings):
    environment: ClassVar[str]
    behind_proxy: ClassVar[bool] = False
    https: ClassVar[bool] = False

    secret_key: SecretStr = Field(min_length=32)
    database_url: str
    upload_dir: Path
    redis_url: RedisDsn | None = None
    sentry_dsn: SecretStr | None = None
    trusted_hosts: list[str] = ["localhost", "127.0.0.1"]
    import_hosts: frozenset[str] = frozenset({"example.org", "www.example.org"})
    log_level: str = "INFO"

    @property
    def limit_storage(self) -> str:
        return str(self.redis_url) if self.redis_url else "memory://"

    def flask_config(self) -> dict[str, Any]:
        return {
            "SECRET_KEY": self.secret_key.get_secret_value(),
            "SQLALCHEMY_DATABASE_URI": self.database_url,
            "TRUSTED_HOSTS": self.trusted_hosts,
            "MAX_CONTENT_LENGTH": 2 * 1024 * 1024,
            "MAX_FORM_MEMORY_SIZE": 100_000,
            "MAX_FORM_PARTS": 20,
            "SESSION_TYPE": "redis" if self.redis_url else "sqlalchemy",
            "SESSION_SERIALIZATION_FORMAT": "msgpack",
            "SESSION_COOKIE_NAME": "__Host-session" if self.https else "session",
            "SESSION_COOKIE_SECURE": self.https,
            "SESSION_COOKIE_HTTPONLY": True,
            "SESSION_COOKIE_SAMESITE": "Lax",
            "SESSION_COOKIE_PATH": "/",
            "PERMANENT_SESSION_LIFETIME": timedelta(minutes=30),
            "SESSION_REFRESH_EACH_REQUEST": True,
        }


class Production(Settings):
    environment = "production"
    behind_proxy = True
    https = True

    redis_url: RedisDsn
    sentry_dsn: SecretStr
    trusted_hosts: list[str]


class Development(Settings):
    environment = "development"

    secret_key: SecretStr = Field(default_factory=lambda: SecretStr(secrets.token_urlsafe(48)))
    database_url: str = f"sqlite:///{Path.cwd() / 'notes.sqlite3'}"
    upload_dir: Path = Path.cwd() / "uploads"


class Testing(Development):
    environment = "test"

    database_url: str = "sqlite://"

    def flask_config(self) -> dict[str, Any]:
        return super().flask_config() | {"TESTING": True}


ENVIRONMENTS = {kind.environment: kind for kind in (Production, Development, Testing)}


def load_settings() -> Settings:
    """Read the class that APP_ENV names; without it, production, which refuses to start half-configured."""
    return ENVIRONMENTS[os.environ.get("APP_ENV", "production")]()
