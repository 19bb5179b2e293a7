"""Which object an expression means."""

import pytest
from tests.program.project_of import project_of

from tenfold.language import facts as f

FILES = {
    "ext.py": "from x import Limiter\nlimiter = Limiter('a')\nother = Limiter('b')\n",
    "factory.py": "from flask import Flask\ndef create():\n    app = Flask('c')\n    set_up(app)\n    return app\n"
    "def set_up(application):\n    application\n",
    "holder.py": "from ext import limiter\nclass Holder:\n    def __init__(self, given):\n        self.own = limiter\n"
    "        self.given = given\n",
    "main.py": "import ext\nfrom ext import limiter as first, other\nfrom factory import create\n"
    "from holder import Holder\napp = create()\nalias = first\nholder = Holder(other)\nnothing = 5\n",
}


def _argument(text: str, path: str = "main.py", scope: int = 0) -> str:
    """The first argument of the call that made the object, or "" when it cannot be told."""
    program = project_of(FILES)
    first, *rest = text.split(".")
    expr: f.Expr = f.Name(first)
    for part in rest:
        expr = f.Attr(expr, part)
    origin = program.origins.of(program.names.files[path], scope, expr)
    if origin is None:
        return ""
    given = origin.call.args[0]
    return str(given.value) if isinstance(given, f.Const) else "?"


@pytest.mark.parametrize(
    ("text", "made_with"),
    [
        ("first", "a"),
        ("alias", "a"),
        ("ext.other", "b"),
        ("app", "c"),
        ("holder.own", "a"),
        ("holder.given", "b"),
        ("nothing", ""),
        ("unknown", ""),
    ],
)
def test_objects_are_followed_to_the_call_that_makes_them(text: str, made_with: str) -> None:
    assert _argument(text) == made_with


def test_a_parameter_is_what_callers_give() -> None:
    program = project_of(FILES)
    scopes = program.names.files["factory.py"].outline.scopes
    set_up = next(i for i, scope in enumerate(scopes) if scope.name == "set_up")
    assert _argument("application", "factory.py", set_up) == "c"


def test_a_function_that_calls_itself_ends() -> None:
    program = project_of({"a.py": "def f(x):\n    f(x)\n    return f(x)\ny = f(f)\n"})
    file = program.names.files["a.py"]
    assert program.origins.of(file, 1, f.Name("x")) is None
    assert program.origins.of(file, 0, f.Name("y")) is None
