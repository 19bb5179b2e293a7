"""pip requirements files (pip's "Requirements File Format")."""

import re

from tenfold.project.facts import Problems, Setting, bounded
from tenfold.project.manifests.dependency import (
    MAX_DEPENDENCIES,
    Dependency,
    Manifest,
    from_address,
    requirement,
)

_COMMENT = re.compile(r"(?:^|\s)#.*")
_OPTION = re.compile(r"(-[a-zA-Z]|--[a-z-]+)(?:\s*=\s*|\s+|(?<=-[a-zA-Z]))?(.*)")
_PER_REQUIREMENT = re.compile(r"\s--?(hash|global-option|config-settings|config-setting|C)[= ]")
_INDEX = {
    "-i": "index-url", "--index-url": "index-url", "--pypi-url": "index-url",
    "--extra-index-url": "extra-index-url", "-f": "find-links", "--find-links": "find-links",
}  # fmt: skip
_INCLUDE = {
    "-r": "requirement",
    "--requirement": "requirement",
    "-c": "constraint",
    "--constraint": "constraint",
}
_ADDRESS = re.compile(r"(?:[a-z]+\+)?[a-z]+://|\.{0,2}/|file:|[A-Za-z]:\\", re.IGNORECASE)
_MAX_LOGICAL = 200_000


def _logical_lines(text: str) -> list[tuple[int, str]]:
    """Lines joined at their backslashes, without comments, with the number of their first."""
    found: list[tuple[int, str]] = []
    pieces: list[str] = []
    length, start = 0, 1
    for number, raw in enumerate(text.split("\n"), 1):
        if not pieces:
            start = number
        line = _COMMENT.sub("", raw).rstrip() if "#" in raw else raw.rstrip()
        if line.endswith("\\") and length < _MAX_LOGICAL:
            pieces.append(line[:-1])
            length += len(line)
            continue
        pieces.append(line)
        joined = " ".join(pieces).strip()
        if joined:
            found.append((start, joined))
        pieces, length = [], 0
    if pieces and "".join(pieces).strip():
        found.append((start, " ".join(pieces).strip()))
    return found


def _read_line(line: str, number: int, problems: Problems) -> Dependency | None:
    option = _PER_REQUIREMENT.search(line)
    text = line[: option.start()].strip() if option else line
    hashed = "--hash" in line
    if _ADDRESS.match(text) or text in {".", ".."} or (text.endswith((".whl", ".tar.gz", ".zip")) and "@" not in text):
        return from_address(text, number)
    found = requirement(text, number, hashed=hashed)
    if found is None:
        problems.add(number, "not a requirement")
    return found


def read(text: str) -> Manifest:
    """The requirements with their pins and hashes, the indexes, and the files taken in."""
    problems = Problems()
    dependencies: list[Dependency] = []
    indexes: list[Setting] = []
    includes: list[Setting] = []
    options: list[Setting] = []
    for number, line in _logical_lines(bounded(text, problems)):
        if len(dependencies) >= MAX_DEPENDENCIES:
            problems.add(number, "too many requirements; the rest was not read")
            break
        match = _OPTION.fullmatch(line) if line.startswith("-") else None
        if match is None:
            if found := _read_line(line, number, problems):
                dependencies.append(found)
            continue
        name, value = match[1], match[2].strip()
        if name in _INDEX:
            indexes.append(Setting(_INDEX[name], value, number))
        elif name in _INCLUDE:
            includes.append(Setting(_INCLUDE[name], value, number))
        elif name in {"-e", "--editable"}:
            dependencies.append(from_address(value, number, editable=True))
        else:
            options.append(Setting(name.lstrip("-"), value, number))
    return Manifest(
        kind="requirements",
        dependencies=tuple(dependencies),
        indexes=tuple(indexes),
        includes=tuple(includes),
        options=tuple(options),
        problems=problems.all(),
    )
