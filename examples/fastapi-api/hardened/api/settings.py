"""Settings from the environment; one class per environment, and no default that production could fall back to."""

import os
import secrets
from functools import lru_cache
from pathlib import Path
from typing import ClassVar

from pydantic import Field, RedisDsn, SecretStr
from pydantic_settings import BaseSettings


class Settings(BaseSettings):
    environment: ClassVar[str]
    https: ClassVar[bool] = False

    secret_key: SecretStr = Field(min_length=32)
    csrf_key: SecretStr = Field(min_length=32)
    database_url: str
    upload_dir: Path
    redis_url: RedisDsn | None = None
    sentry_dsn: SecretStr | None = None
    allowed_hosts: list[str] = ["localhost", "127.0.0.1", "testserver"]
    allowed_origins: list[str] = []
    preview_hosts: frozenset[str] = frozenset({"example.org", "www.example.org"})
    log_level: str = "INFO"

    @property
    def token_cookie(self) -> str:
        return "__Host-token" if self.https else "token"

    @property
    def limit_storage(self) -> str:
        return str(self.redis_url) if self.redis_url else "memory://"


class Production(Settings):
    environment = "production"
    https = True

    redis_url: RedisDsn
    sentry_dsn: SecretStr
    allowed_hosts: list[str]


class Development(Settings):
    environment = "development"

    secret_key: SecretStr = Field(default_factory=lambda: SecretStr(secrets.token_urlsafe(48)))
    csrf_key: SecretStr = Field(default_factory=lambda: SecretStr(secrets.token_urlsafe(48)))
    database_url: str = "sqlite:///api.sqlite3"
    upload_dir: Path = Path("uploads")


class Testing(Development):
    environment = "test"


ENVIRONMENTS = {kind.environment: kind for kind in (Production, Development, Testing)}


@lru_cache(maxsize=1)
def get_settings() -> Settings:
    """Read the class that APP_ENV names; without it, production, which refuses to start half-configured."""
    return ENVIRONMENTS[os.environ.get("APP_ENV", "production")]()
