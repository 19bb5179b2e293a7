"""Which scanners CI and hooks run, shared by the rules that ask for one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from tenfold.audits import scanners as known
from tenfold.audits.steps import Step, Steps, ci_files, is_workflow, steps_of
from tenfold.place import Place
from tenfold.program.program import Program
from tenfold.project.facts import SettingsFacts
from tenfold.project.manifests.dependency import Manifest
from tenfold.project.updates import PreCommitFacts
from tenfold.rules.base import Observation, met, missing, violated

_RUFF_ACTIONS = frozenset({"astral-sh/ruff-action", "chartboost/ruff-action"})
_RUFF_HOOKS = ("ruff", "ruff-check")
_PRECOMMIT = frozenset({"pre-commit", "prek"})
_PRECOMMIT_ACTIONS = frozenset({"pre-commit/action", "pre-commit-ci/lite-action", "j178/prek-action"})


class Scan(msgspec.Struct, frozen=True):
    """A scanner that runs: who, where, from a hook only, and whether its failure is passed over."""

    name: str
    place: Place
    hook: bool = False
    tolerated: bool = False


def place_for_ci(program: Program) -> Place:
    """Where one would add a job: the first file that configures CI, else the project."""
    files = ci_files(program)
    workflows = [file for file in files if is_workflow(file)]
    return Place((workflows or list(files) or ["."])[0])


def scans(program: Program, what: known.Covers, steps: Steps | None = None) -> Iterator[Scan]:
    """The scanners of one sort that CI or a pre-commit hook runs."""
    wanted = known.covering(what)
    ruff = ruff_security(program) if what == "static" else None
    for step in (steps or steps_of(program)).all:
        name = _name(step, wanted, ruff is not None)
        if name:
            yield Scan(name, step.place, tolerated=step.tolerated)
    yield from _hooks(program, wanted, ruff is not None)


def _name(step: Step, wanted: tuple[known.Scanner, ...], ruff: bool) -> str:
    found = None
    if step.words:
        found = known.by_command(step.words, wanted)
        if found is None and _is_ruff_check(step.words) and (ruff or _selects_security(step.words)):
            return "Ruff's security rules (S)"
        if found is None and step.words[0] == "flake8" and any("bandit" in word for word in step.words):
            return "flake8-bandit"
    elif step.action:
        found = known.by_action(step.action, wanted)
        if found is None and ruff and step.action.lower() in _RUFF_ACTIONS:
            return "Ruff's security rules (S)"
    elif step.image:
        found = known.by_image(step.image, wanted)
    elif step.template:
        found = known.by_template(step.template, wanted)
    return found.name if found is not None else ""


def _hooks(program: Program, wanted: tuple[known.Scanner, ...], ruff: bool) -> Iterator[Scan]:
    for path, facts in program.facts.of("precommit").items():
        if not isinstance(facts, PreCommitFacts):
            continue
        for repository in facts.repositories:
            for hook in repository.hooks:
                scanner = known.by_hook(hook, wanted)
                if scanner is not None:
                    yield Scan(scanner.name, Place(path, repository.line), hook=True)
                elif ruff and hook in _RUFF_HOOKS:
                    yield Scan("Ruff's security rules (S)", Place(path, repository.line), hook=True)


def runs_hooks(steps: Steps) -> Step | None:
    """The step with which CI runs all pre-commit hooks."""
    return next(
        (
            step
            for step in steps.all
            if step.action.lower() in _PRECOMMIT_ACTIONS or (step.words[:1] and step.words[0] in _PRECOMMIT)
        ),
        None,
    )


def _is_ruff_check(words: tuple[str, ...]) -> bool:
    return words[0] == "ruff" and "format" not in words[1:2]


def _selects_security(words: tuple[str, ...]) -> bool:
    for at, word in enumerate(words):
        option, _, value = word.partition("=")
        if option in {"--select", "--extend-select"}:
            value = value or "".join(words[at + 1 : at + 2])
            if any(_is_security(code) for code in value.split(",")):
                return True
    return False


def _is_security(code: str) -> bool:
    code = code.strip()
    return code == "ALL" or (code[:1] == "S" and (code[1:].isdigit() or code == "S"))


def _selects(key: str, value: str) -> bool:
    """Whether an entry of Ruff's `select` or `extend-select` switches the security rules on."""
    return key.removeprefix("lint.").split(".")[0] in {"select", "extend-select"} and _is_security(value)


def ruff_security(program: Program) -> Place | None:
    """Where Ruff's configuration selects the security rules (S, or ALL)."""
    for path, facts in program.facts.of("pyproject").items():
        if isinstance(facts, Manifest):
            for option in facts.options:
                if option.key.startswith("ruff.") and _selects(option.key.removeprefix("ruff."), option.value):
                    return Place(path, option.line)
    for path, settings in program.facts.of("toml").items():
        if path.rpartition("/")[2] in {"ruff.toml", ".ruff.toml"} and isinstance(settings, SettingsFacts):
            for setting in settings.settings:
                if _selects(setting.key, setting.value):
                    return Place(path, setting.line)
    return None


def judge_scans(program: Program, what: known.Covers, absent: str, fix: str) -> Iterable[Observation]:
    """The verdict on one sort of scan.

    Args:
        program: the project.
        what: the sort.
        absent: the reason when nothing does it.
        fix: what to type then.
    """
    steps = steps_of(program)
    found = list(dict.fromkeys(scans(program, what, steps)))
    firm = [scan for scan in found if not scan.tolerated]
    hooks_in_ci = runs_hooks(steps)
    for scan in firm:
        if not scan.hook:
            yield met(scan.place, f"CI runs {scan.name}")
        elif hooks_in_ci is not None:
            yield met(scan.place, f"{scan.name} is a pre-commit hook, and CI runs the hooks")
        else:
            yield met(
                scan.place, f"{scan.name} is a pre-commit hook; nothing shows that CI runs it", confidence="medium"
            )
    if firm:
        return
    for scan in found:
        yield violated(
            scan.place,
            f"CI runs {scan.name}, but its failure is passed over, so that nobody needs to act on what it finds",
            f"let {scan.name} fail the job: take away `continue-on-error`, `allow_failure` or `|| true`",
        )
    if not found:
        yield missing(place_for_ci(program), absent, fix)
