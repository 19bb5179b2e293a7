"""The ten practices and their requirements, as data: what every rule, probe, guard and page hangs on."""

from tenfold.catalogue import (
    audits,
    dependencies,
    framework,
    logging,
    rate,
    secrets,
    sessions,
    transport,
    xss,
)
from tenfold.catalogue import input as input_practice
from tenfold.catalogue.model import FRAMEWORKS, HowTo, Practice, Requirement
from tenfold.catalogue.owasp import OWASP_2021, OWASP_2025

__all__ = [
    "FRAMEWORKS",
    "OWASP_2021",
    "OWASP_2025",
    "HowTo",
    "Practice",
    "Requirement",
    "practice",
    "practices",
    "requirement",
    "requirements",
]

_MODULES = (framework, input_practice, transport, sessions, dependencies, xss, secrets, rate, logging, audits)

_PRACTICES: dict[str, Practice] = {module.PRACTICE.id: module.PRACTICE for module in _MODULES}
_REQUIREMENTS: dict[str, Requirement] = {asked.id: asked for module in _MODULES for asked in module.REQUIREMENTS}


def practices() -> tuple[Practice, ...]:
    """Return the ten practices in the order of the scorecard."""
    return tuple(_PRACTICES.values())


def practice(practice_id: str) -> Practice:
    """Return the practice called ``practice_id``, such as ``sessions``.

    Raises:
        KeyError: There is no such practice.
    """
    return _PRACTICES[practice_id]


def requirements(practice_id: str | None = None) -> tuple[Requirement, ...]:
    """Return every requirement in the order of the scorecard, or those of one practice.

    Raises:
        KeyError: ``practice_id`` is given and there is no such practice.
    """
    if practice_id is None:
        return tuple(_REQUIREMENTS.values())
    wanted = practice(practice_id).id
    return tuple(asked for asked in _REQUIREMENTS.values() if asked.practice == wanted)


def requirement(requirement_id: str) -> Requirement:
    """Return the requirement called ``requirement_id``, such as ``sessions.cookie``.

    Raises:
        KeyError: There is no such requirement.
    """
    return _REQUIREMENTS[requirement_id]
