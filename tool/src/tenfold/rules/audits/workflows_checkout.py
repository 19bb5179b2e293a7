"""audits.workflows: code of strangers run with the repository's secrets."""

from __future__ import annotations

from collections.abc import Iterable

from tenfold.findings import Step
from tenfold.place import Place
from tenfold.program.program import Program
from tenfold.project.workflows import Use, WorkflowFacts
from tenfold.rules.audits._workflows import workflows
from tenfold.rules.base import Observation, Rule, violated

_EVENTS = frozenset({"pull_request_target", "workflow_run", "issue_comment"})
_HEAD = (
    "github.event.pull_request.head", "github.head_ref", "refs/pull/", "github.event.workflow_run.head",
    "github.event.issue.number",
)  # fmt: skip


class WorkflowsCheckout(Rule):
    """CI checks out a stranger's change where it holds the repository's secrets.

    ## What it finds
    A checkout of the pull request's head in a workflow that runs on `pull_request_target`, `workflow_run` or
    `issue_comment`, in a job that afterwards runs commands or actions.

    ## Why it matters
    These events run with secrets and a writing token. As soon as a step installs, builds or tests what was checked out,
    the stranger's code (a setup.py, a test, a Makefile) runs with them.

    ## Example
    ```yaml .github/workflows/preview.yml
    on: pull_request_target
    permissions: {}
    jobs:
      preview:
        runs-on: ubuntu-latest
        steps:
          - uses: actions/checkout@11bd71901bbe5b1630ceea73d27597364c9af683
            with:
              ref: ${{ github.event.pull_request.head.sha }}
          - run: pip install -r requirements.txt
    ```

    ## Use instead
    ```yaml .github/workflows/preview.yml
    on: pull_request
    permissions: {}
    jobs:
      preview:
        runs-on: ubuntu-latest
        steps:
          - uses: actions/checkout@11bd71901bbe5b1630ceea73d27597364c9af683
          - run: pip install -r requirements.txt
    ```

    ## References
    - https://docs.github.com/en/actions/reference/security/secure-use
    - https://docs.zizmor.sh/audits/#dangerous-triggers
    """

    requirement = "audits.workflows"
    severity = "high"
    confidence = "medium"
    cwe = (829, 94)
    whole = True

    def judge_project(self, program: Program) -> Iterable[Observation]:
        """Look at the checkouts of workflows that run with secrets."""
        for path, facts in workflows(program):
            trigger = next((t for t in facts.triggers if t.event in _EVENTS), None)
            if trigger is None:
                continue
            for use in facts.uses:
                if use.name.lower() == "actions/checkout" and _takes_head(use) and _runs_after(facts, use):
                    yield violated(
                        Place(path, use.line),
                        f"a stranger's change is checked out in a workflow that runs on {trigger.event} with secrets",
                        "build on `pull_request` without secrets, and let a second workflow take only its artifacts",
                        related=[Step(Place(path, trigger.line), f"runs on {trigger.event}")],
                    )


def _takes_head(use: Use) -> bool:
    return any(i.key in {"ref", "repository"} and any(head in i.value for head in _HEAD) for i in use.inputs)


def _runs_after(facts: WorkflowFacts, use: Use) -> bool:
    """Whether the same job runs a command after the checkout that may execute what was checked out."""
    return any(run.job == use.job and run.line > use.line for run in facts.runs)
