"""What hostile settings cost: bounded work, and never an error."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.program.settings_project import program_of

from tenfold.program.settings.evaluate import MAX_WORK
from tenfold.program.settings.execute import Execution
from tenfold.program.settings.traced import MAX_WEIGHT
from tenfold.program.values import Unknown

BASE = "ROOT_URLCONF = 'u'\nMIDDLEWARE = []\nINSTALLED_APPS = []\n"


@pytest.mark.parametrize("text", [
    "L = [" + "1," * 4000 + "]\n" + "L += [1]\n" * 3000,
    "D = {}\n" + "".join(f"D['{i}'] = {i}\n" for i in range(6000)),
    "".join(f"X{i} = 1\n" for i in range(2000)) + "if unknown():\n    X = 1\n" * 2000,
    "".join(f"a{i} = [a{i + 1}, a{i + 1}]\n" for i in range(60)) + "a60 = 1\n",
    "def f(x):\n    return [" + "f(x)," * 200 + "]\nX = f(1)\n",
    "".join("    " * k + f"for i{k} in [" + "1," * 200 + "]:\n" for k in range(8)) + "    " * 8 + "X = 1\n",
    "L = [1]\n" + "L = [L, L]\n" * 60 + "S = 'a'\n" + "S = S + S\n" * 60,
], ids=["list", "dict", "branches", "names", "calls", "loops", "doubling"])  # fmt: skip
def test_work_is_bounded(text: str) -> None:
    program = program_of({"settings.py": BASE + text})
    execution = Execution(program.names, lambda _: None, "production")
    state = execution.module("settings.py")
    # A step may be begun just before the limit, and it ends with what it has at hand.
    assert execution.evaluator.spent < MAX_WORK + 10 * MAX_WEIGHT
    assert all(traced.weight <= MAX_WEIGHT for traced in state.values())


def test_what_grows_too_large_is_unknown() -> None:
    program = program_of({"settings.py": BASE + "L = [1]\n" + "L += L\n" * 30})
    state = Execution(program.names, lambda _: None, "production").module("settings.py")
    assert isinstance(state["L"].value, Unknown) or len(state["L"].value) <= MAX_WEIGHT


NAMES = st.sampled_from(["DEBUG", "MIDDLEWARE", "x", "os", "env", "app", "config"])
ATOMS = st.one_of(
    NAMES,
    st.sampled_from([
        "1", "'a'", "None", "True", "[]", "{}", "...", "()", "lambda: 1", "os.environ", "__file__", "f'{x}'", "-1",
        "os.environ['K']", "os.environ.get('K', x)", "[i for i in x]", "{**x}", "[*x]", "x if x else env", "(x := 1)",
    ]),
)  # fmt: skip
EXPRESSIONS = st.recursive(
    ATOMS,
    lambda inner: st.one_of(
        st.builds("[{}, {}]".format, inner, inner),
        st.builds("{{{}: {}}}".format, inner, inner),
        st.builds("({} + {})".format, inner, inner),
        st.builds("({} | {})".format, inner, inner),
        st.builds("({} in {})".format, inner, inner),
        st.builds("({})[{}]".format, inner, inner),
        st.builds("({})({})".format, inner, inner),
        st.builds("({}).get({})".format, inner, inner),
        st.builds("dict({}, **{})".format, inner, inner),
        st.builds("bool({})".format, inner),
    ),
    max_leaves=6,
)
STATEMENTS = st.one_of(
    st.builds("{} = {}".format, NAMES, EXPRESSIONS),
    st.builds("{} += {}".format, NAMES, EXPRESSIONS),
    st.builds("{} |= {}".format, NAMES, EXPRESSIONS),
    st.builds("{}[{}] = {}".format, NAMES, EXPRESSIONS, EXPRESSIONS),
    st.builds("{}.config[{}] = {}".format, NAMES, EXPRESSIONS, EXPRESSIONS),
    st.builds("{}.{}({})".format, NAMES, st.sampled_from(
        ["append", "insert", "update", "pop", "remove", "setdefault", "extend", "config.update", "config.from_object",
         "config.from_pyfile", "config.from_file", "config.from_prefixed_env"]), EXPRESSIONS),
    st.builds("{}, {} = {}".format, NAMES, NAMES, EXPRESSIONS),
    st.builds("del {}".format, NAMES),
    st.builds("if {}:\n    {} = {}".format, EXPRESSIONS, NAMES, EXPRESSIONS),
    st.builds("for {} in {}:\n    MIDDLEWARE.append({})".format, NAMES, EXPRESSIONS, NAMES),
    st.builds("try:\n    {} = {}\nexcept KeyError:\n    {} = {}".format, NAMES, EXPRESSIONS, NAMES, EXPRESSIONS),
    st.builds("def f({}={}):\n    return {}".format, NAMES, EXPRESSIONS, EXPRESSIONS),
    st.builds("class C({}):\n    {} = {}".format, NAMES, NAMES, EXPRESSIONS),
    st.just("from settings import *"),
    st.just("globals().update(x)"),
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.lists(STATEMENTS, max_size=8))
@example(["x[DEBUG] = {os.environ.get('K', x): DEBUG}"])
@example(["DEBUG = ({DEBUG: DEBUG})[(os.environ['K'])([MIDDLEWARE])]"])
def test_any_code_gives_settings(statements: list[str]) -> None:
    """Invariant: whatever the statements, the settings of Django, Flask and FastAPI apps are worked out without error."""
    text = "import os\n" + "\n".join(statements) + "\n"
    django = program_of({"manage.py": "", "settings.py": text + BASE + text})
    flask = program_of({"app.py": f"from flask import Flask\napp = Flask('x')\n{text}", "settings.py": text})
    fields = "".join(f"    {line}\n" for line in text.splitlines())
    fastapi = program_of({
        "app.py": "from fastapi import FastAPI\nfrom pydantic_settings import BaseSettings\napp = FastAPI()\n"
        f"class Settings(BaseSettings):\n{fields}"
    })  # fmt: skip
    for program in (django, flask, fastapi):
        for app in program.apps:
            found = app.settings
            for setting in found.all():
                assert found.values(setting.name)
                found.list(setting.name)
            assert found.get("DEBUG") is None or found.get("DEBUG").name == "DEBUG"
    assert django.apps[0].settings.get("ROOT_URLCONF") is not None


CIRCLE = """
from flask import Flask
def find(config):
    return config if config else find(config)
def create_app(config=None):
    app = Flask(__name__)
    config = find(config)
    app.config.from_object(config)
    return app
app = create_app("settings.Production")
"""
CHAIN = (
    "from flask import Flask\nclass Production:\n    SECRET_KEY = 'x'\n"
    "def f0(c):\n    return c\n"
    + "".join(f"def f{i}(c):\n    return f{i - 1}(c) or f{i - 1}(c)\n" for i in range(1, 90))
    + "app = Flask(__name__)\napp.config.from_object(f89(Production))\n"
)


@pytest.mark.parametrize("text", [CIRCLE, CHAIN], ids=["circle", "chain"])
def test_a_configuration_object_is_sought_in_bounded_work(text: str) -> None:
    """A function that returns its argument, given its own result, once ended in a RecursionError."""
    program = program_of({"app.py": text, "settings.py": "class Production:\n    SESSION_COOKIE_SECURE = True\n"})
    assert [app.framework for app in program.apps] == ["flask"]
    assert program.apps[0].settings.get("SECRET_KEY") is not None or text is not CHAIN
