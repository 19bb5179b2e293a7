"""`[tool.tenfold]`: what is known is read, what is not is one clear line."""

from __future__ import annotations

from pathlib import Path

import pytest

from tenfold.config import Config, load
from tenfold.errors import UsageError


def write(folder: Path, table: str) -> Path:
    (folder / "pyproject.toml").write_text(table, "utf-8")
    return folder


def test_reads_every_key(tmp_path: Path) -> None:
    write(
        tmp_path,
        '[tool.tenfold]\nexclude = ["gen/"]\nselect = ["input"]\nignore = ["xss.csp"]\nfail-on = "high"\n'
        'environment = "test"\npersona = "auditor"\nbaseline = "b.json"\n'
        '[tool.tenfold.not-applicable]\n"transport.https" = "TLS ends at the mesh"\n',
    )
    assert load(tmp_path) == Config(
        ("gen/",),
        ("input",),
        ("xss.csp",),
        "high",
        "test",
        "auditor",
        "b.json",
        {"transport.https": "TLS ends at the mesh"},
    )


def test_is_found_above_the_checked_folder_but_not_above_the_repository(tmp_path: Path) -> None:
    write(tmp_path, '[tool.tenfold]\nfail-on = "low"\n')
    inner = tmp_path / "repository" / "app"
    inner.mkdir(parents=True)
    assert load(inner).fail_on == "low"
    (tmp_path / "repository" / ".git").mkdir()
    assert load(inner) == Config()


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ("[tool.tenfold", "is not valid TOML"),
        ("[tool]\ntenfold = 5\n", "tool.tenfold must be a table"),
        ("[tool.tenfold]\nfail-onn = 'low'\n", "tool.tenfold has no key 'fail-onn', did you mean 'fail-on'?"),
        (
            "[tool.tenfold]\nfail-on = 'lo'\n",
            "tool.tenfold.fail-on must be one of low, medium, high, critical, not 'lo'",
        ),
        ("[tool.tenfold]\nfail-on = 5\n", "tool.tenfold.fail-on must be a string"),
        ("[tool.tenfold]\nselect = 'input'\n", "tool.tenfold.select must be a list of strings"),
        (
            "[tool.tenfold]\nselect = ['inputt']\n",
            "tool.tenfold.select: no rule, requirement or practice is called 'inputt', did you mean 'input'?",
        ),
        (
            "[tool.tenfold]\nnot-applicable = []\n",
            "tool.tenfold.not-applicable must be a table of requirement = reason",
        ),
        (
            "[tool.tenfold.not-applicable]\n'xss.cps' = 'x'\n",
            "tool.tenfold.not-applicable has no requirement 'xss.cps', did you mean 'xss.csp'?",
        ),
        (
            "[tool.tenfold.not-applicable]\n'xss.csp' = ' '\n",
            "tool.tenfold.not-applicable.xss.csp must give the reason as a text",
        ),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, table: str, message: str) -> None:
    write(tmp_path, table)
    with pytest.raises(UsageError) as caught:
        load(tmp_path)
    assert str(caught.value).startswith(f"{tmp_path / 'pyproject.toml'}: {message}")
