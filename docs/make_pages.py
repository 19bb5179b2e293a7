"""Write the pages that are made from the catalogue and the rules: docs/practices/ and docs/rules/.

With `--check` nothing is written: the exit code is 1 when a page differs from what would be written.
"""

from __future__ import annotations

import sys
from pathlib import Path

from tenfold.catalogue import practices, requirements
from tenfold.commands.explain import practice_text, requirement_text, rule_text
from tenfold.rules import rules

DOCS = Path(__file__).parent
_NOTE = "<!-- Made by `make docs`: edit the catalogue or the rule, not this page. -->\n\n"


def pages() -> dict[Path, str]:
    """The text of every page by its path."""
    made: dict[Path, str] = {}
    for practice in practices():
        asked = [_deeper(requirement_text(requirement.id)) for requirement in requirements(practice.id)]
        made[DOCS / "practices" / f"{practice.id}.md"] = _NOTE + "\n".join([practice_text(practice.id), *asked])
        own = [_deeper(rule_text(rule.id)) for rule in rules() if rule.id.startswith(practice.id + ".")]
        head = f"# Rules of practice {practice.number}: {practice.title}\n"
        made[DOCS / "rules" / f"{practice.id}.md"] = _NOTE + "\n".join([head, *own])
    return made


def _deeper(text: str) -> str:
    """Headings one level down; what stands in code blocks is left alone."""
    lines: list[str] = []
    fenced = False
    for line in text.splitlines():
        fenced ^= line.startswith("```")
        lines.append(f"#{line}" if line.startswith("#") and not fenced else line)
    return "\n".join(lines) + "\n"


def main() -> int:
    """Write or check the pages."""
    stale = [path for path, text in pages().items() if not path.exists() or path.read_text("utf-8") != text]
    if "--check" in sys.argv[1:]:
        for path in stale:
            sys.stdout.write(f"{path.relative_to(DOCS.parent)} is stale: run 'make docs'\n")
        return int(bool(stale))
    for path in stale:
        path.parent.mkdir(exist_ok=True)
        path.write_text(pages()[path], "utf-8")
        sys.stdout.write(f"wrote {path.relative_to(DOCS.parent)}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
