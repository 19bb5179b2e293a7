"""Routes that an OpenAPI file declares for Connexion."""

import pytest
from tests.program.project_of import project_of

APP = """
import connexion
app = connexion.App(__name__, specification_dir="./openapi")
app.add_api("shop.yml")
"""
VIEWS = "def login(): ...\ndef show(name): ...\nclass Notes:\n    @staticmethod\n    def add(): ...\n"
SPEC = """
openapi: 3.0.1
paths:
  /login:
    post:
      operationId: api.views.login
  /notes/{name}:
    parameters:
      - name: name
        in: path
    get:
      operationId: show
      x-openapi-router-controller: api.views
    delete:
      operationId: api.views.gone
  /notes:
    post:
      operationId: api.views.Notes.add
components:
  examples:
    post:
      operationId: api.views.login
"""


def routes(app: str = APP, spec: str = SPEC, name: str = "openapi/shop.yml") -> list[str]:
    files = {"app.py": app, "api/__init__.py": "", "api/views.py": VIEWS, name: spec}
    found = project_of(files).apps[0].routes
    return sorted(f"{'/'.join(r.methods)} {r.path} {r.view}" for r in found if r.kind == "http")


def test_operations_name_what_answers_them() -> None:
    assert routes() == [
        "DELETE /notes/<name> ",
        "GET /notes/<name> api/views.py:show",
        "POST /login api/views.py:login",
        "POST /notes api/views.py:Notes.add",
    ]


@pytest.mark.parametrize("app", [
    APP.replace("add_api", "add_file"),
    APP.replace('"shop.yml"', "name()"),
    APP.replace("shop.yml", "other.yml"),
    APP.replace("connexion.App", "other.App").replace("import connexion", "import connexion, other\nfrom flask import "
                                                      "Flask\nflask = Flask(__name__)"),
])  # fmt: skip
def test_what_is_not_added_has_no_routes(app: str) -> None:
    assert routes(app) == []


@pytest.mark.parametrize("spec", ["paths: [", "paths: 1", "paths:\n  /x:\n    get:\n      operationId: ''\n", "\0", ""])
def test_a_broken_file_gives_no_routes(spec: str) -> None:
    assert routes(spec=spec) == []
