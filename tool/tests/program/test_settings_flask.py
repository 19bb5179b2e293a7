"""The effective settings of Flask apps: what `app.config` holds once production has made the app."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.program.settings_project import app_of, shown

from tenfold.program.settings import Settings
from tenfold.program.values import REQUIRED, Env, Made

CLASSES = """
    import os
    from datetime import timedelta
    class Config:
        SECRET_KEY = os.environ.get("SECRET_KEY") or "hard to guess"
        DEBUG = False
        SESSION_COOKIE_SECURE = False
    class DevelopmentConfig(Config):
        DEBUG = True
    class TestingConfig(Config):
        TESTING = True
    class ProductionConfig(Config):
        SESSION_COOKIE_SECURE = True
        PERMANENT_SESSION_LIFETIME = timedelta(hours=1)
    config = {
        "development": DevelopmentConfig,
        "testing": TestingConfig,
        "production": ProductionConfig,
        "default": DevelopmentConfig,
    }
"""


def of(tmp_path: Path, files: dict[str, str]) -> Settings:
    return app_of(tmp_path, files).settings


def test_assignments_in_order(tmp_path: Path) -> None:
    settings = of(tmp_path, {"app.py": """
        from datetime import timedelta
        from flask import Flask
        app = Flask(__name__)
        app.config["SECRET_KEY"] = "first"
        app.secret_key = "second"
        app.config.update(
            SESSION_COOKIE_SECURE=True,
            SESSION_COOKIE_SAMESITE="Lax",
            **{"MAX_CONTENT_LENGTH": 16 * 1024 * 1024},
        )
        app.config.from_mapping(A=1, lower=2)
        app.config.from_mapping({"B": 2})
        app.config.setdefault("A", 9)
        app.config["RATES"] = {"a": 1}
        app.config["RATES"]["b"] = 2
        app.permanent_session_lifetime = timedelta(minutes=30)
        app.debug = False
        app.config["SESSION_COOKIE_SECURE"] = False
        SESSION_COOKIE_HTTPONLY = False
        @app.route("/")
        def index():
            app.config["LATER"] = 1
            return ""
    """})  # fmt: skip
    assert shown(settings.get("SECRET_KEY")) == ("second", "code", "app.py:5")
    assert [str(p) for p in settings.get("SECRET_KEY").overridden] == ["app.py:4"]
    assert shown(settings.get("SESSION_COOKIE_SAMESITE")) == ("Lax", "code", "app.py:8")
    assert shown(settings.get("MAX_CONTENT_LENGTH"))[0] == 16777216
    assert shown(settings.get("SESSION_COOKIE_SECURE")) == (False, "code", "app.py:18")
    assert shown(settings.get("SESSION_COOKIE_HTTPONLY")) == (True, "default", "")
    assert shown(settings.get("A")) == (1, "code", "app.py:11")
    assert settings.get("B").value == 2
    assert settings.explicit("lower") is None
    assert settings.nested("RATES", "b").value == 2
    lifetime = settings.get("PERMANENT_SESSION_LIFETIME")
    assert lifetime.value == Made("datetime.timedelta", (), (("minutes", 30),))
    assert shown(settings.get("DEBUG")) == (False, "code", "app.py:17")
    assert shown(settings.get("LATER")) == (1, "code", "app.py:22")


@pytest.mark.parametrize("choice", [
    "config[config_name]",
    "config.get(config_name)",
    'config[os.getenv("FLASK_CONFIG", "default")]',
    'config[config_name or os.environ.get("FLASK_ENV", "development")]',
    '"config.ProductionConfig"',
    "ProductionConfig",
    "ProductionConfig()",
    'config["production"]',
    'os.environ.get("APP_SETTINGS", "config.DevelopmentConfig")',
    'f"config.{os.environ[\'APP_ENV\']}Config"',
    "config_module.ProductionConfig",
    'ProductionConfig if os.environ.get("FLASK_ENV") == "production" else DevelopmentConfig',
    "get_config()",
    'import_string(os.getenv("APP_SETTINGS", "config.DevelopmentConfig"))',
    "chosen",
])  # fmt: skip
def test_how_a_class_is_chosen(tmp_path: Path, choice: str) -> None:
    settings = of(tmp_path, {"config.py": CLASSES, "app/__init__.py": f"""
        import os
        import config as config_module
        from flask import Flask
        from werkzeug.utils import import_string
        from config import DevelopmentConfig, ProductionConfig, config
        def get_config():
            if os.environ.get("FLASK_ENV") == "production":
                return ProductionConfig
            return DevelopmentConfig
        def create_app(config_name=None):
            app = Flask(__name__)
            chosen = config.get(config_name, config["default"])
            app.config.from_object({choice})
            return app
    """, "wsgi.py": "from app import create_app\napp = create_app()\n"})  # fmt: skip
    assert shown(settings.get("SESSION_COOKIE_SECURE")) == (True, "code", "config.py:12")
    assert settings.get("SESSION_COOKIE_SECURE").module == "ProductionConfig"
    assert settings.get("SESSION_COOKIE_SECURE").environment == "production"
    assert shown(settings.get("DEBUG")) == (False, "code", "config.py:5")
    assert settings.get("SECRET_KEY").value == Env("SECRET_KEY", "hard to guess")
    assert settings.explicit("TESTING") is None
    assert {(m.name, m.environment, m.judged) for m in settings.modules} == {
        ("Config", "", True),
        ("DevelopmentConfig", "development", False),
        ("TestingConfig", "test", False),
        ("ProductionConfig", "production", True),
    }
    assert (True, "development") in [(v.fallback, v.environment) for v in settings.values("DEBUG")]


@pytest.mark.parametrize(("entry", "expected"), [
    ('app = create_app("production")', True),
    ('app = create_app(config_name="production")', True),
    ('app = create_app("development")', False),
    ('import os\napp = create_app(os.environ.get("ENV", "development"))', True),
    ('import sys\nif __name__ == "__main__":\n    create_app("production").run()', True),
])  # fmt: skip
def test_the_entry_point_chooses(tmp_path: Path, entry: str, expected: object) -> None:
    settings = of(tmp_path, {"config.py": CLASSES, "app/__init__.py": """
        from flask import Flask
        from config import config
        def create_app(config_name="default"):
            app = Flask(__name__)
            app.config.from_object(config[config_name])
            return app
    """, "wsgi.py": f"from app import create_app\n{entry}\n",
        "tests/conftest.py": "from app import create_app\napp = create_app('testing')\n"})  # fmt: skip
    assert settings.get("SESSION_COOKIE_SECURE").value is expected


def test_classes_given_to_the_factory(tmp_path: Path) -> None:
    settings = of(tmp_path, {"config.py": CLASSES, "app/__init__.py": """
        from flask import Flask
        from config import Config
        def create_app(config_class=Config):
            app = Flask(__name__)
            app.config.from_object(config_class)
            return app
    """, "wsgi.py": "from app import create_app\nfrom config import ProductionConfig\n"
        "app = create_app(config_class=ProductionConfig)\n"})  # fmt: skip
    assert settings.get("SESSION_COOKIE_SECURE").value is True


def test_the_factory_of_the_tutorial(tmp_path: Path) -> None:
    settings = of(tmp_path, {"flaskr/__init__.py": """
        import os
        from flask import Flask
        def create_app(test_config=None):
            app = Flask(__name__, instance_relative_config=True)
            app.config.from_mapping(
                SECRET_KEY="dev",
                DATABASE=os.path.join(app.instance_path, "flaskr.sqlite"),
            )
            if test_config is None:
                app.config.from_pyfile("config.py", silent=True)
            else:
                app.config.from_mapping(test_config)
            return app
    """})  # fmt: skip
    assert shown(settings.get("SECRET_KEY")) == ("dev", "code", "flaskr/__init__.py:6")


def test_a_shipped_instance_file(tmp_path: Path) -> None:
    settings = of(tmp_path, {"flaskr/__init__.py": """
        from flask import Flask
        def create_app():
            app = Flask(__name__, instance_relative_config=True)
            app.config["SECRET_KEY"] = "dev"
            app.config.from_pyfile("config.py", silent=True)
            return app
    """, "instance/config.py": "SECRET_KEY = 'shipped'\nlower = 1\n"})  # fmt: skip
    assert shown(settings.get("SECRET_KEY")) == ("shipped", "code", "instance/config.py:1")


def test_functions_that_are_given_the_app(tmp_path: Path) -> None:
    settings = of(tmp_path, {"app/__init__.py": """
        from flask import Flask
        from .setup import configure, Cookies
        from .more import register
        def create_app():
            app = Flask(__name__)
            configure(app)
            Cookies(app)
            register(app.config)
            return app
    """, "app/setup.py": """
        def configure(application, secure=True):
            application.config["SESSION_COOKIE_SECURE"] = secure
        class Cookies:
            def __init__(self, app):
                app.config["SESSION_COOKIE_SAMESITE"] = "Strict"
    """, "app/more.py": """
        def register(config):
            config["X"] = 1
    """})  # fmt: skip
    assert shown(settings.get("SESSION_COOKIE_SECURE")) == (True, "code", "app/setup.py:2")
    assert shown(settings.get("SESSION_COOKIE_SAMESITE")) == ("Strict", "code", "app/setup.py:5")
    assert settings.get("X").value == 1


def test_other_modules_and_the_main_block(tmp_path: Path) -> None:
    settings = of(tmp_path, {"shop/__init__.py": """
        from flask import Flask
        app = Flask(__name__)
        app.config["A"] = 1
        from shop import views
        if __name__ == "__main__":
            app.debug = True
            app.config["A"] = 3
    """, "shop/views.py": """
        from shop import app
        app.config["B"] = 2
        app.config["A"] = 2
        other = {}
        other.config["C"] = 1
    """})  # fmt: skip
    assert settings.get("A").value == 1
    assert settings.get("B").value == 2
    assert settings.explicit("C") is None
    assert settings.explicit("DEBUG") is None
    assert shown(settings.get("DEBUG")) == (False, "default", "")
    assert [v.value for v in settings.values("DEBUG")] == [True]
    assert sorted(v.value for v in settings.values("A")) == [1, 2, 3]


def test_a_subclass_that_configures_itself(tmp_path: Path) -> None:
    settings = of(
        tmp_path,
        {
            "shop/app.py": """
        from flask import Flask
        class Shop(Flask):
            def __init__(self, *args, **kwargs):
                super().__init__(__name__, *args, **kwargs)
                self.config.from_object("shop.settings")
        def create_app():
            app = Shop()
            app.config["X"] = 1
            return app
    """,
            "shop/settings.py": "import os\nSESSION_COOKIE_SECURE = True\nHOSTS = []\n",
            "shop/__init__.py": "",
        },
    )
    assert shown(settings.get("SESSION_COOKIE_SECURE")) == (True, "code", "shop/settings.py:2")
    assert settings.get("X").value == 1


def test_modules_as_objects(tmp_path: Path) -> None:
    settings = of(tmp_path, {"app.py": """
        from flask import Flask
        import settings
        app = Flask(__name__)
        app.config.from_object("defaults")
        app.config.from_object(settings)
    """, "defaults.py": "A = 1\nB = 1\nlower = 1\n", "settings.py": "B = 2\n"})  # fmt: skip
    assert shown(settings.get("A")) == (1, "code", "defaults.py:1")
    assert shown(settings.get("B")) == (2, "code", "settings.py:1")
    assert settings.explicit("lower") is None


def test_variables_from_files(tmp_path: Path) -> None:
    settings = of(tmp_path, {"app.py": """
        import os
        from flask import Flask
        app = Flask(__name__)
        app.config.from_prefixed_env()
        app.config["KEY"] = os.environ["KEY"]
    """, "Dockerfile": """
        FROM python:3.12
        ENV FLASK_SESSION_COOKIE_SECURE=true KEY=from-the-image
        ENV FLASK_DEBUG=1
        CMD ["gunicorn", "app:app"]
    """, ".flaskenv": "FLASK_TESTING=true\n"})  # fmt: skip
    assert shown(settings.get("SESSION_COOKIE_SECURE")) == (True, "file", "Dockerfile:2")
    assert settings.get("SESSION_COOKIE_SECURE").variable == "FLASK_SESSION_COOKIE_SECURE"
    assert shown(settings.get("KEY")) == ("from-the-image", "file", "app.py:5")
    assert shown(settings.get("DEBUG")) == (1, "file", "Dockerfile:3")
    assert settings.explicit("TESTING") is None


def test_a_demanded_secret(tmp_path: Path) -> None:
    settings = of(tmp_path, {"app.py": """
        import os
        from flask import Flask
        app = Flask(__name__)
        app.secret_key = os.environ["SECRET_KEY"]
        if not app.secret_key:
            raise RuntimeError("no key")
    """})  # fmt: skip
    found = settings.get("SECRET_KEY")
    assert found.value == Env("SECRET_KEY", REQUIRED)
    assert found.required
    assert found.source == "environment"


def test_configuration_files(tmp_path: Path) -> None:
    settings = of(tmp_path, {"app.py": """
        import json
        import tomllib
        from flask import Flask
        app = Flask(__name__)
        app.config.from_file("config.toml", load=tomllib.load, text=False)
        app.config.from_file("settings/config.json", load=json.load)
    """, "config.toml": 'SECRET_KEY = "toml"\nSESSION_COOKIE_SECURE = true\nlower = 1\n[RATES]\nlogin = "5/min"\n',
        "settings/config.json": '{\n  "MAX_CONTENT_LENGTH": 1024\n}\n'})  # fmt: skip
    assert shown(settings.get("SECRET_KEY")) == ("toml", "code", "config.toml:1")
    assert shown(settings.get("SESSION_COOKIE_SECURE")) == (True, "code", "config.toml:2")
    assert shown(settings.get("MAX_CONTENT_LENGTH")) == (1024, "code", "settings/config.json:2")
    assert settings.nested("RATES", "login").value == "5/min"
    assert settings.explicit("lower") is None


@pytest.mark.parametrize("text", [
    "app.config.from_object(app)\n",
    "app.config.from_object(*x)\napp.config.update(1)\napp.config.update(**y)\napp.config[()] = 1\n",
    "def create_app(a=b, b=a):\n    return create_app(create_app)\ncreate_app(create_app())\n",
    "class A(B): pass\nclass B(A): X = 1\napp.config.from_object(A)\n",
    "x = x\napp.config.from_object(x)\napp.config.from_object(y.z[w]())\n",
    "app.config.from_pyfile('../../../../etc/passwd.py')\napp.config.from_pyfile(__file__)\n",
    "app.config.from_pyfile('app.py')\n",
    "app.config.from_object('app')\n",
])  # fmt: skip
def test_odd_code_ends(tmp_path: Path, text: str) -> None:
    settings = of(tmp_path, {"app.py": "from flask import Flask\napp = Flask(__name__)\napp.config['Z'] = 1\n" + text})
    assert settings.get("Z").value == 1


def test_a_hook_sets_the_app_that_its_function_was_given(tmp_path: Path) -> None:
    settings = of(tmp_path, {
        "app.py": """
            from flask import Flask
            from auth import init_app
            def create_app():
                app = Flask(__name__)
                init_app(app)
                return app
        """,
        "auth.py": """
            from datetime import timedelta
            def init_app(app):
                @app.before_request
                def extend():
                    app.permanent_session_lifetime = timedelta(hours=6)
            def elsewhere(app):
                def inner():
                    app.secret_key = "not of this app"
        """,
    })  # fmt: skip
    lifetime = settings.explicit("PERMANENT_SESSION_LIFETIME")
    assert lifetime is not None
    assert lifetime.place is not None
    assert lifetime.place.file == "auth.py"
    assert settings.explicit("SECRET_KEY") is None


def test_an_environment_file_of_developers_says_nothing_of_production(tmp_path: Path) -> None:
    compose = "services:\n  web:\n    build: .\n    env_file: ./config/{}/app.env\n    command: gunicorn app:app\n"
    for folder, given in (("development", False), ("web", True)):
        settings = of(tmp_path / folder, {
            "app.py": "import os\nfrom flask import Flask\napp = Flask(__name__)\n"
                      "app.config['DEBUG'] = os.environ.get('APP_DEBUG', '') == 'yes'\n",
            "Dockerfile": "FROM python:3.13\nCMD gunicorn app:app\n",
            "docker-compose.yml": compose.format(folder),
            f"config/{folder}/app.env": "APP_DEBUG=yes\n",
        })  # fmt: skip
        assert (settings.environment_value("APP_DEBUG") is not None) is given
