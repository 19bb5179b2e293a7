"""audits.owasp."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from tenfold.audits.steps import steps_of
from tenfold.place import Place
from tenfold.program.program import Program
from tenfold.project.policy import PolicyFacts
from tenfold.rules.audits._scans import place_for_ci
from tenfold.rules.base import Observation, Rule, met, missing

_DOCUMENT = re.compile(
    r"(?:^|/)[^/]*(?:owasp|threat[-_ ]?model|asvs)[^/]*\.(?:md|rst|adoc|txt|html|ya?ml|json|csv|xlsx|pdf)$",
    re.IGNORECASE,
)
_MOST = 8
"""Categories that a document names when it goes through the list: one or two may not apply to an app."""


class Owasp(Rule):
    """Nothing shows how each OWASP Top 10 category is covered.

    ## What it finds
    Repositories that hold no document of the OWASP Top 10, of ASVS or of a threat model, and whose CI does not write
    Tenfold's OWASP view (`tenfold check . --by owasp`).

    ## Why it matters
    Checks by habit leave the same gaps each year. Going through a known list once shows what nobody thought of.

    ## Example
    ```python app.py
    from flask import Flask

    app = Flask(__name__)
    ```

    ## Use instead
    ```python app.py
    from flask import Flask

    app = Flask(__name__)
    ```
    ```text docs/owasp-top-10.md
    A01 Broken access control: every route demands a role, see app/access.py.
    ```

    ## References
    - https://owasp.org/Top10/2025/
    - https://owasp.org/www-project-application-security-verification-standard/
    """

    requirement = "audits.owasp"
    severity = "low"
    persona = "auditor"
    whole = True

    def judge_project(self, program: Program) -> Iterable[Observation]:
        """Look for the document by name, and for the report in CI."""
        found = False
        for place, many in _listed(program):
            found = True
            yield met(place, f"says what covers {many} of the ten categories here")
        for path in () if found else sorted(program.facts.found.names):
            if _DOCUMENT.search(path) and program.role(path) not in {"test", "example"}:
                found = True
                yield met(
                    Place(path),
                    "goes through a list of risks, by its name; read whether it is current",
                    confidence="low",
                )
        for step in steps_of(program).all:
            if step.words[:2] == ("tenfold", "check") and "owasp" in " ".join(step.words):
                found = True
                yield met(step.place, "CI writes the OWASP view of Tenfold's report")
        if not found:
            yield missing(
                place_for_ci(program) if program.facts.of("workflow") else Place("."),
                "no document or CI step shows what covers each category of the OWASP Top 10",
                "run `tenfold check . --by owasp --format markdown --output docs/owasp.md`, and read the open rows",
            )


def _listed(program: Program) -> Iterator[tuple[Place, int]]:
    """Documents that go through the categories one by one: where they begin, and how many they name."""
    for kind in ("policy", "security-notes"):
        for path, facts in sorted(program.facts.of(kind).items()):
            if isinstance(facts, PolicyFacts) and len(facts.owasp) >= _MOST and program.role(path) != "test":
                yield Place(path, facts.owasp[0].line), len(facts.owasp)
