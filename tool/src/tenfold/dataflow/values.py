"""Values as the data flow sees them: each is the set of things that an expression may be at one place.

A value is a tuple of atoms; the empty tuple is what no path gives. Atoms are immutable and compare by what they are,
never by the trail that led to them, so that loops settle and calls with the same arguments are followed once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any

from tenfold.dataflow.bounds import MAX_ATOMS, MAX_ITEMS, MAX_SIZE, MAX_VALUE_DEPTH
from tenfold.dataflow.data import (
    COMPONENTS,
    NEVER,
    Atom,
    Data,
    Fact,
    Lit,
    Root,
    Text,
    Trail,
    Value,
    surviving,
)
from tenfold.place import Place

if TYPE_CHECKING:
    from tenfold.dataflow.state import State
    from tenfold.project.read import PythonFile

__all__ = [
    "ANYTHING",
    "BOOL",
    "COMPONENTS",
    "FALSE",
    "FIXED",
    "HARMLESS",
    "NEVER",
    "NONE",
    "NUMBER",
    "TRUE",
    "UNKNOWN",
    "Atom",
    "Bound",
    "Closure",
    "Data",
    "Fact",
    "Lit",
    "Map",
    "Method",
    "Obj",
    "Partial",
    "Ref",
    "Root",
    "Seq",
    "Text",
    "Trail",
    "Value",
    "carried",
    "data_in",
    "inside",
    "is_request",
    "join",
    "lit",
    "roots_in",
    "stepped",
    "summed",
    "surviving",
    "truth",
]  # fmt: skip


class Seq(Atom):
    """A list, tuple, set or generator: items whose places are known, then `rest`, what else it may hold."""

    __slots__ = ("items", "kind", "rest")

    def __init__(self, kind: str, items: tuple[Value, ...], rest: Value = NEVER) -> None:
        extent = _extent((*items, rest))
        if _too_big(extent):
            items, rest = (), carried(*items, rest)
            extent = _extent((rest,))
        self.kind, self.items, self.rest = kind, items, rest
        self._keyed((kind, items, rest), request=is_request(rest) or any(map(is_request, items)), extent=extent)


class Map(Atom):
    """A mapping: values of known keys, and `rest` under any other key (None: every key is known)."""

    __slots__ = ("items", "rest")

    def __init__(self, items: dict[Any, Value], rest: Value = NEVER) -> None:
        extent = _extent((*items.values(), rest))
        if _too_big(extent):
            items, rest = {}, carried(*items.values(), rest)
            extent = _extent((rest,))
        self.items, self.rest = items, rest
        request = is_request(rest) or any(map(is_request, items.values()))
        self._keyed((tuple(items.items()), rest), request=request, extent=extent)


class Obj(Atom):
    """An object: of a class of the project, or of a library's class whose arguments matter.

    Attributes:
        name: qualified name of the class.
        fields: values of its attributes.
    """

    __slots__ = ("fields", "name")

    def __init__(self, name: str, fields: dict[str, Value]) -> None:
        extent = _extent(fields.values())
        if _too_big(extent):
            fields = {field: carried(value) for field, value in fields.items()}
            extent = _extent(fields.values())
        self.name, self.fields = name, fields
        self._keyed((name, tuple(fields.items())), request=any(map(is_request, fields.values())), extent=extent)


class Ref(Atom):
    """Something that has a qualified name: a module, class, function, or what calling one gives ("sqlite3.connect()").

    `held` is what it was made with: the address of a request, the text of a reader.
    """

    __slots__ = ("held", "name")

    def __init__(self, name: str, held: Value = NEVER) -> None:
        self.name, self.held = name, held
        self._keyed((name, held), request=is_request(held), extent=_extent((held,)))


class Method(Atom):
    """A method of the project bound to an object."""

    __slots__ = ("name", "owner")

    def __init__(self, name: str, owner: Value) -> None:
        self.name, self.owner = name, owner
        self._keyed((name, owner), request=is_request(owner), extent=_extent((owner,)))


class Bound(Atom):
    """A method of a value: `text.strip`, kept until it is called."""

    __slots__ = ("name", "owner")

    def __init__(self, name: str, owner: Value) -> None:
        self.name, self.owner = name, owner
        self._keyed((name, owner), request=is_request(owner), extent=_extent((owner,)))


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
        self._keyed((func, args, tuple(keywords.items())), request=any(map(is_request, args)), extent=_extent(args))


def _extent(values: Iterable[Value]) -> tuple[int, int]:
    """How many atoms values are made of together with what holds them, and how deep they are nested."""
    size, depth = 1, 0
    for value in values:
        for atom in value:
            size += atom.size
            depth = max(depth, atom.depth)
    return size, depth + 1


def _too_big(extent: tuple[int, int]) -> bool:
    return extent[0] > MAX_SIZE or extent[1] > MAX_VALUE_DEPTH


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


def mapped(value: Value, change: Callable[[Data], Data], depth: int) -> Value:
    """A value with each piece of data changed, `depth` containers deep."""
    if depth <= 0 or not is_request(value):
        return value
    return tuple(dict.fromkeys(_mapped(atom, change, depth - 1) for atom in value))


def _mapped(atom: Atom, change: Callable[[Data], Data], depth: int) -> Atom:
    def each(value: Value) -> Value:
        return mapped(value, change, depth)

    match atom:
        case Data():
            return change(atom)
        case Text(parts=parts):
            return Text(tuple(change(part) if isinstance(part, Data) else part for part in parts))
        case Seq(kind=kind, items=items, rest=rest):
            return Seq(kind, tuple(each(item) for item in items), each(rest))
        case Map(items=entries, rest=rest):
            return Map({key: each(item) for key, item in entries.items()}, each(rest))
        case Obj(name=name, fields=fields):
            return Obj(name, {key: each(item) for key, item in fields.items()})
        case Ref(name=name, held=held) if held:
            return Ref(name, each(held))
    return atom


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
