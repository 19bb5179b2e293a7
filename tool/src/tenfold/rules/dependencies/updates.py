"""dependencies.updates."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tenfold.audits.steps import is_workflow
from tenfold.findings import Step
from tenfold.place import Place
from tenfold.program.program import Program
from tenfold.project.updates import DependabotFacts, RenovateFacts
from tenfold.rules.base import Observation, Rule, met, missing, not_applicable, violated
from tenfold.rules.dependencies._manifests import manifests

_PYTHON = frozenset({"pip", "uv", "pipenv", "poetry", "pip-compile", "conda"})
"""Dependabot's names for Python's package managers."""
_RENOVATE_PYTHON = frozenset(
    {"pip_requirements", "pep621", "poetry", "pipenv", "pip-compile", "pip_setup", "setup-cfg", "pep723", "pixi"}
)
_OTHER_BOTS = (".pyup.yml", ".pyup.yaml", ".whitesource", "renovate.config.js")


class Updates(Rule):
    """No bot proposes updates of the packages and of CI's actions.

    ## What it finds
    Repositories with Python packages or GitHub workflows that neither Dependabot nor Renovate watches, and
    configurations that leave one of the two out or are switched off.

    ## Why it matters
    Without a bot, updates happen when somebody remembers, which is usually after the incident.

    ## Example
    ```text requirements.txt
    flask==3.1.2
    ```

    ## Use instead
    ```text requirements.txt
    flask==3.1.2
    ```
    ```yaml .github/dependabot.yml
    version: 2
    updates:
      - package-ecosystem: pip
        directory: /
        schedule: { interval: weekly }
    ```

    ## References
    - https://docs.github.com/en/code-security/dependabot/working-with-dependabot/dependabot-options-reference
    - https://docs.renovatebot.com/
    """

    requirement = "dependencies.updates"
    severity = "low"
    whole = True

    def judge_project(self, program: Program) -> Iterable[Observation]:
        """Compare what there is to watch with what the bots watch."""
        packages = next((Place(path) for path, manifest in manifests(program) if manifest.dependencies), None)
        actions = next((Place(path) for path in sorted(program.facts.of("workflow")) if is_workflow(path)), None)
        if packages is None and actions is None:
            yield not_applicable("no Python manifest and no GitHub workflow was found that a bot could watch")
            return
        watched = list(_watched(program))
        stopped = [place for place, what, on in watched if not on and what == "python"]
        for what, needed in (("python", packages), ("actions", actions)):
            proof = next((place for place, kind, on in watched if kind == what and on), None)
            if needed is not None and proof is not None:
                yield met(proof, f"a bot proposes updates of {_NAMES[what]}")
        if packages is not None and not any(kind == "python" and on for _, kind, on in watched):
            if stopped:
                yield violated(
                    stopped[0],
                    "version updates of the Python packages are switched off here",
                    "take away `open-pull-requests-limit: 0` or `enabled: false`",
                )
            elif watched:
                yield violated(
                    watched[0][0],
                    "the bot's configuration does not watch the Python packages",
                    "add an entry `package-ecosystem: pip` (or `uv`) with its directory",
                    related=[Step(packages, "asks for packages")],
                )
            else:
                yield missing(
                    packages,
                    "neither Dependabot nor Renovate is set up in this repository",
                    "add `.github/dependabot.yml` with entries for `pip` (or `uv`) and `github-actions`",
                )
        elif actions is not None and not any(kind == "actions" and on for _, kind, on in watched):
            place = watched[0][0] if watched else actions
            yield violated(
                place,
                "no bot watches the actions that CI uses",
                "add an entry `package-ecosystem: github-actions`, `directory: /`",
                related=[Step(actions, "uses actions")],
            )


_NAMES = {"python": "the Python packages", "actions": "CI's actions"}


def _watched(program: Program) -> Iterator[tuple[Place, str, bool]]:
    """(place, "python", "actions" or "other", whether it is on) of everything that a bot is told."""
    for path, facts in sorted(program.facts.of("dependabot").items()):
        if isinstance(facts, DependabotFacts):
            for update in facts.updates:
                what = "python" if update.ecosystem in _PYTHON else "other"
                what = "actions" if update.ecosystem == "github-actions" else what
                yield Place(path, update.line), what, update.limit != 0
    for path, renovate in sorted(program.facts.of("renovate").items()):
        if isinstance(renovate, RenovateFacts):
            managers = frozenset(renovate.managers)
            for what, own in (("python", _RENOVATE_PYTHON), ("actions", frozenset({"github-actions"}))):
                if not managers or managers & own:
                    yield Place(path, 1), what, renovate.enabled
    for path in sorted(program.facts.found.names):
        if path in _OTHER_BOTS or path.removeprefix(".github/") in _OTHER_BOTS:
            yield Place(path), "python", True
