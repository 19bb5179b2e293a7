"""Environment files that are part of the repository, and the secrets in them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tenfold.program.program import Program
from tenfold.project.envfile import EnvFacts
from tenfold.project.facts import EnvVar
from tenfold.secrets.assigned import is_telling
from tenfold.secrets.words import is_example

_EXAMPLE = re.compile(
    r"example|sample|template|(?:^|[._-])(?:dist|tmpl|tpl|defaults?|schema|test|tests|testing|ci)(?:$|[._-])"
)


def env_files(program: Program) -> Iterator[tuple[str, EnvFacts]]:
    """The environment files, by path, that are no examples and not for tests."""
    for path, facts in sorted(program.facts.of("env").items()):
        name = path.rpartition("/")[2].lower()
        if not isinstance(facts, EnvFacts) or not _is_env(path) or _EXAMPLE.search(name):
            continue
        if program.role(path) not in {"test", "example", "documentation"}:
            yield path, facts


def secrets_in(facts: EnvFacts) -> list[EnvVar]:
    """The variables that hold what looks like a secret in use."""
    return [v for v in facts.variables if v.value and is_telling(v.name) and not _is_harmless(v.value)]


def _is_env(path: str) -> bool:
    name = path.rpartition("/")[2].lower()
    return name == ".env" or name.startswith(".env.") or name.endswith(".env")


def _is_harmless(value: str) -> bool:
    return len(value) < 6 or is_example(value) or value.startswith(("$", "<", "{"))
