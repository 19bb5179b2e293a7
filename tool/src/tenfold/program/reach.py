"""Which files can mean something of a package: those that import it, and those that import them."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from functools import cached_property

from tenfold.program.names import Names


class Reach:
    """Answers, for a top-level package, which files of the project a name of it can come to."""

    def __init__(self, names: Names) -> None:
        self._names = names
        self._known: dict[str, AbstractSet[str]] = {}

    def files(self, package: str) -> AbstractSet[str]:
        """Paths of the files that import `package`, directly or through other files of the project."""
        if package == "builtins":
            return self._names.files.keys()
        known = self._known.get(package)
        if known is None:
            known = self._known[package] = self._files(package)
        return known

    def _files(self, package: str) -> AbstractSet[str]:
        importers, importing = self._graph
        reached = dict.fromkeys(importing.get(package, ()))
        pending = list(reached)
        while pending:
            for path in importers.get(pending.pop(), ()):
                if path not in reached:
                    reached[path] = None
                    pending.append(path)
        return reached.keys()

    @cached_property
    def _graph(self) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
        """The files that import each file of the project, and those that import each package from outside."""
        importers: dict[str, list[str]] = {}
        importing: dict[str, list[str]] = {}
        for path, file in self._names.files.items():
            for imported in file.outline.imports:
                source = self._names.imported_module(file, imported)
                if source in self._names.files:
                    importers.setdefault(source, []).append(path)
                    inner = self._names.modules.submodule(source, imported.name) if imported.name else None
                    if inner:
                        importers.setdefault(inner, []).append(path)
                elif source:
                    importing.setdefault(source.partition(".")[0], []).append(path)
        return importers, importing
