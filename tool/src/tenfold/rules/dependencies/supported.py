"""dependencies.supported."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING

from tenfold.dependencies.releases import (
    DEBIAN_NUMBERS,
    FRAMEWORKS,
    IMAGES,
    PYTHON,
    SUPPORTED_FROM,
    end_of,
    line_of,
    today,
)
from tenfold.findings import Severity
from tenfold.place import Place
from tenfold.program.program import Program
from tenfold.project.dockerfile import DockerfileFacts, Stage
from tenfold.project.manifests.dependency import Dependency
from tenfold.rules.base import Observation, Rule, met, not_applicable, unknown, violated
from tenfold.rules.dependencies._manifests import has_python, is_production, is_shipped, locked, manifests

if TYPE_CHECKING:
    from packaging.specifiers import SpecifierSet

_TAG = re.compile(r"(?:python)?(\d+\.\d+)")
_BEHIND_IMAGES = re.compile(r"-(slim-)?(jessie|stretch|buster|bullseye|bookworm|trixie|alpine(\d+\.\d+))")
_LONG = 365
"""Days after the end from which an unsupported line weighs more."""


class Supported(Rule):
    """Python, the framework or the base image gets no more security fixes.

    ## What it finds
    The release line of Python (from Dockerfiles and `requires-python`), of Django, Flask and Werkzeug (from locks, pins
    and ranges) and of the Debian, Ubuntu or Alpine base image, compared with the dates on which their support ends.

    ## Why it matters
    A hole that is found after the end stays open for good, while its description is public.

    ## Example
    ```text Dockerfile
    FROM python:3.8-slim
    CMD ["gunicorn", "app:app"]
    ```

    ## Use instead
    ```text Dockerfile
    FROM python:3.14-slim
    CMD ["gunicorn", "app:app"]
    ```

    ## References
    - https://devguide.python.org/versions/
    - https://www.djangoproject.com/download/#supported-versions
    """

    requirement = "dependencies.supported"
    severity = "medium"
    whole = True

    def judge_project(self, program: Program) -> Iterable[Observation]:
        """Look at images, at requires-python and at the framework's version."""
        found = [*_images(program), *_frameworks(program), *_required_python(program)]
        yield from found
        if found:
            return
        if has_python(program):
            yield unknown("no file says which Python runs this: run `python --version` on the server")
        else:
            yield not_applicable("no Python code and no Python manifest was found")


def _judge(place: Place, what: str, end: date | None, fix: str, *, near: bool = False) -> Observation | None:
    if end is None:
        return None
    if end < today():
        late = (today() - end).days
        severity: Severity = "medium" if late > _LONG and not near else "low"
        return violated(place, f"{what} gets no security fixes since {end.isoformat()}", fix, severity=severity)
    return met(place, f"{what} gets security fixes until {end.isoformat()}")


def _images(program: Program) -> Iterator[Observation]:
    for path, facts in sorted(program.facts.of("dockerfile").items()):
        if not isinstance(facts, DockerfileFacts) or not is_shipped(program, path):
            continue
        for stage in facts.final()[:1]:
            yield from _image(Place(path, stage.line), stage)


def _image(place: Place, stage: Stage) -> Iterator[Observation]:
    image = stage.image.rpartition("/")[2].partition(":")[0]
    tag = stage.tag
    python = _TAG.match(tag) if image == "python" else re.search(r"python(\d+\.\d+)", tag)
    seen: list[Observation | None] = []
    if python is not None:
        newer = "take a newer image, such as `python:3.14-slim`, and run the tests with it"
        seen.append(_judge(place, f"Python {python[1]}", end_of(PYTHON, python[1]), newer))
    newer = "take an image of a newer release, and build it again regularly"
    behind = _BEHIND_IMAGES.search("-" + tag)
    if image in IMAGES:
        line = DEBIAN_NUMBERS.get(tag.partition("-")[0].partition(".")[0], tag.partition("-")[0])
        line = ".".join(line.split(".")[:2]) if image == "alpine" else line
        seen.append(_judge(place, f"{image} {line}", IMAGES[image].get(line), newer))
    elif behind is not None:
        table = IMAGES["alpine" if behind[3] else "debian"]
        seen.append(_judge(place, f"the base image's {behind[2]}", table.get(behind[3] or behind[2]), newer))
    yield from (observation for observation in seen if observation is not None)


