"""Which of the secrets that the scan saw are judged: by the part of the project that a file plays."""

from __future__ import annotations

import re

from tenfold.program.program import Program
from tenfold.secrets.candidate import Candidate

TRY_OUT = frozenset({"test", "example", "documentation"})
"""Roles of files that no one runs in production."""
_EXAMPLE_FILE = re.compile(r"example|sample|template|dist\b|default", re.IGNORECASE)
_TRIAL = re.compile(
    r"(?:^|[/_.-])(?:tests?|testing|e2e\w*|cypress|playwright|fixtures?|seeds?|mocks?|ci|dev|devel|development|local"
    r"|devcontainer)(?:[/_.-]|$)"
)
"""Paths of what only tests, CI and desks run."""
_SHIPPED_TO_PHONES = frozenset({"google-services.json", "GoogleService-Info.plist"})
"""Firebase's settings of a mobile app: anybody who has the app has the key in them."""
_CI = (".github/", ".gitlab", ".circleci/", ".ci/", ".travis")


def is_judged(program: Program, path: str, candidate: Candidate) -> bool:
    """In tests, examples and manuals only a provider's format counts, and a private key there is a test's own."""
    role = program.role(path)
    name = path.rpartition("/")[2]
    if name in _SHIPPED_TO_PHONES and candidate.kind == "Google API key":
        return False
    trial = role in TRY_OUT or role == "local" or _TRIAL.search(path) is not None
    if candidate.confidence == "high":
        return not (trial and candidate.kind == "private key")
    if trial or _EXAMPLE_FILE.search(name) or (candidate.name and path.startswith(_CI)):
        return False
    return not (name.startswith((".flaskenv", "docker-compose", "compose")) and candidate.confidence == "low")
