"""Which files git ignores, by the .gitignore files of the tree (gitignore(5)); git itself is not asked."""

from __future__ import annotations

import re
from pathlib import Path

_MAX_BYTES = 256 * 1024


class IgnoreFile:
    """The patterns of one .gitignore, for paths relative to its folder."""

    def __init__(self, lines: list[str]) -> None:
        from pathspec import GitIgnoreSpec  # slow to load, and many a project has no such file

        # A negated nothing matches nothing in git, and everything in pathspec.
        self._spec = GitIgnoreSpec.from_lines(line for line in lines if line.strip(" /") != "!")
        texts = [p.regex.pattern for p in self._spec.patterns if p.include is not None and p.regex is not None]
        self._negated = any(p.include is False for p in self._spec.patterns)
        self._any = re.compile("|".join(f"(?:{_anonymous(text)})" for text in texts)) if texts else None

    def matches(self, path: str) -> bool | None:
        """True when ignored, False when re-included by a `!` pattern, None when no pattern speaks of it.

        Args:
            path: relative POSIX path; a folder ends in "/".
        """
        if self._any is None or not self._any.search(path):
            return None
        return self._spec.check_file(path).include if self._negated else True


def _anonymous(pattern: str) -> str:
    """Pathspec names a group in each pattern; one name may stand only once in a joined pattern."""
    return pattern.replace("(?P<ps_d>", "(?:")


def read_ignore_file(path: Path) -> IgnoreFile | None:
    """Read a .gitignore; None when it is absent, unreadable or has no pattern."""
    try:
        if path.stat().st_size > _MAX_BYTES:
            return None
        lines = path.read_text("utf-8", "replace").splitlines()
    except (OSError, ValueError):
        return None
    try:
        return IgnoreFile(lines) if any(line.strip() and not line.startswith("#") for line in lines) else None
    except (re.error, ValueError, RecursionError):
        return None


class IgnoreStack:
    """The .gitignore files in force in one folder, outermost first."""

    def __init__(self, layers: tuple[tuple[str, IgnoreFile], ...] = ()) -> None:
        self._layers = layers

    def entering(self, folder: str, root: Path) -> IgnoreStack:
        """The stack inside `folder` ("" for the root, else a relative path ending in "/")."""
        own = read_ignore_file(root / folder / ".gitignore")
        return IgnoreStack((*self._layers, (folder, own))) if own else self

    def ignores(self, path: str) -> bool:
        """Whether git ignores `path` (relative to the root; a folder ends in "/"): the innermost word wins."""
        for folder, layer in reversed(self._layers):
            if path.startswith(folder):
                word = layer.matches(path[len(folder) :])
                if word is not None:
                    return word
        return False
