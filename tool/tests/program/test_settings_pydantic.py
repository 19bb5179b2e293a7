"""The settings of FastAPI apps: pydantic-settings classes, Starlette's Config, and plain module variables."""

from __future__ import annotations

from pathlib import Path

from tests.program.settings_project import app_of, shown

from tenfold.program.values import REQUIRED, Env, Made

APP = "from fastapi import FastAPI\nfrom app.config import *\napp = FastAPI(title='x', debug=False)\n"


def of(tmp_path: Path, config: str, extra: dict[str, str] | None = None):
    return app_of(
        tmp_path, {"app/__init__.py": "", "app/main.py": APP, "app/config.py": config, **(extra or {})}
    ).settings


def test_fields(tmp_path: Path) -> None:
    settings = of(tmp_path, """
        import secrets
        from typing import ClassVar, Optional
        from pydantic import AliasChoices, Field, PostgresDsn, SecretStr
        from pydantic_settings import BaseSettings, SettingsConfigDict
        class Settings(BaseSettings):
            model_config = SettingsConfigDict(env_prefix="shop_", env_file=".env", extra="ignore")
            secret_key: SecretStr
            debug: bool = True
            api_key: str = Field(default="sample", alias="API_TOKEN")
            token: str = Field(..., validation_alias=AliasChoices("TOKEN", "OLD_TOKEN"))
            database: PostgresDsn | None = None
            hosts: Optional[list[str]] = ["*"]
            generated: str = secrets.token_urlsafe(32)
            factory: str = Field(default_factory=secrets.token_hex)
            literal: SecretStr = SecretStr("changeme")
            known: ClassVar[int] = 1
            _private: int = 2
            def method(self): return 1
    """)  # fmt: skip
    assert settings.get("secret_key").value == Env("SHOP_SECRET_KEY", REQUIRED)
    assert settings.get("secret_key").required
    debug = settings.get("debug")
    assert debug.value == Env("SHOP_DEBUG", True, "bool")
    assert (debug.source, str(debug.place), debug.module) == ("environment", "app/config.py:8", "Settings")
    assert settings.get("api_key").value == Env("API_TOKEN", "sample")
    assert settings.get("token").value == Env("TOKEN", REQUIRED)
    assert settings.get("database").value == Env("SHOP_DATABASE", None)
    assert settings.get("hosts").value == Env("SHOP_HOSTS", ["*"], "list")
    assert [i.value for i in settings.list("hosts")] == ["*"]
    assert settings.get("generated").fallback == Made("secrets.token_urlsafe", (32,))
    assert settings.get("factory").fallback == Made("secrets.token_hex")
    assert settings.get("literal").fallback == "changeme"
    assert [s.name for s in settings.all()] == [
        "api_key", "database", "debug", "factory", "generated", "hosts", "literal", "secret_key", "token",
    ]  # fmt: skip
    assert settings.get("title") is None


def test_version_one_and_inheritance(tmp_path: Path) -> None:
    settings = of(tmp_path, """
        from pydantic import BaseSettings, Field
        class Base(BaseSettings):
            debug: bool = True
            key: str = Field("x", env="APP_KEY")
            class Config:
                env_prefix = "APP_"
        class DevSettings(Base):
            debug: bool = True
        class ProdSettings(Base):
            debug: bool = False
    """)  # fmt: skip
    assert settings.get("debug").value == Env("APP_DEBUG", False, "bool")
    assert settings.get("debug").environment == "production"
    assert settings.get("key").value == Env("APP_KEY", "x")
    assert [(v.fallback, v.environment) for v in settings.values("debug")] == [
        (False, "production"), (True, "development"),
    ]  # fmt: skip


def test_files_set_fields(tmp_path: Path) -> None:
    settings = of(tmp_path, """
        from pydantic_settings import BaseSettings, SettingsConfigDict
        class Settings(BaseSettings):
            model_config = SettingsConfigDict(env_file=".env")
            debug: bool = False
            secret: str
            port: int = 80
    """, {".env": "DEBUG=true\nsecret=committed\n", "Dockerfile": "FROM python:3.12\nENV PORT=8000\n"})  # fmt: skip
    assert shown(settings.get("debug")) == (True, "file", "app/config.py:4")
    assert shown(settings.get("secret"))[:2] == ("committed", "file")
    assert shown(settings.get("port"))[:2] == (8000, "file")


def test_starlette_config_and_module_variables(tmp_path: Path) -> None:
    settings = of(tmp_path, """
        import os
        from starlette.config import Config
        from starlette.datastructures import CommaSeparatedStrings, Secret
        config = Config(".env")
        DEBUG = config("DEBUG", cast=bool, default=False)
        SECRET_KEY = config("SECRET_KEY", cast=Secret)
        HOSTS = config("HOSTS", cast=CommaSeparatedStrings, default="a,b")
        TOKEN = os.getenv("TOKEN", "dev")
        PLAIN = 1
    """)  # fmt: skip
    assert settings.get("DEBUG").value == Env("DEBUG", False, "bool")
    assert settings.get("SECRET_KEY").value == Env("SECRET_KEY", REQUIRED)
    assert settings.get("HOSTS").value == Env("HOSTS", ["a", "b"], "list")
    assert shown(settings.get("TOKEN")) == ("dev", "environment", "app/config.py:8")
    assert settings.explicit("PLAIN") is None


def test_a_field_read_by_other_code(tmp_path: Path) -> None:
    app = app_of(tmp_path, {"app.py": """
        from flask import Flask
        from config import settings
        app = Flask(__name__)
        app.config["SECRET_KEY"] = settings.secret_key
        app.config["DEBUG"] = settings.debug
    """, "config.py": """
        from pydantic_settings import BaseSettings
        class Settings(BaseSettings):
            secret_key: str = "dev"
            debug: bool
        settings = Settings()
    """})  # fmt: skip
    assert app.settings.get("SECRET_KEY").value == Env("SECRET_KEY", "dev")
    assert app.settings.get("DEBUG").value == Env("DEBUG", REQUIRED, "bool")


def test_a_method_that_gives_the_configuration(tmp_path: Path) -> None:
    app = app_of(tmp_path, {"notes/__init__.py": """
        from flask import Flask
        from .settings import Settings, load_settings
        def create_app(settings: Settings | None = None):
            settings = settings or load_settings()
            app = Flask(__name__)
            app.config.from_mapping(settings.flask_config())
            return app
    """, "notes/settings.py": """
        import os
        from typing import ClassVar
        from pydantic import SecretStr
        from pydantic_settings import BaseSettings
        class Settings(BaseSettings):
            https: ClassVar[bool] = False
            secret_key: SecretStr
            def flask_config(self):
                return {
                    "SECRET_KEY": self.secret_key.get_secret_value(),
                    "SESSION_COOKIE_SECURE": self.https,
                    "SESSION_COOKIE_NAME": "__Host-session" if self.https else "session",
                }
        class Production(Settings):
            https = True
        class Development(Settings):
            secret_key: SecretStr = SecretStr("dev")
        def load_settings() -> Settings:
            return {"production": Production, "development": Development}[os.environ["APP_ENV"]]()
    """})  # fmt: skip
    assert app.settings.get("SECRET_KEY").value == Env("SECRET_KEY", REQUIRED)
    assert shown(app.settings.get("SESSION_COOKIE_SECURE")) == (True, "code", "notes/settings.py:11")
    assert app.settings.get("SESSION_COOKIE_NAME").value == "__Host-session"
    assert app.settings.explicit("https") is None
