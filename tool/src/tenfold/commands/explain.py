"""Say what a practice, a requirement or a rule asks, why, and how to meet it on each framework."""

from __future__ import annotations

import argparse

from tenfold.catalogue import practice, practices, requirement, requirements
from tenfold.config import nearest
from tenfold.errors import UsageError
from tenfold.rules import rule as rule_of
from tenfold.rules import rule_ids, rules


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("id", help="a practice (sessions), requirement (sessions.cookie) or rule")
    parser.add_argument("--framework", choices=("flask", "django", "fastapi"), help="only this framework's how-to")


def run(arguments: argparse.Namespace) -> int:
    """Run the command and return its exit code."""
    from rich.console import Console
    from rich.markdown import Markdown

    Console(highlight=False).print(Markdown(explanation(arguments.id, arguments.framework)))
    return 0


def explanation(item: str, framework: str | None = None) -> str:
    """The explanation of a practice, requirement or rule, as Markdown.

    Raises:
        UsageError: nothing has that id.
    """
    if item in {p.id for p in practices()}:
        return practice_text(item)
    if item in {r.id for r in requirements()}:
        return requirement_text(item, framework)
    if item in rule_ids():
        return rule_text(item)
    known = [*(p.id for p in practices()), *(r.id for r in requirements()), *rule_ids()]
    raise UsageError(f"explain: no practice, requirement or rule is called {item!r}{nearest(item, known)}")


def practice_text(item: str) -> str:
    """The page of a practice: what it is about, and its requirements."""
    chosen = practice(item)
    listed = "\n".join(f"- `{r.id}`: {r.asks}" for r in requirements(item))
    return f"# {chosen.number}. {chosen.title}\n\n{chosen.summary}\n\n{listed}\n"


def requirement_text(item: str, framework: str | None = None) -> str:
    """The page of a requirement: what it asks, why, how to meet it, its rules and its references."""
    chosen = requirement(item)
    parts = [f"# {chosen.id}: {chosen.title}", chosen.asks, "## Why", chosen.why, "## How"]
    if chosen.how.same_everywhere:
        parts.append(chosen.how.flask)
    else:
        for name, title in (("flask", "Flask"), ("django", "Django"), ("fastapi", "FastAPI")):
            if framework in {None, name}:
                parts.extend([f"### {title}", chosen.how.on(name)])
    if chosen.probe_only:
        parts.extend(["## What the source cannot tell", chosen.probe_only])
    own = [rule.id for rule in rules() if rule.requirement == item]
    if own:
        parts.extend(["## Rules", "\n".join(f"- `{rule}`" for rule in own)])
    classes = [
        "CWE: " + ", ".join(f"CWE-{number}" for number in chosen.cwe),
        "OWASP Top 10: " + ", ".join((*chosen.owasp2025, *chosen.owasp2021)),
        *(["OWASP ASVS 5.0: " + ", ".join(chosen.asvs)] if chosen.asvs else []),
    ]
    parts.extend(["## References", "\n".join(f"- {line}" for line in (*classes, *chosen.references))])
    return "\n\n".join(parts) + "\n"


def rule_text(item: str) -> str:
    """The page of a rule, from its docstring, under the requirement that it judges."""
    from tenfold.rules.info import page_markdown
    from tenfold.rules.page import page_of

    rule = rule_of(item)
    head = f"# {rule.id}\n\n{page_of(type(rule)).title} Judges `{rule.requirement}`; severity {rule.severity}."
    return f"{head}\n\n{page_markdown(rule)}\n"
