"""`[tool.tenfold.models]`: one line about a function of the user's is honoured, and a wrong one is one clear line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tenfold import frameworks
from tenfold.check import Request, check
from tenfold.cli import main
from tenfold.config import Config, load
from tenfold.errors import UsageError
from tests.project import write

_APP = {
    "shop/__init__.py": "",
    "shop/files.py": """
from outside import tidy

def confine(name):
    return tidy(name)

def inside(name):
    return tidy(name) > 3

def refuse(name):
    tidy(name)

class Store:
    def confine(self, name):
        return tidy(name)

    def run(self, folder, text):
        tidy(text)

def body():
    return tidy("body")
""",
}
_HEAD = "import os\nfrom flask import Flask, request\nfrom shop import files\napp = Flask(__name__)\n"


@pytest.fixture(autouse=True)
def no_models_afterwards() -> Iterator[None]:
    yield
    frameworks.add()


def found(folder: Path, models: str, *statements: str) -> list[str]:
    """The findings of a view that runs `statements`, as "requirement: line"."""
    lines = "\n".join(f"    {line}" for line in statements)
    files = {
        **_APP,
        "app.py": f'{_HEAD}@app.get("/")\ndef view():\n    name = request.args["name"]\n{lines}\n    return ""\n',
    }
    files["pyproject.toml"] = f"[tool.tenfold]\nselect = ['input.path', 'input.sql', 'input.command']\n{models}"
    write(folder, files)
    report, _ = check(Request(folder, cache=False), load(folder))
    source = (folder / "app.py").read_text("utf-8").splitlines()
    return [f"{one.requirement}: {source[one.place.line - 1].strip()}" for one in report.findings]


def test_a_sanitizer_of_the_users(tmp_path: Path) -> None:
    statements = ("open(files.confine(name))", "open(files.Store().confine(name))", "os.system(files.confine(name))")
    models = (
        "[tool.tenfold.models]\nsanitizers = { 'input.path' = ['shop.files.confine', 'shop.files.Store.confine'] }\n"
    )
    assert found(tmp_path, models, *statements) == ["input.command: os.system(files.confine(name))"]


def test_a_check_of_the_users_that_answers(tmp_path: Path) -> None:
    statements = ("if files.inside(name):", "    open(name)", "open('x' + name)")
    assert len(found(tmp_path / "without", "", *statements)) == 2
    models = "[tool.tenfold.models]\nchecks = { 'input.path' = ['shop.files.inside'] }\n"
    assert found(tmp_path / "with", models, *statements) == ["input.path: open('x' + name)"]


def test_a_check_of_the_users_that_raises(tmp_path: Path) -> None:
    models = "[tool.tenfold.models]\nchecks = { input = ['shop.files.refuse'] }\n"
    statements = ("open('x' + name)", "files.refuse(name)", "open(name)", "os.system(name)")
    assert found(tmp_path, models, *statements) == ["input.path: open('x' + name)"]


def test_a_source_and_a_sink_of_the_users(tmp_path: Path) -> None:
    models = (
        "[tool.tenfold.models]\nsources = { body = ['shop.files.body'] }\n"
        "sinks = { 'input.sql' = ['shop.files.Store.run(text)', 'vendor.run'] }\n"
    )
    statements = (
        "os.system(files.body())", "files.Store().run('x', name)", "files.Store().run(name, 'x')",
        "import vendor", "vendor.run(files.body())",
    )  # fmt: skip
    assert sorted(found(tmp_path, models, *statements)) == [
        "input.command: os.system(files.body())",
        "input.sql: files.Store().run('x', name)",
        "input.sql: vendor.run(files.body())",
    ]


def test_a_transfer_of_the_users(tmp_path: Path) -> None:
    models = "[tool.tenfold.models.transfers]\nnumber = ['vendor.to_number']\ndata = ['vendor.made']\n"
    statements = ("import vendor", "os.system(vendor.to_number(name))", "os.system(vendor.made(name))")
    assert found(tmp_path, models, *statements) == ["input.command: os.system(vendor.made(name))"]


def test_the_models_of_one_project_do_not_reach_the_next(tmp_path: Path) -> None:
    models = "[tool.tenfold.models]\nsanitizers = { 'input.path' = ['shop.files.confine'] }\n"
    assert found(tmp_path / "one", models, "open(files.confine(name))") == []
    check(Request(tmp_path / "one", cache=False), Config(select=("input.path",)))
    assert not frameworks.own_names()


@pytest.mark.parametrize(
    ("models", "message"),
    [
        ("models = 5", "tool.tenfold.models must be a table"),
        ("models.sink = {}", "tool.tenfold.models has no key 'sink', did you mean 'sinks'?"),
        ("models.sinks = ['a.b']", "tool.tenfold.models.sinks must be a table of requirement = list of names"),
        (
            "models.sinks = { 'input.sq' = ['a.b'] }",
            "tool.tenfold.models.sinks has no requirement 'input.sq', did you mean 'input.sql'?",
        ),
        (
            "models.sources = { bodi = ['a.b'] }",
            "tool.tenfold.models.sources has no part of a request 'bodi', did you mean 'body'?",
        ),
        ("models.checks = { 'input.sql' = 'a.b' }", "tool.tenfold.models.checks.input.sql must be a list of strings"),
        (
            "models.transfers = ['plain']",
            "tool.tenfold.models.transfers.data: 'plain' is no dotted name such as shop.files.confine",
        ),
    ],
)
def test_what_is_not_known_is_one_line(tmp_path: Path, models: str, message: str) -> None:
    write(tmp_path, {"pyproject.toml": f"[tool.tenfold]\n{models}\n"})
    with pytest.raises(UsageError) as error:
        load(tmp_path)
    assert str(error.value) == f"{tmp_path / 'pyproject.toml'}: {message}"


@pytest.mark.parametrize(
    ("models", "message"),
    [
        ("checks = { 'input.path' = ['shop.files.insid'] }", "tool.tenfold.models: shop/files.py has no insid"),
        (
            "sinks = { 'input.path' = ['shop.files.confine(path)'] }",
            "tool.tenfold.models.sinks: shop.files.confine has no parameter 'path'",
        ),
    ],
)
def test_a_name_that_the_project_lacks_is_one_line(
    tmp_path: Path, models: str, message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path, {**_APP, "pyproject.toml": f"[tool.tenfold.models]\n{models}\n"})
    assert main(["check", str(tmp_path), "--no-cache"]) == 2
    assert capsys.readouterr().err == f"tenfold: {message}\n"


def test_models_are_listed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(
        tmp_path, {"pyproject.toml": "[tool.tenfold.models]\nsanitizers = { 'input.path' = ['shop.files.confine'] }\n"}
    )
    assert main(["models", str(tmp_path), "--kind", "sanitizer", "--requirement", "input.path"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split() == ["sanitizer", "shop.files.confine", "input.path", "(your", "own", "models)"]
    assert any("werkzeug.utils.secure_filename" in line for line in lines)
    assert main(["models", str(tmp_path), "--format", "json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert {row["kind"] for row in rows} == {"source", "sink", "sanitizer", "check", "transfer"}
    assert [row["name"] for row in rows if row["own"]] == ["shop.files.confine"]
    assert main(["models", "--requirement", "input.sq"]) == 2
    assert "did you mean 'input.sql'?" in capsys.readouterr().err


def test_the_configuration_is_printed_as_it_can_be_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path, {"pyproject.toml": "[tool.tenfold.models]\nchecks = { 'input.path' = ['shop.files.inside'] }\n"})
    assert main(["config", str(tmp_path)]) == 0
    (tmp_path / "printed").mkdir()
    write(tmp_path / "printed", {"pyproject.toml": capsys.readouterr().out})
    assert load(tmp_path / "printed") == load(tmp_path)
