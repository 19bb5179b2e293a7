"""Documentation that cannot lie: pages are what would be made today, and everything a user can say is documented."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

import msgspec
import pytest

from tenfold.cli import COMMANDS
from tenfold.config import Config

REPOSITORY = Path(__file__).parents[2]
DOCS = REPOSITORY / "docs"


def test_pages_and_outputs_are_todays() -> None:
    spec = importlib.util.spec_from_file_location("make_pages", DOCS / "make_pages.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    stale = [path.name for path, text in module.pages().items() if not path.exists() or path.read_text("utf-8") != text]
    assert not stale, "run 'make docs'"


def test_every_configuration_key_is_documented() -> None:
    text = (DOCS / "configuration.md").read_text("utf-8")
    for field in msgspec.structs.fields(Config):
        assert f"| `{field.name.replace('_', '-')}` |" in text


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_stands_in_the_readme(command: str) -> None:
    assert f"`tenfold {command}" in (REPOSITORY / "README.md").read_text("utf-8")


def test_links_between_pages_lead_somewhere() -> None:
    for page in [*REPOSITORY.glob("*.md"), *DOCS.glob("*.md")]:
        for target in re.findall(r"\]\(([^)#\s]+)", page.read_text("utf-8")):
            if not target.startswith("https://"):
                assert (page.parent / target).exists(), f"{page.name}: {target}"
