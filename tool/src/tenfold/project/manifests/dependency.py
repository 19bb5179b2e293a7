"""What every manifest and lock is read into, and the reading of one PEP 508 requirement."""

import functools
import re
from typing import Final

from tenfold.project.facts import Fact, FileFacts, Setting

MAX_DEPENDENCIES: Final = 50_000
_SEPARATORS = re.compile(r"[-_.]+")
_EXACT = re.compile(r"={2,3}\s*([A-Za-z0-9][A-Za-z0-9.+!_-]*)")
_VCS = re.compile(r"(?:git|hg|svn|bzr)\+", re.IGNORECASE)
_NAME = re.compile(r"\s*([A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)\s*(?:\[([^\]]*)\])?\s*")
_EGG = re.compile(r"[#&]egg=([A-Za-z0-9._-]+)")
MAX_REQUIREMENT: Final = 2_000


class Dependency(Fact, frozen=True, kw_only=True):
    """One package that is asked for or locked.

    name is normalised as PEP 503 says; specifier is as written; version is the exact pin or ""; group is
    "" for production; source is "index", "url", "vcs" or "path", and url tells where for those; hashed
    says that the file holds hashes for it; index names the index it must come from; markers as written.
    """

    name: str
    line: int
    specifier: str = ""
    version: str = ""
    hashed: bool = False
    group: str = ""
    source: str = "index"
    url: str = ""
    index: str = ""
    extras: tuple[str, ...] = ()
    markers: str = ""
    editable: bool = False


class Manifest(FileFacts, frozen=True):
    """A manifest (direct) or a lock (not direct, or both).

    kind: requirements, pyproject, pipfile, setup.cfg, conda, poetry.lock, uv.lock, Pipfile.lock, pdm.lock
    or pylock. python is the requires-python text. indexes are addresses with the option or table that
    names them as key. includes are other files that it takes in (-r, -c). tools are the names of [tool.x]
    tables of a pyproject.
    """

    kind: str = ""
    direct: bool = True
    dependencies: tuple[Dependency, ...] = ()
    python: str = ""
    indexes: tuple[Setting, ...] = ()
    includes: tuple[Setting, ...] = ()
    options: tuple[Setting, ...] = ()
    tools: tuple[str, ...] = ()
    name: str = ""


@functools.lru_cache(maxsize=4096)
def normalised(name: str) -> str:
    """A package name as PEP 503 compares it."""
    return _SEPARATORS.sub("-", name.strip()).lower()


def exact(specifier: str) -> str:
    """The version of an `==` specifier without a wildcard, or ""."""
    match = _EXACT.fullmatch(specifier.strip())
    return match[1] if match else ""


def source_of(url: str) -> str:
    """How an address is fetched: "vcs", "path" or "url"."""
    if _VCS.match(url) or url.endswith(".git"):
        return "vcs"
    if url.startswith("file:") or "://" not in url:
        return "path"
    return "url"


def requirement(text: str, line: int, group: str = "", *, hashed: bool = False) -> Dependency | None:
    """A PEP 508 requirement ("name[extra]>=1; marker", "name @ url"), or None when it is none."""
    from packaging.specifiers import InvalidSpecifier, SpecifierSet

    match = _NAME.match(text[:MAX_REQUIREMENT])
    if match is None or len(text) > MAX_REQUIREMENT:
        return None
    name = normalised(match[1])
    extras = tuple(normalised(extra) for extra in (match[2] or "").split(",") if extra.strip())
    rest = text[match.end() :]
    if rest.startswith("@"):
        url, _, markers = rest[1:].strip().partition(" ;")
        url = url.strip()
        if not url:
            return None
        return Dependency(
            name=name, line=line, group=group, source=source_of(url), url=url, extras=extras,
            markers=markers.strip(), hashed=hashed or "#sha256=" in url,
        )  # fmt: skip
    specifier, _, markers = rest.partition(";")
    specifier = specifier.strip()
    if specifier.startswith("(") and specifier.endswith(")"):
        specifier = specifier[1:-1].strip()
    try:
        SpecifierSet(specifier)
    except (InvalidSpecifier, ValueError):
        return None
    return Dependency(
        name=name, line=line, specifier=specifier, version=exact(specifier), hashed=hashed, group=group,
        extras=extras, markers=markers.strip(),
    )  # fmt: skip


def from_address(address: str, line: int, group: str = "", *, editable: bool = False) -> Dependency:
    """A dependency given only by a path or an address; the name is that of its #egg or ""."""
    egg = _EGG.search(address)
    url = address.partition(" ")[0][:MAX_REQUIREMENT]
    return Dependency(
        name=normalised(egg[1]) if egg else "", line=line, group=group, source=source_of(url), url=url,
        editable=editable, hashed="#sha256=" in url,
    )  # fmt: skip