def _frameworks(program: Program) -> Iterator[Observation]:
    pinned: set[str] = set()
    lines: set[tuple[str, str]] = set()
    flask = any(d.name == "flask" for _, manifest in manifests(program) for d in manifest.dependencies)
    for place, dependency in locked(program):
        table = FRAMEWORKS.get(dependency.name)
        line = line_of(dependency.version)
        if table is None or (dependency.name, line) in lines or (flask and dependency.name == "werkzeug"):
            continue
        pinned.add(dependency.name)
        lines.add((dependency.name, line))
        near = line.partition(".")[0] == SUPPORTED_FROM[dependency.name].partition(".")[0]
        end = end_of(table, line)
        seen = _judge(place, f"{dependency.name} {line}", end, _raise(dependency.name), near=near)
        if seen is not None:
            yield seen
        elif line:
            yield met(
                place, f"{dependency.name} {line} was a supported line when these dates were taken", confidence="medium"
            )
    for path, manifest in manifests(program):
        for dependency in manifest.dependencies:
            named = dependency.name in FRAMEWORKS and dependency.name not in pinned
            if named and is_production(dependency) and not (flask and dependency.name == "werkzeug"):
                yield from _range(Place(path, dependency.line), dependency)


def _range(place: Place, dependency: Dependency) -> Iterator[Observation]:
    """A range is out of support when it allows no supported line."""
    allowed = _specifier(dependency.specifier) if dependency.specifier else None
    if allowed is None:
        return
    table = FRAMEWORKS[dependency.name]
    supported = [line for line, end in table.items() if end >= today()] + [SUPPORTED_FROM[dependency.name]]
    if any(allowed.contains(f"{line}.{patch}") for line in supported for patch in (0, 1, 5, 99)):
        return
    if allowed.contains("999") or not any(allowed.contains(f"{line}.{p}") for line in table for p in (0, 5, 20)):
        return
    yield violated(
        place,
        f"{dependency.name}{dependency.specifier} allows only release lines that get no more security fixes",
        _raise(dependency.name),
    )


def _raise(name: str) -> str:
    return f"raise {name} to {SUPPORTED_FROM[name]} or newer, one line at a time, reading its release notes"


def _specifier(text: str) -> SpecifierSet | None:
    """A PEP 440 or Poetry range; None for one that is not understood."""
    from packaging.specifiers import InvalidSpecifier, SpecifierSet  # slow to load; pins and bare names never ask

    text = text.strip()
    caret = re.fullmatch(r"([\^~])\s*(\d+)(?:\.(\d+))?(?:\.\d+)*", text)
    if caret is not None:
        major, minor = int(caret[2]), int(caret[3] or 0)
        whole = (caret[1] == "^" and major) or caret[3] is None
        text = f">={major}.{minor},<{major + 1}" if whole else f">={major}.{minor},<{major}.{minor + 1}"
    try:
        return SpecifierSet(text)
    except InvalidSpecifier:
        return None


def _required_python(program: Program) -> Iterator[Observation]:
    for path, manifest in manifests(program):
        allowed = _specifier(manifest.python) if manifest.python and manifest.direct else None
        if allowed is None:
            continue
        alive = [line for line, end in PYTHON.items() if end >= today()]
        dead = [line for line, end in PYTHON.items() if end < today()]
        if any(allowed.contains(f"{line}.{patch}") for line in alive for patch in (0, 5, 99)) or allowed.contains(
            "3.99"
        ):
            continue
        if any(allowed.contains(f"{line}.{patch}") for line in dead for patch in (0, 5, 18)):
            yield violated(
                Place(path),
                f"requires-python {manifest.python} allows only Python lines that get no more security fixes",
                'allow a newer Python, such as `requires-python = ">=3.12"`, and run the tests with it',
            )
