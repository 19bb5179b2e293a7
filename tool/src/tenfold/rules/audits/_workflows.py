"""The GitHub workflows of a project, shared by the rules that read them."""

from __future__ import annotations

from collections.abc import Iterator

from tenfold.audits.steps import is_workflow
from tenfold.program.program import Program
from tenfold.project.workflows import WorkflowFacts


def workflows(program: Program) -> Iterator[tuple[str, WorkflowFacts]]:
    """Path and facts of each workflow; composite actions are none."""
    for path, facts in sorted(program.facts.of("workflow").items()):
        if is_workflow(path) and isinstance(facts, WorkflowFacts):
            yield path, facts


def all_files(program: Program) -> Iterator[tuple[str, WorkflowFacts]]:
    """Workflows, and the composite actions of the repository, whose steps CI runs as well."""
    for path, facts in sorted(program.facts.of("workflow").items()):
        if isinstance(facts, WorkflowFacts) and (is_workflow(path) or "/workflows/" not in path):
            yield path, facts
