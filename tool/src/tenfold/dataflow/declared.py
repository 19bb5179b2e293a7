"""What is declared of an app's libraries, as the data flow asks for it: sources, sanitizers, checks, transfers."""

from __future__ import annotations

from functools import cached_property

from tenfold import frameworks
from tenfold.dataflow import values as v
from tenfold.dataflow.bounds import MAX_ATOMS
from tenfold.dataflow.values import Data, Lit, Root, Value
from tenfold.place import Place
from tenfold.program.app import App
from tenfold.project.read import PythonFile

Bindings = dict[str, Value]
_KINDS = {
    "query": "map",
    "form": "map",
    "cookie": "map",
    "header": "map",
    "body": "json",
    "file": "files",
    "any": "map",
}
_FOR_HTML = frozenset({"xss.escaping", "input.sanitized"})
"""What escapes or cleans gives text that can stand between tags."""
_FORMATTING = "django.utils.html.format_html"
_WHOLE = frozenset({"data", "body", "get_data", "stream", "query_string", "path", "url", "full_path", "host", "text"})


_ROUTED = frozenset({"request.path", "request.path_info"})


class Declared:
    """Answers for one app."""

    def __init__(self, app: App) -> None:
        self.app = app
        self.transfers = frameworks.transfers()
        self.rendering = frozenset({*frameworks.renderers(), *frameworks.html_sinks()}) - {_FORMATTING}
        self.own = frameworks.own_names()
        self._sources = frameworks.sources()
        self._keyed_sources = frameworks.keyed_sources()

    def read(self, name: str, place: Place) -> Data | None:
        """The request data that a qualified name stands for; None when it is no source."""
        source = self._sources.get(name)
        if source is None:
            return None
        last = name.rpartition(".")[2]
        kind = "" if last in _WHOLE else _KINDS.get(source.part, "")
        if source.holds:
            kind = "" if source.holds == "text" else source.holds
        root = Root(source.name, "", source.label, source.part, place, validated=source.validated)
        return Data(root, kind=kind, trail=v.Trail(None, place, f"{source.label} is read here"))

    def entry(self, name: str, key: Value, place: Place) -> Data | None:
        """The request data that stands under `key` of a mapping that holds other things too: `environ["PATH_INFO"]`."""
        for source in self._keyed_sources.get(name, ()):
            for atom in key:
                found = atom.value if isinstance(atom, Lit) else None
                if isinstance(found, str) and any(
                    found.startswith(one[:-1]) if one.endswith("*") else found == one for one in source.keys
                ):
                    label = f"{source.label}[{found!r}]"
                    root = Root(source.name, found, label, source.part, place)
                    kind = "" if source.holds == "text" else source.holds
                    return Data(root, kind=kind, trail=v.Trail(None, place, f"{label} is read here"))
        return None

    @cached_property
    def _fixed_paths(self) -> dict[tuple[str, int], Value]:
        """The paths of the views whose routes hold no parameter: there the request's path is one of them."""
        found: dict[tuple[str, int], set[str]] = {}
        for route in self.app.routes:
            if route.file is not None and route.scope > 0:
                found.setdefault((route.file.path, route.scope), set()).add(route.path)
        return {
            key: tuple(Lit(path) for path in sorted(paths))
            for key, paths in found.items()
            if len(paths) <= MAX_ATOMS and not any(set(path) & set("<{(*?[^\\") for path in paths)
        }

    def routed_path(self, data: Data, file: PythonFile, scope: int) -> Value | None:
        """The request's path in a view whose route fixes it; None for other data."""
        if data.root is None or data.root.label not in _ROUTED:
            return None
        return self._fixed_paths.get((file.path, scope))

    @cached_property
    def _cleaning(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {}
        for library in frameworks.libraries():
            for one in library.sanitizers:
                if one.how == "result":
                    for name in (one.name, *one.aliases):
                        found[name] = (*found.get(name, ()), *one.requirements)
            for protection in library.protections:
                if protection.how == "call" and protection.requirement in _FOR_HTML:
                    for name in (protection.name, *protection.aliases):
                        found[name] = (*found.get(name, ()), "xss.escaping")
        return found

    def cleaned_by(self, name: str) -> tuple[str, ...]:
        """Ids of the requirements for which what a function gives is harmless."""
        return self._cleaning.get(name, ())

    @cached_property
    def checking(self) -> dict[str, tuple[str, ...]]:
        """Functions that say whether their argument is harmless, and for which requirements."""
        return _asked("check")

    @cached_property
    def refusing(self) -> dict[str, tuple[str, ...]]:
        """Functions that raise unless their argument is harmless, and for which requirements."""
        return _asked("raises")


def _asked(how: str) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for library in frameworks.libraries():
        for one in library.sanitizers:
            if one.how == how:
                for name in (one.name, *one.aliases):
                    found[name] = (*found.get(name, ()), *one.requirements)
    return found
