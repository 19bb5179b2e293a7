"""Values as the data flow sees them: each is the set of things that an expression may be at one place.

A value is a tuple of atoms; the empty tuple is what no path gives. Atoms are immutable and compare by what they are,
never by the trail that led to them, so that loops settle and calls with the same arguments are followed once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from tenfold.dataflow.bounds import MAX_ATOMS, MAX_HELD, MAX_ITEMS, MAX_SIZE, MAX_TRAIL, MAX_VIA
from tenfold.frameworks.model import Part
from tenfold.place import Place

if TYPE_CHECKING:
    from tenfold.dataflow.state import State
    from tenfold.project.read import PythonFile


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
        size: how many atoms it is made of, each counted as often as it is held.
    """

    __slots__ = ("_hash", "key", "request", "size")
    key: tuple[Any, ...]

    def _keyed(self, key: tuple[Any, ...], *, request: bool = False, held: Iterable[Value] = ()) -> None:
        self.key, self.request = key, request
        self.size: int = 1 + sum(atom.size for value in held for atom in value)
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


class Seq(Atom):
    """A list, tuple, set or generator: items whose places are known, then `rest`, what else it may hold."""

    __slots__ = ("items", "kind", "rest")

    def __init__(self, kind: str, items: tuple[Value, ...], rest: Value = NEVER) -> None:
        self.kind, self.items, self.rest = kind, items, rest
        request = is_request(rest) or any(map(is_request, items))
        self._keyed((kind, items, rest), request=request, held=(*items, rest))


class Map(Atom):
    """A mapping: values of known keys, and `rest` under any other key (None: every key is known)."""

    __slots__ = ("items", "rest")

    def __init__(self, items: dict[Any, Value], rest: Value = NEVER) -> None:
        self.items, self.rest = items, rest
        request = is_request(rest) or any(map(is_request, items.values()))
        self._keyed((tuple(items.items()), rest), request=request, held=(*items.values(), rest))


class Obj(Atom):
    """An object: of a class of the project, or of a library's class whose arguments matter.

    Attributes:
        name: qualified name of the class.
        fields: values of its attributes.
    """

    __slots__ = ("fields", "name")

    def __init__(self, name: str, fields: dict[str, Value]) -> None:
        self.name, self.fields = name, fields
        request = any(map(is_request, fields.values()))
        self._keyed((name, tuple(fields.items())), request=request, held=fields.values())


class Ref(Atom):
    """Something that has a qualified name: a module, class, function, or what calling one gives ("sqlite3.connect()").

    `held` is what it was made with: the address of a request, the text of a reader.
    """

    __slots__ = ("held", "name")

    def __init__(self, name: str, held: Value = NEVER) -> None:
        self.name, self.held = name, held
        self._keyed((name, held), held=(held,))


class Method(Atom):
    """A method of the project bound to an object."""

    __slots__ = ("name", "owner")

    def __init__(self, name: str, owner: Value) -> None:
        self.name, self.owner = name, owner
        self._keyed((name, owner), held=(owner,))


class Bound(Atom):
    """A method of a value: `text.strip`, kept until it is called."""

    __slots__ = ("name", "owner")

    def __init__(self, name: str, owner: Value) -> None:
        self.name, self.owner = name, owner
        self._keyed((name, owner), request=is_request(owner), held=(owner,))


class Closure(Atom):
    """A function that was defined inside a function, or a lambda: its scope and what surrounds it."""

    __slots__ = ("file", "scope", "state")

    def __init__(self, file: PythonFile, scope: int, state: State) -> None:
        self.file, self.scope, self.state = file, scope, state
        self._keyed((file.path, scope, id(state)))


class Partial(Atom):
    """A callable with some of its arguments given."""

    __slots__ = ("args", "func", "keywords")

    def __init__(self, func: Value, args: tuple[Value, ...], keywords: dict[str, Value]) -> None:
        self.func, self.args, self.keywords = func, args, keywords
        self._keyed((func, args, tuple(keywords.items())), held=(func, *args, *keywords.values()))


