"""What part of a project a file plays: only what production runs is judged as production."""

from __future__ import annotations

import re
from typing import Literal

Role = Literal["production", "test", "migration", "script", "local", "example", "documentation"]

_TEST = re.compile(
    r"(^|/)(tests?|regtest|unit[_-]?tests?|integration[_-]tests?|testing|spec|e2e|fixtures|test[_-]?data)(/|$)"
    r"|(^|/)features/(environment\.py|steps/)"
    r"|(^|/)(tests?|test_[^/]*|[^/]*_tests?|conftest)\.\w+$"
)
_EXAMPLE = re.compile(
    r"(^|/)(examples?|samples?|demos?|tutorials?|playground|benchmarks?|bench)(/|$)"
    r"|(^|/)[^/]*(settings|configuration|config)[_-](example|sample|template)\.py$"
)
_DOCUMENTATION = re.compile(r"(^|/)(docs?|documentation)(/|$)")
_SCRIPT = re.compile(
    r"(^|/)(scripts?|tools?|bin|utils/scripts|hack|dev|contrib|maintenance)/|(^|/)(setup|noxfile|fabfile|tasks)\.py$"
)
_LOCAL = re.compile(
    r"(^|/)(settings|config|conf|configs)/[^/]*(local|dev|develop|development|debug|test|testing|ci)[^/]*\.\w+$"
    r"|(^|/)(local_settings|settings_local|settings_dev|dev_settings|test_settings|settings_test|local|\.flaskenv)[^/]*$"
    r"|(^|/)[^/]*(settings|configuration|config)[_-](local|dev|development|test|testing|ci)\.py$"
    r"|(^|/)(docker-)?compose[.-](override|dev|local|test|development|ci)[^/]*\.ya?ml$"
    r"|(^|/)\.env\.(dev|development|local|test|testing|example|sample|template|ci)[^/]*$"
)


def role_of(path: str) -> Role:
    """The role of a file by its relative path."""
    if "/migrations/" in f"/{path}" or "/alembic/versions/" in f"/{path}":
        return "migration"
    if _TEST.search(path):
        return "test"
    if _LOCAL.search(path):
        return "local"
    if _DOCUMENTATION.search(path):
        return "documentation"
    if _EXAMPLE.search(path):
        return "example"
    if _SCRIPT.search(path) or "/management/commands/" in f"/{path}":
        return "script"
    return "production"
