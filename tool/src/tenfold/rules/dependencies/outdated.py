"""dependencies.outdated."""

from __future__ import annotations

from collections.abc import Iterable

from packaging.version import InvalidVersion, Version

from tenfold.dependencies.releases import CALENDAR, NEWEST
from tenfold.findings import Step
from tenfold.place import Place
from tenfold.program.program import Program
from tenfold.rules.base import Observation, Rule, unknown, violated
from tenfold.rules.dependencies._manifests import locked, manifests, unlisted

_BEHIND = 2
"""Major versions from which a package is far behind; of packages with calendar versions three times as many."""


class Outdated(Rule):
    """A package is several major versions behind.

    ## What it finds
    Pinned or locked packages whose major version is two or more below one that is out, by a small table that is shipped
    with Tenfold. How far behind the others are has to be asked from the package index.

    ## Why it matters
    When a hole is published the fix is made for the current release. Whoever is far behind must do the whole upgrade
    under pressure.

    ## Example
    ```text requirements.txt
    Flask==1.0.2
    ```

    ## Use instead
    ```text requirements.txt
    Flask==3.1.2
    ```

    ## References
    - https://pip.pypa.io/en/stable/cli/pip_list/
    - https://cheatsheetseries.owasp.org/cheatsheets/Vulnerable_Dependency_Management_Cheat_Sheet.html
    """

    requirement = "dependencies.outdated"
    severity = "low"
    whole = True

    def judge_project(self, program: Program) -> Iterable[Observation]:
        """Compare each locked package with the table."""
        behind: list[tuple[Place, str]] = []
        for place, dependency in locked(program):
            newest = NEWEST.get(dependency.name)
            major = _major(dependency.version)
            far = _BEHIND * (3 if dependency.name in CALENDAR else 1)
            if newest is not None and major is not None and newest - major >= far:
                behind.append((place, f"{dependency.name} {dependency.version} ({newest} is out)"))
        if behind:
            named = ", ".join(dict.fromkeys(text for _, text in behind))
            yield violated(
                behind[0][0],
                f"major versions behind: {named[:300]}",
                "raise them a major version at a time, with the tests between, and let a bot keep them near",
                related=[Step(place, text) for place, text in behind[1:20]],
            )
        elif any(True for _ in manifests(program)):
            yield unknown("the package index was not asked: run `pip list --outdated` or `uv tree --outdated`")
        else:
            yield unlisted(program, "`pip list --outdated`")


def _major(version: str) -> int | None:
    try:
        return Version(version).major
    except InvalidVersion:
        return None
