"""Calls by what they call, over all files of a project, with their arguments bound."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable
from functools import cached_property

from tenfold.language import facts as f
from tenfold.place import Place
from tenfold.program.names import Names, qualname
from tenfold.program.reach import Reach
from tenfold.project.read import PythonFile


class CallSite:
    """A call in a file, and the qualified name of what it calls, "()" left out ("flask.Flask.run")."""

    __slots__ = ("_name", "call", "file")

    def __init__(self, file: PythonFile, call: f.Call, name: str | Callable[[PythonFile, f.Call], str]) -> None:
        self.file = file
        self.call = call
        self._name = name

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, CallSite):
            return NotImplemented
        return self.file is other.file and self.call == other.call and self.name == other.name

    def __hash__(self) -> int:
        return hash((self.file.path, self.call.at, self.call.name))

    @property
    def name(self) -> str:
        """The qualified name; "" where it cannot be told. Most sites are passed over for where they stand."""
        if not isinstance(self._name, str):
            self._name = self._name(self.file, self.call)
        return self._name

    @property
    def place(self) -> Place:
        """Where it stands."""
        at = self.call.at
        return Place(self.file.path, f.line_of(at), f.column_of(at), self.call.end)

    @property
    def function(self) -> str:
        """Dotted name of the enclosing function."""
        return qualname(self.file, self.call.scope)

    def argument(self, name: str, position: int = -1) -> f.Expr | None:
        """The argument given by keyword `name`, or else at `position` (0-based; -1: keyword only)."""
        for keyword in self.call.keywords:
            if keyword.name == name:
                return keyword.value
        if 0 <= position < len(self.call.args):
            before = self.call.args[: position + 1]
            if not any(isinstance(arg, f.Star) for arg in before):
                return before[-1]
        return None

    @property
    def spreads(self) -> bool:
        """Whether `*args` or `**kwargs` may hold further arguments."""
        return any(not k.name for k in self.call.keywords) or any(isinstance(a, f.Star) for a in self.call.args)


class Calls:
    """Finds calls by the last segment of their name first, so that only files that can matter are decoded."""

    def __init__(self, names: Names, reach: Reach) -> None:
        self._names = names
        self._reach = reach
        self._sites: dict[tuple[str, str], list[CallSite]] = {}
        self._by_segment: dict[str, dict[str, list[f.Call]]] = {}

    def ending(self, segment: str, within: Container[str] | None = None) -> list[CallSite]:
        """All calls of something whose last name is `segment` ("execute"), in any file or `within` those paths."""
        files = self._calling.get(segment, ())
        return [site for file in files if within is None or file.path in within for site in self._in(file, segment)]

    @cached_property
    def _calling(self) -> dict[str, list[PythonFile]]:
        """The files that call something, by the last segment of its name."""
        found: dict[str, list[PythonFile]] = {}
        for file in self._names.files.values():
            for segment in file.outline.called:
                found.setdefault(segment, []).append(file)
        return found

    def _in(self, file: PythonFile, segment: str) -> list[CallSite]:
        key = (file.path, segment)
        found = self._sites.get(key)
        if found is None:
            calls = self._segments(file).get(segment, ())
            found = self._sites[key] = [CallSite(file, call, self.called) for call in calls]
        return found

    def _segments(self, file: PythonFile) -> dict[str, list[f.Call]]:
        """The calls of a file by the last segment of what they call."""
        known = self._by_segment.get(file.path)
        if known is None:
            known = self._by_segment[file.path] = {}
            for call in file.detail.calls:
                known.setdefault(call.name.rpartition(".")[2], []).append(call)
        return known

    def to(self, *names: str, within: Container[str] | None = None) -> list[CallSite]:
        """All calls of any of the qualified `names`, subclasses of the project included, as `ending` finds them."""
        wanted = frozenset(names)
        found: list[CallSite] = []
        segments: dict[tuple[str, str], None] = dict.fromkeys(
            (name.rpartition(".")[2], name.partition(".")[0]) for name in names
        )
        for segment, package in segments:
            reached = self._reach.files(package)
            for file in self._calling.get(segment, ()):
                if file.path in reached and (within is None or file.path in within):
                    found.extend(
                        site
                        for site in self._in(file, segment)
                        if site.name in wanted and site.name.startswith(package + ".")
                    )
        for subclass in self.subclasses(wanted):
            found.extend(site for site in self.ending(subclass.rpartition(":")[2], within) if site.name == subclass)
        return found

    def called(self, file: PythonFile, call: f.Call) -> str:
        """The qualified name of what a call calls."""
        name = self._names.qualify(file, call.scope, call.func)
        return name.replace("()", "")

    def subclasses(self, wanted: Iterable[str]) -> list[str]:
        """The project's classes that derive from one of the classes `wanted`."""
        names = frozenset(wanted)
        return [
            name
            for name in self._candidates({name.rpartition(".")[2] for name in names})
            if not names.isdisjoint(base.replace("()", "") for base in self._names.ancestors(name)[1:])
        ]

    def _candidates(self, segments: set[str]) -> list[str]:
        """Classes that may derive from one called by the last `segments`: told from outlines, without resolving."""
        bases, aliases = self._graph
        reached = set(segments)
        pending = list(segments)
        found: dict[str, None] = {}
        while pending:
            segment = pending.pop()
            names = [*aliases.get(segment, ())]
            for name in bases.get(segment, ()):
                found[name] = None
                names.append(name.rpartition(":")[2].rpartition(".")[2])
            fresh = [name for name in names if name not in reached]
            reached.update(fresh)
            pending.extend(fresh)
        return list(found)

    @cached_property
    def _graph(self) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
        """Classes by the last segment of each base, and the other names that imports give a name."""
        bases: dict[str, list[str]] = {}
        aliases: dict[str, list[str]] = {}
        for file in self._names.files.values():
            for index, scope in enumerate(file.outline.scopes):
                if scope.kind == "class":
                    for base in scope.bases:
                        bases.setdefault(_last(base), []).append(f"{file.path}:{qualname(file, index)}")
            for imported in file.outline.imports:
                if imported.name and imported.bound != imported.name:
                    aliases.setdefault(imported.name, []).append(imported.bound)
        return bases, aliases


def _last(base: f.Expr) -> str:
    """The last segment of a base class as it is written; "" for what has no name."""
    match base:
        case f.Name(id=name) | f.Attr(name=name):
            return name
        case f.Item(value=value):
            return _last(value)
    return ""
