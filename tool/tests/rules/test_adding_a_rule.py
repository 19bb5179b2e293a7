"""Adding a rule touches one file: a throw-away rule is found, listed, explained, run and reported without registration."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tests.project import write

import tenfold

RULE = '''
"""Nobody calls a route /throwaway."""

from collections.abc import Iterator

from tenfold.program.app import App
from tenfold.rules.base import Observation, Rule, violated


class Throwaway(Rule):
    """No route is called /throwaway.

    ## What it finds

    Routes whose path is /throwaway.

    ## Why it matters

    It does not: this rule only shows how little a rule needs.

    ## Example

    ```python app.py
    from flask import Flask
    app = Flask(__name__)

    @app.get("/throwaway")
    def view(): ...
    ```

    ## Use instead

    ```python app.py
    from flask import Flask
    app = Flask(__name__)

    @app.get("/keep")
    def view(): ...
    ```

    ## References

    - https://example.org/
    """

    requirement = "framework.access"
    severity = "low"

    def judge(self, app: App) -> Iterator[Observation]:
        for route in app.routes:
            if route.path == "/throwaway":
                yield violated(route.place, "This route is called /throwaway.", "Call it something else.")
'''
APP = 'from flask import Flask\napp = Flask(__name__)\n\n@app.get("/throwaway")\ndef view():\n    return "x"\n'


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("copy")
    ignore = shutil.ignore_patterns("__pycache__")
    shutil.copytree(Path(tenfold.__file__).parent, folder / "tenfold", ignore=ignore)
    write(folder / "tenfold" / "rules" / "framework", {"throwaway.py": RULE})
    write(folder / "app", {"app.py": APP})
    return folder


def run(copy: Path, *arguments: str) -> str:
    env = {**os.environ, "PYTHONPATH": str(copy), "TENFOLD_CACHE_DIR": str(copy / "cache")}
    command = [sys.executable, "-P", "-m", "tenfold", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, env=env, cwd=copy).stdout


def test_it_is_listed_and_explained(copy: Path) -> None:
    assert "framework.throwaway" in run(copy, "rules")
    assert "this rule only shows how little a rule needs" in " ".join(
        run(copy, "explain", "framework.throwaway").split()
    )
    assert "framework.throwaway" in run(copy, "explain", "framework.access")


def test_it_runs_and_stands_in_every_format(copy: Path) -> None:
    found = json.loads(run(copy, "check", "app", "--select", "framework.throwaway", "--format", "json"))
    assert [(f["rule"], f["file"], f["line"]) for f in found["findings"]] == [("framework.throwaway", "app.py", 4)]
    sarif = json.loads(run(copy, "check", "app", "--select", "framework.throwaway", "--format", "sarif"))
    assert "framework.throwaway" in [rule["id"] for rule in sarif["runs"][0]["tool"]["driver"]["rules"]]
    assert "framework.throwaway" in run(copy, "check", "app", "--select", "framework.throwaway")


def test_it_can_be_ignored_by_its_id(copy: Path) -> None:
    write(
        copy / "app",
        {
            "app.py": APP.replace(
                '@app.get("/throwaway")', '@app.get("/throwaway")  # tenfold: ignore[framework.throwaway] a test'
            )
        },
    )
    found = json.loads(run(copy, "check", "app", "--select", "framework.throwaway", "--format", "json"))
    assert found["findings"] == []
    assert [i["reason"] for i in found["ignored"]] == ["a test"]
