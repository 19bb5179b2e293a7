"""Settings that are members of a home-made class, put into the settings module."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.program.settings_project import MANAGE, WSGI, app_of, shown

CLASSES = {
    "manage.py": MANAGE.format("shop.settings.live"),
    "shop/__init__.py": "",
    "shop/wsgi.py": WSGI.format("shop.settings.live"),
    "shop/loading.py": """
        import sys

        class Settings:
            @classmethod
            def load(cls, name):
                for member in dir(cls):
                    setattr(sys.modules[name], member, getattr(cls(), member))
    """,
    "shop/settings/__init__.py": "",
    "shop/settings/base.py": """
        from shop.loading import Settings

        class Base(Settings):
            ROOT_URLCONF = "shop.urls"
            DEBUG = True
            _PRIVATE = 1
            helper = 2

            @property
            def INSTALLED_APPS(self):
                apps = ["django.contrib.auth"]
                if self.DEBUG:
                    apps.append("debug_toolbar")
                return apps

            @property
            def MIDDLEWARE(self):
                return [
                    "django.middleware.security.SecurityMiddleware",
                    "django.middleware.common.CommonMiddleware",
                ]

            @property
            def LOOP(self):
                return self.LOOP
    """,
    "shop/settings/live.py": """
        from .base import Base

        class Live(Base):
            DEBUG = False

            @property
            def MIDDLEWARE(self):
                classes = super().MIDDLEWARE
                classes.append("shop.middleware.Own")
                return classes

        {}
    """,
}


@pytest.mark.parametrize("export", [
    "Live.load(__name__)",
    "globals().update(vars(Live()))",
    "globals().update(Live().__dict__)",
])  # fmt: skip
def test_members_become_settings(tmp_path: Path, export: str) -> None:
    app = app_of(tmp_path, {path: text.replace("{}", export) for path, text in CLASSES.items()})
    settings = app.settings
    assert shown(settings.get("DEBUG")) == (False, "code", "shop/settings/live.py:4")
    assert [item.value for item in settings.list("INSTALLED_APPS")] == ["django.contrib.auth"]
    assert [(item.value.rpartition(".")[2], str(item.place)) for item in settings.list("MIDDLEWARE")] == [
        ("SecurityMiddleware", "shop/settings/base.py:19"),
        ("CommonMiddleware", "shop/settings/base.py:20"),
        ("Own", "shop/settings/live.py:9"),
    ]
    assert settings.explicit("_PRIVATE") is None
    assert settings.explicit("helper") is None


def test_a_class_that_nobody_exports_sets_nothing(tmp_path: Path) -> None:
    app = app_of(tmp_path, {path: text.replace("{}", "Live()") for path, text in CLASSES.items()})
    assert app.settings.explicit("DEBUG") is None


def test_properties_that_ask_each_other_end(tmp_path: Path) -> None:
    chain = "".join(f"    @property\n    def P{i}(self):\n        return [self.P{(i + 1) % 60}]\n" for i in range(60))
    text = f"class S:\n    INSTALLED_APPS = []\n    ROOT_URLCONF = 'x'\n{chain}\nS.load(__name__)\n"
    app = app_of(tmp_path, {"manage.py": MANAGE.format("settings"), "settings.py": text})
    assert app.settings.get("ROOT_URLCONF").value == "x"


def test_middleware_classes_of_old_django(tmp_path: Path) -> None:
    text = "INSTALLED_APPS = []\nMIDDLEWARE_CLASSES = ['django.middleware.csrf.CsrfViewMiddleware']\n"
    old = app_of(tmp_path / "old", {"manage.py": "", "settings.py": text, "requirements.txt": "Django==1.8.3\n"})
    assert [item.value for item in old.settings.list("MIDDLEWARE")] == ["django.middleware.csrf.CsrfViewMiddleware"]
    new = app_of(tmp_path / "new", {"manage.py": "", "settings.py": text, "requirements.txt": "Django==4.2\n"})
    assert new.settings.list("MIDDLEWARE") == ()
