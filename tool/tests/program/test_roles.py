"""What part of a project a file plays, and what an app in a folder of examples is judged as."""

from __future__ import annotations

import pytest
from tests.program.project_of import project_of

from tenfold.program.roles import role_of

FLASK = "from flask import Flask\napp = Flask(__name__)\n"


@pytest.mark.parametrize(
    ("path", "role"),
    [
        ("shop/tests.py", "test"),
        ("tests.py", "test"),
        ("shop/test.py", "test"),
        ("shop/tests/views.py", "test"),
        ("shop/test_views.py", "test"),
        ("shop/contests.py", "production"),
        ("shop/latest.py", "production"),
        ("shop/migrations/0001_initial.py", "migration"),
        ("shop/settings/local.py", "local"),
        ("shop/configuration_testing.py", "local"),
        ("shop/configuration_example.py", "example"),
        ("shop/configuration.py", "production"),
        ("features/environment.py", "test"),
        ("features/steps/login.py", "test"),
        ("features/views.py", "production"),
        ("shop/views.py", "production"),
        ("shop/tests/test_views.py", "test"),
        ("conftest.py", "test"),
        ("alembic/versions/1.py", "migration"),
        ("config/settings/local.py", "local"),
        ("config/settings/production.py", "production"),
        ("docker-compose.override.yml", "local"),
        ("compose.yaml", "production"),
        (".env.example", "local"),
        ("docs/conf.py", "documentation"),
        ("examples/app.py", "example"),
        ("scripts/seed.py", "script"),
        ("shop/management/commands/seed.py", "script"),
        ("latest/contest.py", "production"),
    ],
)
def test_the_role_of_a_path(path: str, role: str) -> None:
    assert role_of(path) == role


def test_an_app_among_examples_is_judged_as_if_its_folder_were_the_checked_one() -> None:
    program = project_of(
        {
            "examples/notes/app.py": FLASK + "from views import page\napp.add_url_rule('/p', view_func=page)\n",
            "examples/notes/views.py": "def page():\n    return 'x'\n",
            "examples/notes/requirements.txt": "flask==3.1.0\n",
            "examples/notes/tests/test_app.py": "def test(): ...\n",
        }
    )
    (app,) = program.apps
    assert app.root == "examples/notes"
    assert sorted(app.files) == ["examples/notes/app.py", "examples/notes/views.py"]
    assert "/p" in [route.path for route in app.routes]
    assert str(app.version("flask")) == "3.1.0"


def test_where_there_is_a_shipped_app_examples_are_none() -> None:
    program = project_of({"app.py": FLASK, "examples/app.py": FLASK, "tests/app.py": FLASK})
    assert [app.place.file for app in program.apps] == ["app.py"]
