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
def rule_ids() -> tuple[str, ...]:
    """The id of every rule, sorted, as the files' names tell it: no rule is loaded for it."""
    files = Path(__file__).parent.glob("*/*.py")
    return tuple(sorted(rule_id(file.parent.name, file.stem) for file in files if not file.stem.startswith("_")))


@cache
def rule(identity: str) -> Rule:
    """The rule with an id that `rule_ids` gives."""
    loaded = import_module(f"{__name__}.{identity.replace('-', '_')}")
    found = [
        member
        for member in vars(loaded).values()
        if isinstance(member, type) and issubclass(member, Rule) and member.__module__ == loaded.__name__
    ]
    if len(found) != 1:
        raise TypeError(f"{loaded.__name__} holds {len(found)} rules, not one")
    found[0].id = identity
    return found[0]()


@cache
def rules() -> tuple[Rule, ...]:
    """Every rule, by id."""
    return tuple(rule(identity) for identity in rule_ids())
