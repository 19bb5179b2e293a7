"""audits.static."""

from __future__ import annotations

from collections.abc import Iterable

from tenfold.program.program import Program
from tenfold.rules.audits._scans import judge_scans
from tenfold.rules.base import Observation, Rule


class Static(Rule):
    """No static security check runs in CI.

    ## What it finds
    Projects whose CI (also through Makefiles, scripts and tox) and pre-commit hooks run no static security check:
    and others; and checks whose failure is passed over.

    ## Why it matters
    A reviewer sees the lines that changed; a tool reads all of them on each change. What is found before the merge
    costs minutes.

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
    on: [push]
    jobs:
      test:
        runs-on: ubuntu-latest
        steps:
          - run: pytest
          - run: pipx run bandit -r app
    ```

    ## References
    - https://owasp.org/www-community/Source_Code_Analysis_Tools
    - https://docs.astral.sh/ruff/rules/#flake8-bandit-s
    """

    requirement = "audits.static"
    severity = "low"
    whole = True

    def judge_project(self, program: Program) -> Iterable[Observation]:
        """Look at what CI and the hooks run."""
        return judge_scans(
            program,
            "static",
            "neither CI nor a pre-commit hook runs a static security check (Bandit, Ruff S, Semgrep, CodeQL)",
            "add a CI step `pipx run bandit -r .`, or select Ruff's `S` rules and run `ruff check` in CI",
        )
