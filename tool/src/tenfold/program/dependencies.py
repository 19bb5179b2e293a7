"""What an app's manifests and locks say of a package: whether it is asked for, where, and in which version."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from packaging.version import InvalidVersion, Version

from tenfold.place import Place
from tenfold.project.manifests.dependency import Dependency, Manifest, normalised

if TYPE_CHECKING:
    from tenfold.program.app import App

KINDS = ("pylock", "uv.lock", "poetry.lock", "pdm.lock", "Pipfile.lock", "requirements", "pyproject", "pipfile",
         "setup.cfg", "conda")  # fmt: skip
"""Kinds of manifest, those that pin exactly first."""

_LOWEST = re.compile(r"(?:>=|~=|\^|~|===?)\s*v?([0-9][0-9A-Za-z.]*)")
_LATER = frozenset({"dev", "test", "tests", "docs", "lint", "build", "local"})


class Dependencies:
    """The packages of one app."""

    def __init__(self, app: App) -> None:
        self._by_name: dict[str, list[tuple[Dependency, Place]]] = {}
        for path, manifest in self._manifests(app):
            for dependency in manifest.dependencies:
                place = Place(path, dependency.line)
                self._by_name.setdefault(dependency.name, []).append((dependency, place))
        self._versions: dict[str, Version | None] = {}

    @staticmethod
    def _manifests(app: App) -> list[tuple[str, Manifest]]:
        """The manifests, by kind, and of each kind the nearest to the app first."""
        found = app.facts_of(Manifest).items()
        shipped = [pair for pair in found if app.program.role(pair[0]) not in {"test", "documentation", "example"}]
        rank = {kind: at for at, kind in enumerate(KINDS)}
        return sorted(
            shipped,
            key=lambda pair: (rank.get(pair[1].kind, 99), not app.owns(pair[0]), pair[0].count("/"), pair[0]),
        )

    def find(self, package: str) -> tuple[Dependency, Place] | None:
        """The most exact mention of a package that production needs, else of one that development needs."""
        mentions = self._by_name.get(normalised(package), [])
        order = sorted(mentions, key=lambda m: (m[0].group in _LATER or _is_later(m[1].file), not m[0].version))
        return order[0] if order else None

    def version(self, package: str) -> Version | None:
        """The pinned version of a package, or the lowest that its specifier allows; None when nothing tells."""
        name = normalised(package)
        if name not in self._versions:
            self._versions[name] = self._version(name)
        return self._versions[name]

    def _version(self, name: str) -> Version | None:
        mentions = self._by_name.get(name, [])
        pinned = [v for dependency, _ in mentions if (v := _parsed(dependency.version)) is not None]
        if pinned:
            return pinned[0]
        lowest = [v for dependency, _ in mentions if (v := lowest_of(dependency.specifier)) is not None]
        return lowest[0] if lowest else None


def _is_later(path: str) -> bool:
    base = path.rpartition("/")[2]
    return any(word in re.split(r"[^a-z]+", base.lower()) for word in _LATER)


def _parsed(text: str) -> Version | None:
    try:
        return Version(text) if text else None
    except InvalidVersion:
        return None


def lowest_of(specifier: str) -> Version | None:
    """The lowest version that a specifier names with >=, ~=, ^, ~ or ==; None for one with no lower bound."""
    from packaging.specifiers import InvalidSpecifier, SpecifierSet  # slow to load; exact pins never ask

    try:
        SpecifierSet(specifier)
    except InvalidSpecifier:
        if not specifier.startswith(("^", "~")):
            return None
    found = [
        v
        for text in _LOWEST.findall(specifier[:500])
        if (v := _parsed(text.removesuffix(".*").rstrip("."))) is not None
    ]
    return max(found, default=None)
