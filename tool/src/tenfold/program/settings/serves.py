"""Which environment a name speaks of: of a settings module, a configuration class, or a word it is compared with."""

from __future__ import annotations

import re
from functools import lru_cache

_WORDS = {
    "production": ("prod", "production", "prd", "live", "deploy", "deployed", "deployment", "release", "heroku"),
    "staging": ("stage", "staging", "stg", "qa", "uat", "preprod", "preproduction", "demo", "sandbox"),
    "development": ("dev", "devel", "develop", "development", "local", "localhost", "debug", "debugging"),
    "test": ("test", "tests", "testing", "tester", "ci", "unittest", "unittests", "pytest", "e2e"),
}  # fmt: skip
_ENVIRONMENT = {word: environment for environment, words in _WORDS.items() for word in words}
_PARTS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")

_PLATFORMS = frozenset({
    "DYNO", "RENDER", "FLY_APP_NAME", "FLY_REGION", "RAILWAY_ENVIRONMENT", "VERCEL", "WEBSITE_HOSTNAME", "K_SERVICE",
    "GAE_APPLICATION", "GAE_ENV", "GAE_INSTANCE", "SERVER_SOFTWARE", "AWS_EXECUTION_ENV", "PYTHONANYWHERE_DOMAIN",
})  # fmt: skip
"""Variables that hosting platforms set where an app runs for its users."""


@lru_cache(maxsize=4096)
def environment_of(name: str) -> str:
    """The environment that a name speaks of.

    Args:
        name: "config/settings/production.py", "ProductionConfig", "IS_PROD", "dev".

    Returns:
        "production", "staging", "development", "test", or "" when its last telling word is none.
    """
    base = name.rpartition("/")[2].removesuffix(".py")
    if base == "__init__":
        return ""
    parts = [part.lower() for part in _PARTS.findall(base[-100:])]
    found = [_ENVIRONMENT[part] for part in parts if part in _ENVIRONMENT]
    if found and any(part in {"non", "not", "no", "disable"} for part in parts):
        return ""
    return found[-1] if found else ""


def means(name: str, environment: str) -> bool | None:
    """Whether a flag of this name is on in `environment`; None when its name does not tell."""
    if name in _PLATFORMS:
        return environment == "production"
    spoken = environment_of(name)
    if not spoken:
        return None
    return spoken == environment
