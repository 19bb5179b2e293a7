"""The ten practices and their requirements, as data: what every rule, probe, guard and page hangs on."""

from tenfold.catalogue import (
    audits,
    dependencies,
    framework,
    input,
    logging,
    rate,
    secrets,
    sessions,
    transport,
    xss,
)
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

_MODULES = (framework, input, transport, sessions, dependencies, xss, secrets, rate, logging, audits)

_PRACTICES: dict[str, Practice] = {module.PRACTICE.id: module.PRACTICE for module in _MODULES}
_REQUIREMENTS: dict[str, Requirement] = {
    asked.id: asked for module in _MODULES for asked in module.REQUIREMENTS
}


def practices() -> tuple[Practice, ...]:
    """Return the ten practices in the order of the scorecard."""
    return tuple(_PRACTICES.values())


def practice(id: str) -> Practice:
    """Return the practice called ``id``, such as ``sessions``.

    Raises:
        KeyError: There is no such practice.
    """
    return _PRACTICES[id]


def requirements(practice: str | None = None) -> tuple[Requirement, ...]:
    """Return every requirement in the order of the scorecard, or those of one practice.

    Raises:
        KeyError: ``practice`` is given and there is no such practice.
    """
    if practice is None:
        return tuple(_REQUIREMENTS.values())
    _PRACTICES[practice]
    return tuple(asked for asked in _REQUIREMENTS.values() if asked.practice == practice)


def requirement(id: str) -> Requirement:
    """Return the requirement called ``id``, such as ``sessions.cookie``.

    Raises:
        KeyError: There is no such requirement.
    """
    return _REQUIREMENTS[id]
