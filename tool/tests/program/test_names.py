"""What names mean across the files of a project."""

import pytest
from tests.program.project_of import project_of

from tenfold.language import facts as f
from tenfold.program.names import Names

FILES = {
    "pkg/__init__.py": "from .models import User as Member\nfrom .star import *\n",
    "pkg/models.py": "import flask\nclass Base:\n    def save(self): ...\nclass User(Base):\n"
    "    def __init__(self):\n        self.client = flask.Flask('x')\n    def run(self):\n        return self.client\n",
    "pkg/star.py": "from requests import get as fetch\nLIMIT = 5\n",
    "bare/part.py": "def helper() -> int: ...\n",
    "main.py": """
import os.path
import pkg.models as models
import numpy as np
from bare import part
from pkg import Member, fetch
from pkg.missing import thing
from typing import Annotated, Optional

def make():
    return Member()

one = Member()
two = make()
three = one if one else two

def use(a: Member, b: Optional[Member], c: Annotated[Member, 1], d: "Member | None" = None, e: Member | None = None):
    a.save; b.save; c.save; e.save
    with open("x") as handle:
        handle

try:
    from fast import loads
except ImportError:
    def loads(text): ...

from slow import dumps
def dumps(text): ...

shadow = np
shadow = 5
""",
}


def _names() -> Names:
    return project_of(FILES).names


def _qualified(text: str, scope: int = 0, path: str = "main.py") -> str:
    """What a dotted name means in a scope of a file."""
    names = _names()
    first, *rest = text.split(".")
    expr: f.Expr = f.Name(first)
    for part in rest:
        expr = f.Attr(expr, part)
    return names.qualify(names.files[path], scope, expr)


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("os.path.join", "os.path.join"),
        ("np.array", "numpy.array"),
        ("models", "pkg/models.py"),
        ("models.User", "pkg/models.py:User"),
        ("Member", "pkg/models.py:User"),
        ("fetch", "requests.get"),
        ("thing", "pkg.missing.thing"),
        ("part.helper", "bare/part.py:helper"),
        ("one", "pkg/models.py:User()"),
        ("two", "pkg/models.py:User()"),
        ("three", "pkg/models.py:User()"),
        ("one.save", "pkg/models.py:Base.save"),
        ("one.client.run", "flask.Flask().run"),
        ("print", "builtins.print"),
        ("unknown", ""),
        ("loads", "fast.loads"),
        ("dumps", "main.py:dumps"),
    ],
)
def test_names_of_a_module(text: str, meaning: str) -> None:
    assert _qualified(text) == meaning


@pytest.mark.parametrize("name", ["a", "b", "c", "e"])
def test_a_parameter_is_an_instance_of_its_annotation(name: str) -> None:
    names = _names()
    scopes = names.files["main.py"].outline.scopes
    use = next(i for i, scope in enumerate(scopes) if scope.name == "use")
    assert _qualified(f"{name}.save", use) == "pkg/models.py:Base.save"


def test_relative_imports_without_an_init_file() -> None:
    files = {"app/a.py": "from . import b\nfrom .b import f as g\n", "app/b.py": "def f(): ...\n"}
    names = project_of(files).names
    file = names.files["app/a.py"]
    assert names.qualify(file, 0, f.Attr(f.Name("b"), "f")) == "app/b.py:f"
    assert names.qualify(file, 0, f.Name("g")) == "app/b.py:f"


def test_names_that_refer_to_each_other_end() -> None:
    files = {"a.py": "from b import x\ny = x\nz = z\nclass C(C): ...\n", "b.py": "from a import y as x\n"}
    names = project_of(files).names
    for name in ("x", "y", "z", "C"):
        names.qualify(names.files["a.py"], 0, f.Name(name))
    assert names.qualify(names.files["a.py"], 0, f.Name("x")) == ""
    assert names.ancestors("a.py:C") == ["a.py:C"]


def test_functions_see_what_was_made_of_a_module_under_its_name() -> None:
    text = "from lib import sky\nsky = sky.Sky()\ndef use():\n    sky.blue()\nsky.green()\n"
    program = project_of({"main.py": text})
    assert [site.name for word in ("blue", "Sky") for site in program.calls.ending(word)] == [
        "lib.sky.Sky.blue", "lib.sky.Sky",
    ]  # fmt: skip
