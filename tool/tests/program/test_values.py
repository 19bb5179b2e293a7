"""What expressions are worth."""

import pytest
from tests.program.project_of import project_of

from tenfold.program.values import REQUIRED, Env, Made, Unknown, hashable, is_known

HEAD = "import os\nfrom datetime import timedelta\nfrom decouple import config\nfrom base import *\nimport base\n"
BASE = "NAME = 'x'\nPARTS = ['a', 'b']\n"


def _value(expression: str) -> object:
    program = project_of({"a.py": f"{HEAD}v = {expression}\n", "base.py": BASE})
    file = program.names.files["a.py"]
    assign = next(a for a in file.detail.assigns if a.stem == "v")
    return program.values.of(file, 0, assign.value)


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("'a' + 'b'", "ab"),
        ("60 * 60 * 24", 86400),
        ("-1", -1),
        ("not True", False),
        ("[1, *PARTS]", [1, "a", "b"]),
        ("PARTS + ['c']", ["a", "b", "c"]),
        ("{'a': NAME, **{'b': 2}}", {"a": "x", "b": 2}),
        ("base.NAME", "x"),
        ("{'k': 5}['k']", 5),
        ("PARTS[1]", "b"),
        ("f'{NAME}-y'", "x-y"),
        ("NAME.upper()", "X"),
        ("'a,b'.split(',')", ["a", "b"]),
        ("1 if NAME == 'x' else 2", 1),
        ("'a' in PARTS", True),
        ("os.environ['K']", Env("K", REQUIRED)),
        ("os.environ.get('K')", Env("K", None)),
        ("os.getenv('K', 'd')", Env("K", "d")),
        ("os.environ.get('K') or 'd'", Env("K", "d")),
        ("os.environ.get('K', '0') == '1'", Env("K", False, "bool")),
        ("config('K', default=True, cast=bool)", Env("K", True, "bool")),
        ("timedelta(days=1)", Made("datetime.timedelta", (), (("days", 1),))),
    ],
)
def test_what_is_told(expression: str, value: object) -> None:
    assert _value(expression) == value


@pytest.mark.parametrize(
    "expression", ["unknown", "v", "1 / 0", "1 // 0", "input()", "NAME * 10**9", "[v, v][0]", "x[0]"]
)
def test_what_is_not_told_is_unknown(expression: str) -> None:
    value = _value(expression)
    assert isinstance(value, (Unknown, Made))
    assert not is_known(value)


def test_a_text_that_doubles_is_cut_off() -> None:
    lines = ["a0 = 'x' * 1", "a0 = 'xxxxxxxxxx'", *[f"a{i + 1} = a{i} + a{i}" for i in range(30)]]
    program = project_of({"a.py": "\n".join(lines)})
    file = program.names.files["a.py"]
    last = file.detail.assigns[-1]
    assert not is_known(program.values.of(file, 0, last.value))


def test_what_is_made_of_a_list_is_no_key() -> None:
    assert hashable(Made("os", ("a",)))
    assert not hashable(Made("os", (["a"],)))
    assert not hashable(Env("NAME", {"a": "b"}))
