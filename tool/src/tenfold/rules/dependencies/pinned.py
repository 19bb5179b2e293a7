"""dependencies.pinned."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tenfold.findings import Step
from tenfold.place import Place
from tenfold.program.program import Program
from tenfold.project.manifests.dependency import Dependency, Manifest
from tenfold.rules.base import Observation, Rule, met, missing, not_applicable, violated
from tenfold.rules.dependencies._manifests import (
    LOCKS,
    folder_of,
    has_python,
    installs,
    is_production,
    manifests,
    required_files,
    shipped_apps,
)

_FIX = "run `pip-compile --generate-hashes requirements.in`, and install with `--require-hashes`"


class Pinned(Rule):
    r"""The packages that production installs are not locked by version and hash.

    ## What it finds
    Projects without a lock file (uv.lock, poetry.lock, Pipfile.lock, pdm.lock, pylock.toml, hashed requirements),
    requirements with open versions, pinned ones without hashes, and Dockerfiles that install from an open file although
    a lock stands beside it.

    ## Why it matters
    With `flask>=2` each build may install something else: another bug, or a release that an attacker published an hour
    ago with a stolen account. A hash makes the installer refuse a file that was changed.

    ## Example
    ```text requirements.txt
    flask>=2
    gunicorn
    ```

    ## Use instead
    ```text requirements.txt
    flask==3.1.2 \
        --hash=sha256:bf656c15c80190ed628ad08cdfd3aaa35beb087855e2f494910aa3774cc4fd87
    ```

    ## References
    - https://pip.pypa.io/en/stable/topics/secure-installs/
    - https://packaging.python.org/en/latest/specifications/pylock-toml/
    """

    requirement = "dependencies.pinned"
    severity = "medium"
    whole = True

    def judge_project(self, program: Program) -> Iterable[Observation]:
        """Look at every manifest and lock, and at what Dockerfiles install."""
        found = [(path, m) for path, m in manifests(program) if _wanted(m)]
        if not found:
            apps = shipped_apps(program)
            if not has_python(program) or not apps:
                yield not_applicable("no manifest asks for a package, and no web app was found")
            else:
                yield missing(
                    apps[0].place,
                    "no manifest or lock says which packages this app needs",
                    "write a pyproject.toml, and lock it with `uv lock` or `pip-compile --generate-hashes`",
                )
            return
        locks = [(path, m) for path, m in found if m.kind in LOCKS]
        for path, lock in locks:
            yield from _judge_lock(path, lock)
        covered = {folder_of(path) for path, _ in locks}
        listed = [
            (p, m) for p, m in found if m.kind == "requirements" and not p.endswith(".in") and "constraint" not in p
        ]
        for path, manifest in listed:
            place = _installed_by(program, path)
            if not _is_covered(path, covered) or place is not None:
                yield from _judge_list(path, manifest, place if _is_covered(path, covered) else None)
        covered |= {_project_of(path) for path, _ in listed}
        for path, manifest in found:
            if manifest.kind in {"pyproject", "pipfile", "setup.cfg"} and not _is_covered(path, covered):
                yield missing(
                    Place(path, _production(manifest)[0].line),
                    f"{path} asks for {len(_production(manifest))} packages, and no lock says which versions those are",
                    "lock them and commit the lock: `uv lock`, `poetry lock` or `pip-compile --generate-hashes`",
                    severity=None if shipped_apps(program) else "low",
                    persona=None if shipped_apps(program) else "pedantic",  # a library is locked by who installs it
                )


def _production(manifest: Manifest) -> list[Dependency]:
    return [d for d in manifest.dependencies if is_production(d) and d.source == "index" and d.name]


def _wanted(manifest: Manifest) -> bool:
    return manifest.kind != "conda" and bool(_production(manifest))


def _is_covered(path: str, folders: set[str]) -> bool:
    return any(path.startswith(folder) for folder in folders)


def _project_of(path: str) -> str:
    """The folder whose packages a requirements file lists: `requirements/base.txt` is of the folder above."""
    folder = folder_of(path)
    return folder.removesuffix("requirements/") if folder.endswith("requirements/") else folder


def _judge_lock(path: str, lock: Manifest) -> Iterator[Observation]:
    packages = _production(lock)
    bare = [d for d in packages if not d.hashed]
    if bare:
        yield violated(
            Place(path, bare[0].line),
            f"this lock holds no hash for {bare[0].name}" + (f" and {len(bare) - 1} more" if len(bare) > 1 else ""),
            "lock anew with a current version of the tool, which writes hashes",
            severity="low",
        )
    else:
        yield met(Place(path), f"locks {len(packages)} packages by version and hash")


def _judge_list(path: str, manifest: Manifest, installed_by: Place | None) -> Iterator[Observation]:
    packages = _production(manifest)
    loose = [d for d in packages if not d.version]
    bare = [d for d in packages if d.version and not d.hashed]
    related = [Step(installed_by, "installs from this file although a lock stands beside it")] if installed_by else []
    if loose:
        first = loose[0]
        shown = f"{first.name}{first.specifier}" if first.specifier else f"{first.name} without a version"
        more = f" and {len(loose) - 1} more" if len(loose) > 1 else ""
        yield violated(
            Place(path, first.line),
            f"{shown}{more} may be another release at each build",
            _FIX,
            related=related,
        )
    elif bare:
        yield violated(
            Place(path, bare[0].line),
            f"{len(bare)} packages are pinned by version but not by hash, so a replaced file is installed unseen",
            _FIX,
            related=related,
            severity="low",
        )
    else:
        yield met(Place(path), f"pins {len(packages)} packages by version and hash")


def _installed_by(program: Program, path: str) -> Place | None:
    """Where a Dockerfile installs from a requirements file."""
    name = path.rpartition("/")[2]
    for dockerfile, command in installs(program):
        if any(file.rpartition("/")[2] == name for file in required_files(command)):
            return Place(dockerfile, command.line)
    return None