UNKNOWN = Data(None)
HARMLESS = Data(None, harmless=True)
NUMBER = Data(None, harmless=True, kind="number")
ANYTHING: Value = (UNKNOWN,)
FIXED: Value = (HARMLESS,)
NONE: Value = (Lit(None),)
TRUE: Value = (Lit(True),)
FALSE: Value = (Lit(False),)
BOOL: Value = (Lit(True), Lit(False))


def lit(value: str | int | float | bool | bytes | None) -> Value:
    """The value of a constant."""
    return (Lit(value),)


def join(*values: Value) -> Value:
    """What may be any of `values`."""
    first = values[0]
    if all(other is first or other == first or not other for other in values[1:]):
        return first or next((value for value in values if value), NEVER)
    atoms = dict.fromkeys(atom for value in values for atom in value)
    return tuple(atoms) if len(atoms) <= MAX_ATOMS else summed(atoms)


def bounded(value: Value) -> Value:
    """The same, unless it holds more than the bound: then what its containers hold is summed up."""
    if all(atom.size <= MAX_HELD for atom in value):
        return value
    return tuple(dict.fromkeys(atom if atom.size <= MAX_HELD else _flat(atom) for atom in value))


def _flat(atom: Atom) -> Atom:
    """A container whose containers are only the data that they hold."""

    def each(value: Value) -> Value:
        return value if sum(atom.size for atom in value) <= MAX_ATOMS else carried(value)

    match atom:
        case Seq(kind=kind, items=items, rest=rest):
            return Seq(kind, tuple(map(each, items[:MAX_ITEMS])), join(each(rest), *map(each, items[MAX_ITEMS:])))
        case Map(items=entries, rest=rest):
            return Map({key: each(item) for key, item in entries.items()}, each(rest))
        case Obj(name=name, fields=fields):
            return Obj(name, {key: each(item) for key, item in fields.items()})
        case Ref(name=name, held=held):
            return Ref(name, each(held))
    return UNKNOWN


def summed(atoms: Iterable[Atom]) -> Value:
    """At most `MAX_ATOMS` things that stand for all of `atoms`: constants become "some constant", data stays."""
    kept: dict[Atom, None] = {}
    for atom in _merged(list(atoms)):
        if isinstance(atom, Lit):
            kept[HARMLESS if atom.value is not None else atom] = None
        elif isinstance(atom, (Data, Ref, Method, Map, Seq)):
            kept[atom] = None
        else:
            kept.update(dict.fromkeys(data_in((atom,))))
    if len(kept) > MAX_ATOMS:
        data = _least_known(roots_in(tuple(kept)))
        kept = dict.fromkeys([*data[: MAX_ATOMS - 1], UNKNOWN])
    return tuple(kept)


def _merged(atoms: list[Atom]) -> list[Atom]:
    """The same with all mappings in one, so that each key keeps its own value, and all lists in one."""
    maps = [atom for atom in atoms if isinstance(atom, Map)]
    lists = [atom for atom in atoms if isinstance(atom, Seq)]
    found = [atom for atom in atoms if not isinstance(atom, (Map, Seq))]
    items: dict[Any, Value] = {}
    rest: Value = NEVER
    for one in maps:
        for key, item in one.items.items():
            if key in items or len(items) < MAX_ITEMS:
                items[key] = join(items[key], item) if key in items else item
            else:
                rest = join(rest, item)
        rest = join(rest, one.rest)
    if maps:
        found.append(maps[0] if len(maps) == 1 else Map(items, rest))
    if lists:
        held = [value for one in lists for value in (*one.items, one.rest)]
        found.append(lists[0] if len(lists) == 1 else Seq(lists[0].kind, (), join(*held)))
    return found


