"""Which file a module name means."""

from __future__ import annotations

from tenfold.program.modules import Modules

FILES = (
    "manage.py", "shop/__init__.py", "shop/settings/__init__.py", "shop/settings/base.py", "shop/views.py", "src/core/__init__.py",
    "src/core/flask.py", "services/a/app.py", "services/a/config.py", "services/b/app.py", "services/b/config.py", "tools/flask.py",
)  # fmt: skip
MODULES = Modules(list(FILES), [*FILES, "services/a/requirements.txt", "services/b/requirements.txt"])


def test_absolute_names_from_the_root_of_their_package() -> None:
    assert MODULES.find("shop.views", "manage.py") == "shop/views.py"
    assert MODULES.find("shop.settings", "shop/views.py") == "shop/settings/__init__.py"
    assert MODULES.find("core.flask", "manage.py") == "src/core/flask.py"


def test_a_module_of_a_package_is_no_top_level_module() -> None:
    assert MODULES.find("flask", "manage.py") is None
    assert MODULES.find("flask", "src/core/__init__.py") is None
    assert MODULES.find("views", "manage.py") is None


def test_a_script_imports_its_neighbours() -> None:
    assert MODULES.find("flask", "tools/other.py") == "tools/flask.py"
    assert MODULES.find("config", "services/a/app.py") == "services/a/config.py"
    assert MODULES.find("config", "services/b/app.py") == "services/b/config.py"


def test_relative_names() -> None:
    assert MODULES.relative("settings", 1, "shop/views.py") == "shop/settings/__init__.py"
    assert MODULES.relative("", 1, "shop/views.py") == "shop/__init__.py"
    assert MODULES.relative("views", 2, "shop/settings/base.py") == "shop/views.py"
    assert MODULES.relative("nothing", 1, "shop/views.py") is None
    assert MODULES.relative("x", 9, "shop/views.py") is None


def test_the_usual_name_of_a_file() -> None:
    assert MODULES.dotted("shop/settings/base.py") == "shop.settings.base"
    assert MODULES.dotted("shop/settings/__init__.py") == "shop.settings"
    assert MODULES.dotted("src/core/flask.py") == "core.flask"
    assert MODULES.dotted("services/a/app.py") == "app"


def test_a_package_goes_before_a_module_of_the_same_name() -> None:
    modules = Modules(["app.py", "app/__init__.py", "app/db.py", "app/db/__init__.py", "app/views.py"])
    assert modules.find("app", "app.py") == "app/__init__.py"
    assert modules.relative("db", 1, "app/views.py") == "app/db/__init__.py"
    assert modules.submodule("app/__init__.py", "db") == "app/db/__init__.py"


def test_a_package_that_is_a_root_all_the_same() -> None:
    modules = Modules(["todos/__init__.py", "todos/app/__init__.py", "todos/app/main.py", "todos/app/users/manager.py"])
    assert modules.find("app.users.manager", "todos/app/main.py") == "todos/app/users/manager.py"
    assert modules.find("app", "todos/app/main.py") is None
    assert modules.find("app.users.manager", "scripts/run.py") is None
