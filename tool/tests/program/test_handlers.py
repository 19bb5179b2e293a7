"""Code that handles requests and belongs to no app: when there is such code, and what the report says of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.project import link, write

from tenfold.check import Request, check
from tenfold.config import Config
from tenfold.frameworks.held import held

_TORNADO = """
import os
import tornado.web

class Handler(tornado.web.RequestHandler):
    def get(self, name):
        os.system(name)
"""


def test_an_app_of_another_framework_is_judged_as_code_without_an_app(tmp_path: Path) -> None:
    report, _ = check(Request(write(tmp_path, {"server.py": _TORNADO}), cache=False), Config(select=("input",)))
    assert [(one.requirement, one.place.line) for one in report.findings] == [("input.command", 7)]
    assert not report.apps
    assert report.notes[0].endswith("and what is done with request data where requests are handled.")


def test_a_package_beside_an_app_is_judged_too(tmp_path: Path) -> None:
    files = {
        "service/app.py": "from flask import Flask\napp = Flask(__name__)\n",
        "service/requirements.txt": "flask\n",
        "other/server.py": _TORNADO,
    }
    program = link(write(tmp_path, files))
    assert [app.root for app in program.apps] == ["service"]
    assert [list(code.files) for code in program.without_app] == [["other/server.py"]]


@pytest.mark.parametrize(
    "text",
    ["import aiohttp\nsession = aiohttp.ClientSession()\n", "import json\n", "from urllib.request import urlopen\n"],
)
def test_a_client_handles_no_requests(tmp_path: Path, text: str) -> None:
    assert link(write(tmp_path, {"client.py": text})).without_app == ()


def test_tests_and_the_files_of_an_app_are_not_such_code(tmp_path: Path) -> None:
    files = {"app.py": "from flask import Flask\napp = Flask(__name__)\n", "views.py": "from flask import request\n"}
    assert link(write(tmp_path / "app", files)).without_app == ()
    assert link(write(tmp_path / "tests-only", {"tests/test_server.py": _TORNADO})).without_app == ()


def test_a_part_that_no_request_has_is_refused() -> None:
    with pytest.raises(ValueError, match="there is no part querry of a request"):
        held("some.Request", "request", querry="args")
