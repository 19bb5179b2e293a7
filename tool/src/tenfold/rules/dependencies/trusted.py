"""dependencies.trusted: packages that come from a bare address."""

from __future__ import annotations

import re
from collections.abc import Iterable

from tenfold.findings import Step
from tenfold.place import Place
from tenfold.program.program import Program
from tenfold.project.manifests.dependency import Dependency
from tenfold.rules.base import Observation, Rule, met, violated
from tenfold.rules.dependencies._manifests import LOCKS, is_production, manifests, unlisted

_COMMIT = re.compile(r"@[0-9a-f]{40}(?:[#&?]|$)|[?&#]rev=[0-9a-f]{40}|#[0-9a-f]{40}$|/archive/[0-9a-f]{40}\b")


class Trusted(Rule):
    """A package is fetched from an address whose content may change.

    ## What it finds
    Dependencies of production that come from a git repository without a full commit, from an http address, or from a
    file on the web without a hash. A lock that records the commit or the hash makes them silent.

    ## Why it matters
    A branch or tag is whatever its owner, or who took the account over, pushes next; nobody reviews it, no index can
    yank it, and it runs with your rights when it is installed.

    ## Example
    ```text requirements.txt
    tidy-forms @ git+https://github.com/example/tidy-forms@main
    ```

    ## Use instead
    ```text requirements.txt
    tidy-forms @ git+https://github.com/example/tidy-forms@0f2d8ba5a4a7d1b2f6ed5e9f3d2c6f0a1b4c8d7e
    ```

    ## References
    - https://pip.pypa.io/en/stable/topics/vcs-support/
    - https://cwe.mitre.org/data/definitions/494.html
    """

    requirement = "dependencies.trusted"
    severity = "medium"
    cwe = (494, 829)
    whole = True

    def judge_project(self, program: Program) -> Iterable[Observation]:
        """Look at the source of each dependency."""
        found = list(manifests(program))
        fixed = _locked_names(program)
        good: tuple[Place, int] | None = None
        loose = False
        for path, manifest in found:
            count = 0
            for dependency in manifest.dependencies:
                if not is_production(dependency) or manifest.kind in LOCKS:
                    count += 1
                    continue
                why = _why(dependency)
                if why and dependency.name not in fixed:
                    loose = True
                    yield violated(
                        Place(path, dependency.line),
                        f"{dependency.name or 'a package'} is fetched from {_shown(dependency.url)}, {why}",
                        "take a release from the package index, or name the full commit or the file's hash",
                        severity="high" if dependency.url.startswith("http:") else None,
                    )
                count += 1
            if count and good is None:
                good = Place(path), count
        if good is not None and not loose:
            related = [Step(Place(path), "read as well") for path, _ in found if path != good[0].file][:5]
            yield met(good[0], "every package comes from an index or a fixed address", related=related)
        elif good is None and not loose:
            yield unlisted(program, "`pip freeze`")


def _locked_names(program: Program) -> frozenset[str]:
    """Packages whose commit or hash a lock records."""
    return frozenset(
        dependency.name
        for _, manifest in manifests(program)
        if manifest.kind in LOCKS
        for dependency in manifest.dependencies
        if dependency.source == "vcs" or dependency.hashed
    )


def _why(dependency: Dependency) -> str:
    """Why an address is not fixed; "" for one that is."""
    if dependency.source == "vcs":
        return "" if _COMMIT.search(dependency.url) or dependency.hashed else "which names no full commit"
    if dependency.source == "url":
        if dependency.url.startswith("http:"):
            return "an address without TLS"
        return "" if dependency.hashed or _COMMIT.search(dependency.url) else "a file without a hash"
    return ""


def _shown(url: str) -> str:
    """An address without credentials."""
    return re.sub(r"//[^/@]{1,200}@", "//", url)[:120]
