"""dependencies.trusted: names that imitate popular packages."""

from __future__ import annotations

from collections.abc import Iterable

from tenfold.dependencies.names import IMITATIONS, imitated
from tenfold.place import Place
from tenfold.program.program import Program
from tenfold.rules.base import Observation, Rule, violated
from tenfold.rules.dependencies._manifests import LOCKS, manifests


class TrustedName(Rule):
    """A package's name imitates a popular one.

    ## What it finds
    Directly required names that are on record as imitations (`python3-dateutil`, `reqeusts`), and names one slip of a
    key away from a popular package (`djagno`, `fastap`), those that are known as projects of their own left out.

    ## Why it matters
    Anyone may publish under a free name, and people mistype. What is installed then is a stranger's code, and it runs
    with your rights at once.

    ## Example
    ```text requirements.txt
    reqeusts==2.32.4
    ```

    ## Use instead
    ```text requirements.txt
    requests==2.32.4
    ```

    ## References
    - https://owasp.org/Top10/2025/A03_2025-Software_Supply_Chain_Failures/
    - https://cwe.mitre.org/data/definitions/1357.html
    """

    requirement = "dependencies.trusted"
    severity = "high"
    cwe = (1357, 829)
    whole = True

    def judge_project(self, program: Program) -> Iterable[Observation]:
        """Compare the names that people typed: those of manifests, not of locks."""
        for path, manifest in manifests(program):
            if manifest.kind in LOCKS:
                continue
            for dependency in manifest.dependencies:
                meant = imitated(dependency.name) if dependency.source == "index" else ""
                if meant:
                    sure = dependency.name in IMITATIONS
                    yield violated(
                        Place(path, dependency.line),
                        f"{dependency.name} {'is known to imitate' if sure else 'is one slip of a key from'} {meant}",
                        f"if {meant} is meant, write that; and look at what was installed meanwhile",
                        severity="high" if sure else "medium",
                        confidence="high" if sure else "medium",
                    )
