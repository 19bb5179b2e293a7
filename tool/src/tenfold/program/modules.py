"""Which file a module name means, seen from another file: Python's import rules over the paths of a project."""

from __future__ import annotations

from collections.abc import Iterable

_MARKERS = ("manage.py", "setup.py", "pyproject.toml", "setup.cfg", "wsgi.py", "asgi.py", "Pipfile", "requirements.txt")


class Modules:
    """The Python files of a project by every dotted name that they may be imported under."""

    def __init__(self, paths: Iterable[str], names: Iterable[str] = (), root: str = "") -> None:
        """Index `paths` (POSIX, relative); `names` are all files of the project, among them markers of roots.

        `root` is the name of the checked folder, which is a package's where it holds an __init__.py.
        """
        self._paths = frozenset(paths)
        self._itself = f"{root}." if root and "__init__.py" in self._paths else ""
        self._by_suffix: dict[str, list[str]] = {}
        self._packages = {path[: -len("__init__.py")] for path in self._paths if path.endswith("__init__.py")}
        self._roots = {"", "src/"}
        for name in names:
            folder, _, base = name.rpartition("/")
            if base in _MARKERS and folder:
                self._roots |= {folder + "/", folder + "/src/"}
        for path in self._paths:
            segments = path[:-3].split("/")
            if segments[-1] == "__init__":
                segments.pop()
            for i in range(max(0, len(segments) - 8), len(segments)):
                self._by_suffix.setdefault(".".join(segments[i:]), []).append(path)

    def is_package(self, folder: str) -> bool:
        """Whether `folder` ("" or ending in "/") holds an __init__.py."""
        return folder in self._packages

    def find(self, name: str, near: str) -> str | None:
        """The file that `import name` means in the file `near`; None when it is none of the project's."""
        if self._itself and name.startswith(self._itself):
            name = name[len(self._itself) :]
        best: str | None = None
        best_score = -1
        for path in self._by_suffix.get(name, ()):
            root = self._root(path, name)
            if root in self._packages:
                continue
            if near.startswith(root):
                score = 1000 + len(root)
            elif root in self._roots:
                score = _shared(root, near)
            else:
                continue
            if score > best_score or (score == best_score and _rank(path) < _rank(best or "")):
                best, best_score = path, score
        return best or self._inside(name, near)

    def _inside(self, name: str, near: str) -> str | None:
        """The file of a dotted name below a package around `near`, which PYTHONPATH must then name as a root.

        One word may as well be a library's; a path of several words that is there is no accident.
        """
        found = [
            path for path in self._by_suffix.get(name, ()) if "." in name and near.startswith(self._root(path, name))
        ]
        return min(found, key=lambda path: (-len(self._root(path, name)), _rank(path)), default=None)

    def relative(self, module: str, level: int, near: str) -> str | None:
        """The file that `from .module import x` means in `near`: `level` dots."""
        folder = near.rpartition("/")[0]
        for _ in range(level - 1):
            folder = folder.rpartition("/")[0]
        base = f"{folder}/" if folder else ""
        stem = base + module.replace(".", "/")
        candidates = (f"{stem}/__init__.py", f"{stem}.py") if module else (f"{base}__init__.py",)
        return next((path for path in candidates if path in self._paths), None)

    def submodule(self, path: str, name: str) -> str | None:
        """The file of submodule `name` of the package whose __init__.py is `path`."""
        if not path.endswith("__init__.py"):
            return None
        base = path[: -len("__init__.py")] + name
        return next((p for p in (f"{base}/__init__.py", f"{base}.py") if p in self._paths), None)

    def inside(self, package: str, name: str, near: str) -> str | None:
        """The file of module `name` of a package without an __init__.py, which looks like a library's from outside."""
        dotted = f"{package}.{name}"
        return self.find(dotted, near) if dotted in self._by_suffix else None

    def dotted(self, path: str) -> str:
        """The name that a file of this path is usually imported under."""
        segments = path[:-3].split("/")
        folder = "/".join(segments[:-1]) + "/" if len(segments) > 1 else ""
        start = len(segments) - 1
        while start > 0 and folder in self._packages:
            start -= 1
            folder = "/".join(segments[:start]) + "/" if start else ""
        if segments[-1] == "__init__":
            segments.pop()
        return ".".join(segments[min(start, len(segments) - 1) :])

    @staticmethod
    def _root(path: str, name: str) -> str:
        stem = path[: -len("/__init__.py")] if path.endswith("/__init__.py") else path[:-3]
        return stem[: len(stem) - len(name)]


def _rank(path: str) -> tuple[bool, str]:
    """Python takes a package before a module of the same name in the same folder."""
    return not path.endswith("/__init__.py"), path


def _shared(a: str, b: str) -> int:
    shared = 0
    for x, y in zip(a.split("/"), b.split("/"), strict=False):
        if x != y:
            break
        shared += 1
    return shared