def _least_known(found: list[Data]) -> list[Data]:
    """The pieces that stand for all: of one origin, those of which no other shows less."""
    origins: dict[object, list[Data]] = {}
    for data in found:
        same = origins.setdefault((data.root, data.via, data.kind), [])
        if not any(other.facts <= data.facts for other in same):
            same[:] = [data, *(other for other in same if not data.facts <= other.facts)]
    return [data for same in origins.values() for data in same]


def data_in(value: Value) -> list[Data]:
    """Every piece of data inside a value, containers and objects entered; each once."""
    found: dict[Data, None] = {}
    pending = list(value)
    seen = 0
    while pending:
        atom = pending.pop(0) if seen < MAX_SIZE else pending.pop()
        seen += 1
        if seen > MAX_SIZE * 4:
            found[UNKNOWN] = None
            break
        if isinstance(atom, Data):
            found[atom] = None
        elif isinstance(atom, Lit):
            found[HARMLESS] = None
        else:
            pending.extend(inside(atom))
    return list(found)


def inside(atom: Atom) -> Iterator[Atom]:
    """The atoms that one is directly made of."""
    match atom:
        case Text(parts=parts):
            yield from (part for part in parts if isinstance(part, Data))
        case Seq(items=items, rest=rest):
            for item in items:
                yield from item
            yield from rest
        case Map(items=entries, rest=rest):
            for item in entries.values():
                yield from item
            yield from rest
        case Obj(fields=fields):
            for item in fields.values():
                yield from item
        case Ref(held=held):
            yield from held
        case Bound(owner=owner):
            yield from owner
        case Partial(args=args):
            for item in args:
                yield from item


def roots_in(value: Value) -> list[Data]:
    """Every piece of request data inside a value."""
    return [data for data in data_in(value) if data.root is not None] if is_request(value) else []


def is_request(value: Value) -> bool:
    """Whether a value holds request data."""
    return any(atom.request for atom in value)


def carried(*values: Value, via: str = "") -> Value:
    """What is made of `values` in a way that is not followed: their data, or something harmless, or unknown."""
    found = [data for value in values for data in data_in(value)]
    request = dict.fromkeys(data.through(via) if via else data for data in found if data.root is not None)
    if request:
        return tuple(request) if len(request) <= MAX_ATOMS else tuple(request)[:MAX_ATOMS]
    known = all(data.harmless for data in found) and all(
        not isinstance(atom, (Ref, Obj, Closure, Method)) for value in values for atom in value
    )
    return FIXED if known else ANYTHING


def stepped(value: Value, place: Place, text: str) -> Value:
    """The same value, whose request data is one step further; containers are entered one level."""
    if not is_request(value):
        return value
    return tuple(_stepped(atom, place, text, 3) for atom in value)


def _stepped(atom: Atom, place: Place, text: str, depth: int) -> Atom:
    if isinstance(atom, Data):
        return atom.step(place, text)
    if depth <= 0:
        return atom

    def each(value: Value) -> Value:
        return tuple(_stepped(one, place, text, depth - 1) for one in value)

    match atom:
        case Text(parts=parts):
            return Text(tuple(part.step(place, text) if isinstance(part, Data) else part for part in parts))
        case Seq(kind=kind, items=items, rest=rest):
            return Seq(kind, tuple(each(item) for item in items[:MAX_ITEMS]), each(rest))
        case Map(items=entries, rest=rest):
            return Map({key: each(item) for key, item in entries.items()}, each(rest))
        case Obj(name=name, fields=fields):
            return Obj(name, {key: each(item) for key, item in fields.items()})
    return atom


def truth(atom: Atom) -> bool | None:
    """Whether something counts as true; None when that is not known."""
    match atom:
        case Lit(value=value):
            return bool(value)
        case Text(parts=parts):
            return True if any(isinstance(part, str) and part for part in parts) else None
        case Seq(items=items, rest=rest):
            return True if items else (None if rest else False)
        case Map(items=entries, rest=rest):
            return True if entries else (None if rest else False)
        case Closure() | Method() | Bound() | Partial():
            return True
        case Obj():
            return True
    return None
