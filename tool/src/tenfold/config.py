"""What the user asks for: `[tool.tenfold]` of pyproject.toml, validated, under the options of the command line."""

from __future__ import annotations

from pathlib import Path
from typing import Any, get_args

import msgspec

from tenfold.catalogue import practices, requirements
from tenfold.errors import UsageError
from tenfold.findings import PERSONAS, SEVERITIES, Persona, Severity

ENVIRONMENTS = ("production", "development", "test")


class Config(msgspec.Struct, frozen=True):
    """What to check and how to judge it; each field is a key of `[tool.tenfold]` with "-" for "_".

    Attributes:
        exclude: gitignore patterns of files that are left out.
        select: rules, requirements or practices that are judged; empty: all.
        ignore: rules, requirements or practices whose findings are not counted.
        fail_on: lowest severity that makes the exit code 1.
        environment: the environment that is judged.
        persona: who the report is for.
        baseline: file of accepted findings, relative to the checked folder; "" for none.
        not_applicable: requirement id -> why it does not apply here.
        models: what the user says of functions: kind -> requirement, part or result -> names.
    """

    exclude: tuple[str, ...] = ()
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    fail_on: Severity = "medium"
    environment: str = "production"
    persona: Persona = "regular"
    baseline: str = ""
    not_applicable: dict[str, str] = {}
    models: dict[str, dict[str, tuple[str, ...]]] = {}


_CHOICES: dict[str, tuple[str, ...]] = {
    "fail_on": SEVERITIES,
    "environment": ENVIRONMENTS,
    "persona": PERSONAS,
}
_LISTS = ("exclude", "select", "ignore")


def load(folder: Path) -> Config:
    """The configuration of a folder: the nearest pyproject.toml with `[tool.tenfold]`, at or above it.

    Raises:
        UsageError: the file is broken, or a key or value is not known.
    """
    for candidate in (folder, *folder.parents):
        path = candidate / "pyproject.toml"
        if path.is_file():
            table = _table(path)
            if table is not None:
                return _parse(table, str(path))
        if (candidate / ".git").exists():
            break
    return Config()


def _table(path: Path) -> dict[str, Any] | None:
    import tomllib

    try:
        document = tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: cannot be read: {error}") from None
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise UsageError(f"{path}: is not valid TOML: {error}") from None
    tool = document.get("tool")
    table = tool.get("tenfold") if isinstance(tool, dict) else None
    if table is None:
        return None
    if not isinstance(table, dict):
        raise UsageError(f"{path}: tool.tenfold must be a table")
    return table


def _parse(table: dict[str, Any], where: str) -> Config:
    known = {name.replace("_", "-"): name for name in Config.__struct_fields__}
    values: dict[str, Any] = {}
    for key, value in table.items():
        name = known.get(key)
        if name is None:
            raise UsageError(f"{where}: tool.tenfold has no key {key!r}{nearest(key, known)}")
        values[name] = _value(name, value, f"{where}: tool.tenfold.{key}")
    return Config(**values)


def _value(name: str, value: object, where: str) -> object:
    if name in _LISTS:
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise UsageError(f"{where} must be a list of strings")
        if name != "exclude":
            for item in value:
                check_id(item, where)
        return tuple(value)
    if name == "models":
        from tenfold.own_models import checked

        return checked(value, where)
    if name == "not_applicable":
        return _reasons(value, where)
    if not isinstance(value, str):
        raise UsageError(f"{where} must be a string")
    choices = _CHOICES.get(name)
    if choices and value not in choices:
        raise UsageError(f"{where} must be one of {', '.join(choices)}, not {value!r}")
    return value


def _reasons(value: object, where: str) -> dict[str, str]:
    if not isinstance(value, dict):
        raise UsageError(f"{where} must be a table of requirement = reason")
    known = {requirement.id for requirement in requirements()}
    for key, reason in value.items():
        if key not in known:
            raise UsageError(f"{where} has no requirement {key!r}{nearest(key, known)}")
        if not isinstance(reason, str) or not reason.strip():
            raise UsageError(f"{where}.{key} must give the reason as a text")
    return value


def check_id(item: str, where: str) -> None:
    """Demand that `item` names a rule, a requirement or a practice.

    Raises:
        UsageError: it does not; the message names the nearest one.
    """
    from tenfold.rules import rule_ids

    known = {p.id for p in practices()} | {r.id for r in requirements()} | set(rule_ids())
    if item not in known:
        raise UsageError(f"{where}: no rule, requirement or practice is called {item!r}{nearest(item, known)}")


def nearest(word: str, known: object) -> str:
    """A "did you mean" for a misspelt word, with a leading comma; "" when nothing is near."""
    import difflib

    close = difflib.get_close_matches(str(word), [str(k) for k in known], 1)  # type: ignore[attr-defined]
    return f", did you mean {close[0]!r}?" if close else ""


def covers(ids: tuple[str, ...], rule: str, requirement: str) -> bool:
    """Whether a list of rules, requirements and practices names a rule of a requirement."""
    return rule in ids or requirement in ids or requirement.partition(".")[0] in ids


assert set(get_args(Severity)) == set(SEVERITIES)
