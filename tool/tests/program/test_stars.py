"""What star imports of libraries bind."""

import pytest
from tests.program.project_of import project_of

from tenfold.language import facts as f
from tenfold.program.names import Names
from tenfold.program.stars import starred


@pytest.mark.parametrize(
    ("name", "modules", "meaning"),
    [
        ("Flask", ["flask"], "flask.Flask"),
        ("Flask", ["flask", "wtforms"], "flask.Flask"),
        ("Form", ["flask_wtf", "wtforms"], "wtforms.Form"),
        ("Series", ["flask", "pandas"], "pandas.Series"),
        ("Series", ["numpy", "pandas"], ""),
        ("unheard_of", ["flask"], ""),
    ],
)
def test_the_last_module_that_exports_a_name_binds_it(name: str, modules: list[str], meaning: str) -> None:
    assert starred(name, modules, is_builtin=False) == meaning


def test_a_builtin_stays_one_beside_a_module_that_is_not_known() -> None:
    assert starred("open", ["pandas"], is_builtin=True) == ""


def test_a_name_of_a_star_import_is_found_through_the_project() -> None:
    project = project_of(
        {
            "app.py": "from flask import *\nfrom models import *\napp = Flask(__name__)\n",
            "models.py": "class User: ...\n",
        }
    )
    names = project.names
    file = project.facts.python["app.py"]
    assert isinstance(names, Names)
    assert names.qualify(file, 0, f.Name("Flask")) == "flask.Flask"
    assert names.qualify(file, 0, f.Name("User")) == "models.py:User"
    assert names.qualify(file, 0, f.Name("print")) == "builtins.print"
