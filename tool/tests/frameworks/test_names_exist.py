"""Invariant: every declared name of an installed library can be reached in it, and no library is left out in silence.

Looked at are the newest releases, which are installed beside the tests, or with LIBRARIES=oldest those that
`make test-oldest` puts into a place of its own.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from tests.frameworks import declared_names

from tenfold import frameworks
from tenfold.frameworks import releases

_ROOT = Path(__file__).parents[3]
_OLDEST = os.environ.get("LIBRARIES") == "oldest"
_PYTHON = str(_ROOT / ".deps/oldest/bin/python") if _OLDEST else sys.executable
_LIST = _ROOT / "requirements" / ("oldest.in" if _OLDEST else "libraries.in")
_LEFT_OUT = re.compile(r"# left out: ([a-z0-9-]+): \S.*")


def _left_out() -> set[str]:
    """The packages that the list says are not installed; each with a reason."""
    lines = [line for line in _LIST.read_text("utf-8").splitlines() if line.startswith("# left out:")]
    found = [_LEFT_OUT.fullmatch(line) for line in lines]
    assert all(found), f"{_LIST.name}: a line does not say `# left out: PACKAGE: REASON`"
    return {match[1] for match in found if match}


def _listed() -> set[str]:
    lines = [line.partition("#")[0].strip() for line in _LIST.read_text("utf-8").splitlines()]
    return {canonicalize_name(Requirement(line).name) for line in lines if line}


def test_every_declared_name_exists() -> None:
    run = subprocess.run(
        [_PYTHON, "-W", "ignore", str(Path(declared_names.__file__))],
        env=os.environ | {"PYTHONPATH": str(_ROOT / "tool/src")},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert run.returncode == 0, run.stderr[-4000:]
    found: dict[str, Any] = json.loads(run.stdout)
    left_out = _left_out()
    wrong = [f"{name}: {why}" for name, why in found["tables"].items()]
    for library in found["libraries"]:
        package, installed = library["package"], library["installed"]
        wrong += [f"{library['name']} lacks {name}: {why}" for name, why in library["missing"].items()]
        if not installed and package not in left_out:
            wrong.append(f"{package} is not installed, and {_LIST.name} does not say why")
        if installed and package in left_out:
            wrong.append(f"{package} is installed, and {_LIST.name} says that it is left out")
    assert wrong == []
    assert sum(library["names"] for library in found["libraries"]) > 1000  # all but those of other releases


def test_only_declared_packages_are_left_out() -> None:
    declared = {library.package for library in frameworks.libraries()}
    assert _left_out() <= declared
    assert not _left_out() & _listed()


def test_every_name_begins_with_a_module_of_its_library() -> None:
    for library in frameworks.libraries():
        for protection in library.protections:
            if protection.how == "command":  # a program, no module
                continue
            assert protection.name.partition(".")[0] in library.modules, protection.name


def test_releases_are_said_of_declared_names_only() -> None:
    declared = {one.name for library in frameworks.libraries() for one in declared_names.declared(library)}
    declared |= {one.name for names in declared_names.tables().values() for one in names}
    for name in releases.RELEASES:
        assert any(one == name or one.startswith(f"{name}.") for one in declared), name


def test_a_wrong_name_is_found_out() -> None:
    assert declared_names.lacks("json.no_such_name")
    assert declared_names.lacks("json.decoder.JSONDecoder.no_such_name")
    assert declared_names.lacks("no_such_module.name")
    assert not declared_names.lacks("json.decoder.JSONDecoder.decode")
    assert not declared_names.has_command("no-such-command")


@pytest.mark.parametrize(
    ("since", "until", "there"),
    [("", "", True), ("3.0", "", True), ("", "3.0", False), ("99.0", "", False), ("3.0", "99.0", True)],
)
def test_only_the_names_of_a_release_are_looked_for(since: str, until: str, there: bool) -> None:
    assert declared_names.is_there(declared_names.Declared("json.loads", "", since, until)) is there
