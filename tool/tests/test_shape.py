"""The laws of the house that a machine can hold: short files, no drawers, arrows that run one way."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[2]
SOURCES = sorted([*REPOSITORY.glob("tool/src/**/*.py"), *REPOSITORY.glob("guard/src/**/*.py")])
STAGES = ("project", "language", "program", "dataflow", "rules", "report", "commands")
MAY_IMPORT = {
    "catalogue": set(),
    "frameworks": set(),
    "language": set(),
    "secrets": set(),
    "project": {"language", "secrets"},
    "program": {"project", "language", "frameworks", "secrets"},
    "dataflow": {"program", "project", "language", "frameworks"},
    "report": {"catalogue"},
}


def name_of(path: Path) -> str:
    return path.relative_to(REPOSITORY).as_posix()


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_a_file_is_a_page_you_can_hold_in_your_head(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= 400
    assert path.stem not in {"helpers", "utils", "util", "common", "misc", "tools"}


@pytest.mark.parametrize("package", MAY_IMPORT)
def test_arrows_run_one_way(package: str) -> None:
    for path in (REPOSITORY / "tool" / "src" / "tenfold" / package).rglob("*.py"):
        text = re.sub(r"if TYPE_CHECKING:\n(    .*\n)+", "", path.read_text("utf-8"))
        used = set(re.findall(r"^\s*(?:from|import) tenfold\.(\w+)", text, re.MULTILINE)) & {*MAY_IMPORT, *STAGES}
        assert used <= MAY_IMPORT[package] | {package}, f"{name_of(path)} imports {used}"


def test_the_guard_imports_no_third_party_package_and_never_the_tool() -> None:
    for path in REPOSITORY.glob("guard/src/**/*.py"):
        assert not re.search(r"^\s*(?:from|import) tenfold\b", path.read_text("utf-8"), re.MULTILINE)


def test_nothing_names_a_registry_or_a_path_of_a_machine() -> None:
    for lock in (REPOSITORY / "requirements").iterdir():
        assert not re.search(r"https?://|--index|--extra-index|--find-links", lock.read_text("utf-8")), lock.name
