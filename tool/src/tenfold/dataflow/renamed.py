"""Functions that are called in many ways: followed once with stand-ins for the data, and told again for each caller."""

from __future__ import annotations

from tenfold.dataflow import values as v
from tenfold.dataflow.state import Shown
from tenfold.dataflow.values import Data, Root, Trail, Value

_MARK = "?"
_MAX_DEPTH = 8


class Renaming:
    """Stands in for the origins of the data that a function is given, so that calls which differ in them alone are one.

    Attributes:
        env: what the function is given, with the stand-ins.
    """

    def __init__(self, env: dict[str, Value]) -> None:
        self._roots: dict[Root, Root] = {}
        self._given: dict[str, Data] = {}
        self.env = {name: v.mapped(value, self._hidden, _MAX_DEPTH) for name, value in env.items()}

    def _hidden(self, data: Data) -> Data:
        root = data.root
        if root is None or root.name.startswith(_MARK):
            return data
        standing = self._roots.get(root)
        if standing is None:
            name = f"{_MARK}{len(self._roots)}"
            standing = self._roots[root] = Root(name, "", root.label, root.part, root.place, validated=root.validated)
            self._given[name] = data
        return data.but(root=standing, trail=None)

    def hidden(self, shown: frozenset[Shown]) -> frozenset[Shown]:
        """What was shown before, of the stand-ins."""
        return frozenset((self._roots.get(root, root), via, kind, detail) for root, via, kind, detail in shown)

    def told(self, value: Value) -> Value:
        """What the function gives, with the origins put back."""
        return v.mapped(value, self._told, _MAX_DEPTH)

    def told_shown(self, shown: frozenset[Shown]) -> frozenset[Shown]:
        """What the function shows, of the data that it was given."""
        return frozenset((self._root(root), via, kind, detail) for root, via, kind, detail in shown)

    def _root(self, standing: Root) -> Root:
        given = self._given.get(standing.name)
        if given is None or given.root is None:
            return standing
        root = given.root
        if not standing.key:
            return root
        key = f"{root.key}.{standing.key}" if root.key else standing.key
        label = f"{root.label}[{standing.key!r}]"
        return Root(root.name, key, label, root.part, standing.place, validated=root.validated)

    def _told(self, data: Data) -> Data:
        given = self._given.get(data.root.name) if data.root is not None else None
        if given is None or data.root is None:
            return data
        trail = given.trail
        for place, text in data.trail.steps() if data.trail is not None else ():
            trail = Trail(trail, place, text)
        return data.but(root=self._root(data.root), trail=trail)
