"""One rule a file in a folder for each practice, found by being there."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pathlib import Path

from tenfold.rules.base import Rule


def rule_id(practice: str, module: str) -> str:
    """The id of the rule in `rules/<practice>/<module>.py`."""
    return f"{practice}.{module.replace('_', '-')}"


@cache
def rules() -> tuple[Rule, ...]:
    """Every rule, by id."""
    found: list[Rule] = []
    for file in sorted(Path(__file__).parent.glob("*/*.py")):
        practice, module = file.parent.name, file.stem
        if module.startswith("_"):
            continue
        loaded = import_module(f"{__name__}.{practice}.{module}")
        for member in vars(loaded).values():
            if isinstance(member, type) and issubclass(member, Rule) and member.__module__ == loaded.__name__:
                member.id = rule_id(practice, module)
                found.append(member())
    return tuple(sorted(found, key=lambda rule: rule.id))
