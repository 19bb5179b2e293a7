"""The project passes its own check."""

from pathlib import Path

from tenfold.cli import main


def test_the_project_passes_its_own_check() -> None:
    assert main(["check", str(Path(__file__).parents[2]), "--no-cache", "--format", "github"]) == 0
