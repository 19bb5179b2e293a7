"""audits.dynamic."""

from __future__ import annotations

from collections.abc import Iterable

from tenfold.program.program import Program
from tenfold.rules.audits._scans import judge_scans
from tenfold.rules.base import Observation, Rule, not_applicable


class Dynamic(Rule):
    """No scanner examines the running app.

    ## What it finds
    Web apps whose CI runs no dynamic scanner: ZAP, Wapiti, Nuclei, Schemathesis, StackHawk, Nikto, Dastardly, GitLab
    DAST, Tenfold's probe; and scans whose failure is passed over.

    ## Why it matters
    Some faults show only when everything runs together: the proxy drops a header, an old route still answers. Only a
    request from outside sees what an attacker sees.

    ## Example
    ```python app.py
    from flask import Flask

    app = Flask(__name__)
    ```
    ```yaml .github/workflows/test.yml
    on: [push]
    jobs:
      test:
        runs-on: ubuntu-latest
        steps:
          - run: pytest
    ```

    ## Use instead
    ```python app.py
    from flask import Flask

    app = Flask(__name__)
    ```
    ```yaml .github/workflows/test.yml
    on: [push]
    jobs:
      scan:
        runs-on: ubuntu-latest
        steps:
          - run: docker compose up --detach --wait
          - uses: zaproxy/action-baseline@7c4deb10e6261301961c86d65d54a516394f9aed
            with:
              target: http://localhost:8000
    ```

    ## References
    - https://www.zaproxy.org/docs/docker/baseline-scan/
    - https://owasp.org/www-project-web-security-testing-guide/
    """

    requirement = "audits.dynamic"
    severity = "low"
    whole = True

    def judge_project(self, program: Program) -> Iterable[Observation]:
        """Look at what CI runs; where there is no web app there is nothing to scan."""
        if not program.apps:
            return (not_applicable("no Flask, Django or FastAPI app was found that a scanner could examine"),)
        return judge_scans(
            program,
            "dynamic",
            "nothing scans the running app (ZAP, Wapiti, Nuclei, Schemathesis, Tenfold's probe, ...)",
            "start the app in CI and scan it, for example with `zaproxy/action-baseline`",
        )
