"""dependencies.trusted: packages that nobody looks after."""

from __future__ import annotations

from collections.abc import Iterable

from tenfold.dependencies.names import ABANDONED
from tenfold.place import Place
from tenfold.program.program import Program
from tenfold.rules.base import Observation, Rule, violated
from tenfold.rules.dependencies._manifests import LOCKS, is_production, manifests


class TrustedAbandoned(Rule):
    """A package is required that nobody looks after any more.

    ## What it finds
    Direct dependencies of production whose makers gave them up (`oauth2client`, `flask-restplus`, `raven`) or that have
    had no release for many years (`pycrypto`, `flask-script`), with what takes their place.

    ## Why it matters
    No one answers a report and no one publishes a fix; a hole that is found stays. A name that its owner gave up may
    also be taken over.

    ## Example
    ```text requirements.txt
    flask-restplus==0.13.0
    ```

    ## Use instead
    ```text requirements.txt
    flask-restx==1.3.0
    ```

    ## References
    - https://cwe.mitre.org/data/definitions/1104.html
    - https://owasp.org/Top10/2025/A03_2025-Software_Supply_Chain_Failures/
    """

    requirement = "dependencies.trusted"
    severity = "low"
    cwe = (1104,)
    whole = True

    def judge_project(self, program: Program) -> Iterable[Observation]:
        """Look the names up, each once."""
        seen: set[str] = set()
        for path, manifest in manifests(program):
            for dependency in manifest.dependencies:
                name = dependency.name
                if name in ABANDONED and name not in seen and is_production(dependency) and manifest.kind not in LOCKS:
                    seen.add(name)
                    why, _, instead = ABANDONED[name].partition("; ")
                    yield violated(
                        Place(path, dependency.line), f"{name}: {why}", instead or f"take {name} out", confidence="high"
                    )
