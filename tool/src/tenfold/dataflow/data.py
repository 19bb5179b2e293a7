"""The pieces that values are made of: constants, data whose text is not known, and texts built of both."""

from __future__ import annotations

from typing import Any

from tenfold.dataflow.bounds import MAX_TRAIL, MAX_VIA
from tenfold.frameworks.model import Part
from tenfold.place import Place

COMPONENTS = frozenset({"host", "scheme", "path", "query", "basename", "part", "character"})
"""Steps that take a piece of the data."""


_OWN = frozenset({"host", "host_url", "url_root", "root_url", "get_host", "base_url", "domain"})


class Root:
    """Where data comes from: one entry of the request ("request.args", "next"), or a file's or database's text.

    Attributes:
        name: what identifies it: qualified name of the source, or of the view's parameter.
        key: the constant key that is read from it; "" for the whole.
        label: as people write it.
        part: the part of the request.
        place: where it was first read.
        validated: a schema has passed it; its text is still the client's.
    """

    __slots__ = ("identity", "key", "label", "name", "part", "place", "validated")

    def __init__(self, name: str, key: str, label: str, part: Part, place: Place, *, validated: bool = False) -> None:
        self.name, self.key, self.label, self.part = name, key, label, part
        self.place, self.validated = place, validated
        self.identity = (name, key, part, validated)

    @property
    def own(self) -> bool:
        """Whether it is the address that this request came to: a stranger's link cannot choose it."""
        return self.part == "url" or (":" not in self.name and self.name.rpartition(".")[2] in _OWN)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Root) and self.identity == other.identity

    def __hash__(self) -> int:
        return hash(self.identity)


class Trail:
    """The steps that data took, last one first."""

    __slots__ = ("before", "length", "place", "text")

    def __init__(self, before: Trail | None, place: Place, text: str) -> None:
        self.before, self.place, self.text = before, place, text
        self.length: int = 1 if before is None else before.length + 1

    def steps(self) -> list[tuple[Place, str]]:
        """The steps in order, repeated ones once."""
        found: list[tuple[Place, str]] = []
        at: Trail | None = self
        while at is not None:
            if (at.place, at.text) not in found:
                found.append((at.place, at.text))
            at = at.before
        return found[::-1]


Fact = tuple[str, str]
_LASTING = frozenset({"fixed", "number"})


def surviving(facts: frozenset[Fact], what: str) -> frozenset[Fact]:
    """The facts that still hold of data after `what` was done to it.

    Decoding brings back what a check saw to be absent. What was shown of a component ("host.fixed") holds of that
    component once it is taken.
    """
    if not facts:
        return facts
    if what in {"decoded", "changed"}:
        return frozenset(fact for fact in facts if fact[0] in _LASTING)
    if what in COMPONENTS:
        taken = {(kind.removeprefix(f"{what}."), detail) for kind, detail in facts if kind.startswith(f"{what}.")}
        return frozenset(taken | {fact for fact in facts if "." not in fact[0]})
    return facts


class Atom:
    """One thing that a value may be.

    Attributes:
        request: it is or holds request data.
        size: how many atoms it is made of.
        depth: how deep they are nested.
    """

    __slots__ = ("_hash", "depth", "key", "request", "size")
    key: tuple[Any, ...]

    def _keyed(self, key: tuple[Any, ...], *, request: bool = False, extent: tuple[int, int] = (1, 1)) -> None:
        self.key, self.request = key, request
        self.size, self.depth = extent
        self._hash = hash((type(self), key))

    def __eq__(self, other: object) -> bool:
        if self is other:
            return True
        return type(self) is type(other) and self._hash == other._hash and self.key == other.key

    def __hash__(self) -> int:
        return self._hash


Value = tuple[Atom, ...]
NEVER: Value = ()


class Lit(Atom):
    """A constant."""

    __slots__ = ("value",)

    def __init__(self, value: str | int | float | bool | bytes | None) -> None:
        self.value = value
        self._keyed((type(value), value))


class Data(Atom):
    """A piece of data whose text is not known.

    Attributes:
        root: where it comes from; None when it does not come from the request.
        harmless: made of constants, settings and numbers alone; false without a root: nothing is known.
        via: what was done on the way that matters for checks: "decoded", "normalised", "basename", "host", "path",
            "part", "escaped", ...; "#0" and the like tell pieces apart, "#each" is any of those that a loop goes over.
        facts: what checks have shown of it, as (kind, detail): see `conditions.py`; ("clean", requirement) for what a
            sanitizer made harmless.
        kind: "" for text or anything, "map" for a mapping of texts, "list", "model:NAME" for an object of a schema,
            "number" for what carries no free text, "file" for an upload.
        trail: how it came here.
    """

    __slots__ = ("facts", "harmless", "kind", "root", "trail", "via")

    def __init__(
        self,
        root: Root | None,
        via: tuple[str, ...] = (),
        facts: frozenset[Fact] = frozenset(),
        kind: str = "",
        trail: Trail | None = None,
        harmless: bool = False,
    ) -> None:
        self.root, self.via, self.facts, self.kind = root, via, facts, kind
        self.trail, self.harmless = trail, harmless
        self._keyed((root, via, facts, kind, harmless), request=root is not None)

    def but(self, **changes: Any) -> Data:
        """The same with other attributes."""
        slots = ("root", "via", "facts", "kind", "trail", "harmless")
        return Data(*(changes.get(name, getattr(self, name)) for name in slots))

    def step(self, place: Place, text: str) -> Data:
        """The same, one step further on its way."""
        if self.root is None or (self.trail is not None and self.trail.length >= MAX_TRAIL):
            return self
        return self.but(trail=Trail(self.trail, place, text))

    def named(self, key: str, label: str, place: Place) -> Data:
        """The entry of it that a method reads: `self.get_argument("name")`."""
        root = self.root
        if root is None:
            return self
        read = Root(root.name, key, label, root.part, place, validated=root.validated)
        return self.but(root=read, trail=Trail(None, place, f"{label} is read here"))

    def through(self, what: str) -> Data:
        """The same after something was done to it."""
        if self.root is None or not what or (self.via and self.via[-1] == what) or len(self.via) > MAX_VIA:
            return self
        return self.but(via=(*self.via, what), facts=surviving(self.facts, what))

    def piece(self, which: object) -> Data:
        """One of several pieces of it: what is asked of one says nothing of the others, nor of the whole."""
        mark = f"#{which}"
        if self.root is None or self.via[-1:] == (mark,) or len(self.via) > MAX_VIA:
            return self
        return self.but(via=(*self.via, mark))

    def of_class(self, name: str) -> Data:
        """The same, read from an object of a class of the project, whose fields say what they let through."""
        if self.root is None:
            return self
        root = self.root
        named = Root(f"{root.name}@{name}", root.key, root.label, root.part, root.place, validated=root.validated)
        return self.but(root=named)

    def has(self, kind: str) -> bool:
        """Whether a check has shown a fact of this kind."""
        return any(fact[0] == kind for fact in self.facts)


class Text(Atom):
    """A text built of constant parts and data parts, in order; at least one part is data."""

    __slots__ = ("parts",)

    def __init__(self, parts: tuple[str | Data, ...]) -> None:
        self.parts = parts
        self._keyed(parts, request=any(isinstance(part, Data) and part.request for part in parts))
