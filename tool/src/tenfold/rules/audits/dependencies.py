"""audits.dependencies."""

from __future__ import annotations

from collections.abc import Iterable

from tenfold.program.program import Program
from tenfold.rules.audits._scans import judge_scans
from tenfold.rules.base import Observation, Rule


class Dependencies(Rule):
    """CI does not audit the dependencies for known vulnerabilities.

    ## What it finds
    Projects whose CI and hooks run none of pip-audit, Safety, OSV-Scanner, Trivy, Grype, Snyk, dependency-review,
    `uv audit`, GitLab dependency scanning; and audits whose failure is passed over. An update bot is no audit: it
    proposes, and fails nothing.

    ## Why it matters
    Advisories appear while the code stands still. Unless a job fails, the vulnerable release goes on being deployed.

    ## Example
    ```yaml .github/workflows/test.yml
    on: [push]
    jobs:
      test:
        runs-on: ubuntu-latest
        steps:
          - run: pytest
    ```

    ## Use instead
    ```yaml .github/workflows/test.yml
    on:
      push:
      schedule: [{ cron: "17 4 * * *" }]
    jobs:
      audit:
        runs-on: ubuntu-latest
        steps:
          - run: pipx run pip-audit -r requirements.txt --require-hashes --disable-pip
    ```

    ## References
    - https://github.com/pypa/pip-audit
    - https://google.github.io/osv-scanner/
    """

    requirement = "audits.dependencies"
    severity = "low"
    whole = True

    def judge_project(self, program: Program) -> Iterable[Observation]:
        """Look at what CI and the hooks run."""
        return judge_scans(
            program,
            "dependencies",
            "neither CI nor a hook audits the dependencies (pip-audit, OSV-Scanner, Trivy, dependency-review, ...)",
            "add a CI step `pipx run pip-audit -r requirements.txt`, on each change and on a schedule",
        )
