"""Find the files of a project: what git would ship of it, without virtual environments and vendored trees."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from tenfold.findings import Skipped
from tenfold.place import Place
from tenfold.project.git_index import tracked_environment_files
from tenfold.project.ignore import IgnoreStack
from tenfold.project.kinds import kind_of

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

_NEVER = frozenset({
    ".git", ".hg", ".svn", "__pycache__", "node_modules", "bower_components", "site-packages", ".tox", ".nox",
    ".mypy_cache", ".ruff_cache", ".pytest_cache", ".eggs", ".venv", ".idea", ".hypothesis", ".terraform",
})  # fmt: skip
MAX_FILES = 200_000
"""Files that are looked at in one check; what is beyond is reported."""


class Source(msgspec.Struct, frozen=True):
    """A file to read: its path relative to the root, and the kind that names its reader."""

    path: str
    kind: str


class Found(msgspec.Struct, frozen=True):
    """What stands in a folder.

    Attributes:
        root: the checked folder, absolute.
        sources: files to read, in path order.
        names: every file that git would ship, whatever its kind.
        ignored: names of ignored files that matter by their existence (".env").
        skipped: what could not be looked at.
        ignores: the .gitignore files in force at the root.
    """

    root: Path
    sources: tuple[Source, ...]
    names: frozenset[str]
    ignored: tuple[str, ...]
    skipped: tuple[Skipped, ...]
    ignores: IgnoreStack


class _Walk:
    def __init__(self, root: Path, exclude: GitIgnoreSpec | None) -> None:
        self.root = root
        self.exclude = exclude
        self.sources: list[Source] = []
        self.names: list[str] = []
        self.ignored: list[str] = []
        self.skipped: list[Skipped] = []
        self.tracked: frozenset[str] | None = None

    def folder(self, relative: str, ignores: IgnoreStack) -> list[tuple[str, IgnoreStack]]:
        """Take the files of one folder; returns the folders in it that are to be entered."""
        try:
            with os.scandir(self.root / relative) as entries:
                found = sorted(entries, key=lambda entry: entry.name)
        except OSError as error:
            self.skip("file", relative or ".", f"cannot be listed: {error.strerror}")
            return []
        own = relative and any(entry.name == ".gitignore" for entry in found)
        inner = ignores.entering(relative, self.root) if own else ignores
        folders: list[tuple[str, IgnoreStack]] = []
        for entry in found:
            path = relative + entry.name
            try:
                path.encode()
                if entry.is_dir(follow_symlinks=False):
                    if self.enters(entry, path + "/", inner):
                        folders.append((path + "/", inner))
                elif entry.is_symlink():
                    self.link(path, inner)
                elif entry.is_file(follow_symlinks=False):
                    self.file(path, inner)
            except UnicodeEncodeError:
                self.skip("file", path.encode("utf-8", "replace").decode(), "its name is not valid UTF-8")
            except OSError as error:
                self.skip("file", path, f"cannot be examined: {error.strerror}")
        return folders

    def enters(self, entry: os.DirEntry[str], path: str, ignores: IgnoreStack) -> bool:
        if entry.name in _NEVER or ignores.ignores(path):
            return False
        if self.exclude is not None and self.exclude.match_file(path):
            return False
        return not (self.root / path / "pyvenv.cfg").exists()

    def link(self, path: str, ignores: IgnoreStack) -> None:
        """A link is followed only to a file inside the checked folder: what lies outside is not the app's."""
        target = Path(os.path.realpath(self.root / path))  # resolve() raises at a loop
        if target.is_file() and target.is_relative_to(self.root):
            self.file(path, ignores)
        elif target.is_file():
            self.skip("file", path, "a symbolic link that leaves the checked folder")

    def file(self, path: str, ignores: IgnoreStack) -> None:
        name = path.rpartition("/")[2]
        if ignores.ignores(path) and not self.is_tracked(path, name):
            if name == ".env" or name.startswith(".env."):
                self.ignored.append(path)
            return
        if self.exclude is not None and self.exclude.match_file(path):
            return
        self.names.append(path)
        kind = kind_of(path)
        if kind is not None:
            self.sources.append(Source(path, kind))

    def is_tracked(self, path: str, name: str) -> bool:
        """Whether git ships an environment file that it would ignore if it were new."""
        if not name.startswith(".env"):
            return False
        if self.tracked is None:
            self.tracked = tracked_environment_files(self.root)
        return path in self.tracked

    def skip(self, kind: str, path: str, reason: str) -> None:
        self.skipped.append(Skipped("file" if kind == "file" else "lines", Place(path), reason))


def _excluding(patterns: tuple[str, ...]) -> GitIgnoreSpec:
    from pathspec import GitIgnoreSpec

    return GitIgnoreSpec.from_lines(patterns)


def find(root: Path, exclude: tuple[str, ...] = ()) -> Found:
    """Find the files under `root`.

    Args:
        root: an existing folder, or one file, which is then all there is.
        exclude: gitignore patterns of files that the user leaves out.
    """
    root = root.resolve()
    if root.is_file():
        kind = kind_of(root.name)
        source = (Source(root.name, kind),) if kind else ()
        return Found(root.parent, source, frozenset({root.name}), (), (), IgnoreStack())
    walk = _Walk(root, _excluding(exclude) if exclude else None)
    ignores = IgnoreStack().entering("", root)
    pending: list[tuple[str, IgnoreStack]] = [("", ignores)]
    while pending:
        relative, inner = pending.pop()
        pending.extend(walk.folder(relative, inner))
        if len(walk.names) > MAX_FILES:
            walk.skip("file", relative or ".", f"more than {MAX_FILES} files: the rest was not looked at")
            break
    walk.sources.sort(key=lambda source: source.path)
    return Found(
        root,
        tuple(walk.sources),
        frozenset(walk.names),
        tuple(sorted(walk.ignored)),
        tuple(walk.skipped),
        ignores,
    )
