"""audits.workflows: rights of CI's token."""

from __future__ import annotations

from collections.abc import Iterable

from tenfold.findings import Step
from tenfold.place import Place
from tenfold.program.program import Program
from tenfold.project.workflows import WorkflowFacts
from tenfold.rules.audits._workflows import workflows
from tenfold.rules.base import Observation, Rule, met, violated


class WorkflowsPermissions(Rule):
    """A workflow's token has more rights than its jobs say they need.

    ## What it finds
    GitHub workflows that state no `permissions` (neither at the top nor for each job), so that the token has whatever
    the repository's default is, and workflows with `write-all`.

    ## Why it matters
    Every step, each foreign action and each test dependency can use the token. With the older default it may push to
    the repository and publish packages.

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
    permissions:
      contents: read
    jobs:
      test:
        runs-on: ubuntu-latest
        steps:
          - run: pytest
    ```

    ## References
    - https://docs.github.com/en/actions/reference/security/secure-use
    - https://docs.zizmor.sh/audits/#excessive-permissions
    """

    requirement = "audits.workflows"
    severity = "low"
    cwe = (250, 732)
    whole = True

    def judge_project(self, program: Program) -> Iterable[Observation]:
        """Look at the permissions of each workflow."""
        silent: list[Place] = []
        for path, facts in workflows(program):
            wide = [p for p in facts.permissions if p.all == "write-all"]
            for permission in wide:
                yield violated(
                    Place(path, permission.line),
                    "write-all gives the token every right on the repository",
                    "list only the rights that the job needs, such as `permissions: { contents: read }`",
                    severity="medium",
                )
            stated = _stated(facts)
            if stated is not None and not wide:
                yield met(Place(path, stated), "states the rights of its token")
            elif stated is None and facts.jobs:
                silent.append(Place(path, facts.jobs[0].line))
        if silent:
            more = f" (and {len(silent) - 1} more workflows)" if len(silent) > 1 else ""
            yield violated(
                silent[0],
                f"this workflow{more} states no `permissions`: its token has the repository's default, perhaps write",
                "put `permissions: { contents: read }` at the top, and give single jobs what they need",
                related=[Step(place, "states none either") for place in silent[1:30]],
            )


def _stated(facts: WorkflowFacts) -> int | None:
    """The line of the permissions at the top, or of the first job's where each job has its own; else None."""
    top = next((p.line for p in facts.permissions if not p.job), None)
    if top is not None:
        return top
    jobs = {p.job for p in facts.permissions}
    if jobs and all(job.key in jobs for job in facts.jobs):
        return facts.permissions[0].line
    return None
