"""Write the pages that are made from the catalogue and the rules, and the outputs that the README shows.

An output in the README stands under `<!-- run: tenfold ... | lines A-B -->` and is what that command prints here. With
`--check` nothing is written: the exit code is 1 when a page differs from what would be written.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
from importlib import import_module
from pathlib import Path

from tenfold.catalogue import practices, requirements
from tenfold.cli import COMMANDS
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
    made[DOCS / "command-line.md"] = _NOTE + command_line()
    made[DOCS.parent / "README.md"] = readme()
    return made


def command_line() -> str:
    """The help of every command."""
    parts = ["# The command line\n"]
    for name in COMMANDS:
        module = import_module(f"tenfold.commands.{name}")
        parser = argparse.ArgumentParser(prog=f"tenfold {name}", description=module.__doc__, formatter_class=_formatter)
        module.add_arguments(parser)
        parts.append(f"## tenfold {name}\n\n```text\n{parser.format_help()}```\n")
    return "\n".join(parts)


def _formatter(prog: str) -> argparse.HelpFormatter:
    return argparse.HelpFormatter(prog, width=100)


_RUN = re.compile(r"(<!-- run: tenfold (.+?)(?: \| lines (\d+)-(\d+))? -->\n```text\n)(.*?)(```)", re.DOTALL)


def readme() -> str:
    """The README with each output as it is today."""
    return _RUN.sub(_output, (DOCS.parent / "README.md").read_text("utf-8"))


def _output(block: re.Match[str]) -> str:
    opening, command, first, last, _, closing = block.groups()
    with tempfile.TemporaryDirectory() as cache:
        env = {**os.environ, "COLUMNS": "80", "TERM": "dumb", "NO_COLOR": "1", "TENFOLD_CACHE_DIR": cache}
        env["PYTHONIOENCODING"] = "utf-8"
        words = [sys.executable, "-m", "tenfold", *command.split()]
        run = subprocess.run(words, capture_output=True, check=False, env=env, cwd=DOCS.parent)  # noqa: S603
    lines = [line.rstrip() for line in run.stdout.decode("utf-8").splitlines()]
    chosen = lines[int(first) - 1 : int(last)] if first else lines
    return opening + "\n".join(chosen) + "\n" + closing


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
    made = pages()
    stale = [path for path, text in made.items() if not path.exists() or path.read_text("utf-8") != text]
    if "--check" in sys.argv[1:]:
        for path in stale:
            sys.stdout.write(f"{path.relative_to(DOCS.parent)} is stale: run 'make docs'\n")
        return int(bool(stale))
    for path in stale:
        path.parent.mkdir(exist_ok=True)
        path.write_text(made[path], "utf-8")
        sys.stdout.write(f"wrote {path.relative_to(DOCS.parent)}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
