"""Reading and writing what containers hold: exactly where the key is constant, as "one of them" where it is not."""

from __future__ import annotations

from tenfold.dataflow import texts
from tenfold.dataflow import values as v
from tenfold.dataflow.bounds import MAX_ITEMS
from tenfold.dataflow.values import Atom, Data, Lit, Map, Root, Seq, Text, Trail, Value
from tenfold.place import Place

_INSIDE = {"map": "", "json": "json", "files": "file", "list": "", "lists": "list"}
"""The kind of what a kind of request data holds."""


def entry(data: Data, key: object, place: Place) -> Data:
    """What stands under a key of request data; `key` is None when it is not constant."""
    if data.root is None:
        return data
    inner = _INSIDE.get(data.kind)
    if inner is None:
        piece = data.through("part")
        return piece.piece(key) if isinstance(key, int) else piece
    if isinstance(key, (str, int)) and data.kind != "list":
        root = data.root
        named = f"{root.key}.{key}" if root.key else str(key)
        read = Root(root.name, named, f"{root.label}[{key!r}]", root.part, place, validated=root.validated)
        return data.but(root=read, kind=inner, trail=Trail(None, place, f"{read.label} is read here"))
    return data.but(kind=inner)


def index(value: Value, key: Value, place: Place) -> Value:
    """`value[key]`."""
    keys = [atom.value if isinstance(atom, Lit) else None for atom in key] or [None]
    constant = all(isinstance(atom, Lit) for atom in key) and len(keys) <= 4
    found = [_index(atom, one, place, known=constant) for atom in value for one in (keys if constant else [None])]
    return v.join(*found) if found else v.NEVER


def _index(atom: Atom, key: object, place: Place, *, known: bool) -> Value:
    match atom:
        case Data():
            return (entry(atom, key if known else None, place),)
        case Map(items=items, rest=rest):
            if known:
                return items.get(key, rest) or v.ANYTHING
            if items and not rest:
                return v.join(*items.values())  # there is no other key, or none of this line is done
            return v.join(v.ANYTHING, *items.values(), rest)
        case Seq(items=items, rest=rest):
            if known and isinstance(key, int) and not isinstance(key, bool):
                if not rest and -len(items) <= key < len(items):
                    return items[key]
                if rest and 0 <= key < len(items):
                    return items[key]
                return v.join(*items, pieces(rest, key)) or v.ANYTHING
            return v.join(*items, rest) if items or rest else v.ANYTHING
        case Lit(value=str() | bytes() as text):
            if known and isinstance(key, int) and -len(text) <= key < len(text):
                return v.lit(text[key])
            return v.FIXED
        case Text():
            return texts.sliced(atom, key, key + 1) if isinstance(key, int) and key >= 0 else _part(atom)
        case v.Ref(held=held) if held:
            return v.carried(held)
    return v.ANYTHING


def pieces(value: Value, which: object) -> Value:
    """One of what a value may be any of: the first, the second."""
    return tuple(atom.piece(which) if isinstance(atom, Data) else atom for atom in value)


def _part(text: Text) -> Value:
    return v.carried((text,), via="part")


def store(atom: Atom, key: Value, value: Value) -> Atom:
    """What a container is after `container[key] = value`."""
    constant = len(key) == 1 and isinstance(key[0], Lit)
    where = key[0].value if constant and isinstance(key[0], Lit) else None
    match atom:
        case Map(items=items, rest=rest):
            if constant and len(items) < MAX_ITEMS:
                return Map({**items, where: value}, rest)
            value = listed(key, value)
            # What stands under a known key may have been replaced.
            return Map({k: v.join(old, value) for k, old in items.items()}, v.join(rest, value))
        case Seq(kind=kind, items=items, rest=rest):
            if constant and isinstance(where, int) and -len(items) <= where < len(items) and not rest:
                changed = list(items)
                changed[where] = value
                return Seq(kind, tuple(changed), rest)
            return Seq(kind, tuple(v.join(item, value) for item in items), v.join(rest, value) if rest else rest)
    return atom


def listed(key: Value, value: Value) -> Value:
    """What is kept under a key of request data; "listed" when a list has passed the key, so that no other is there."""
    keys = v.roots_in(key)
    if not keys or not all(data.has("fixed") for data in keys):
        return value
    passed = {("listed", "")}
    return tuple(
        atom.but(facts=atom.facts | passed) if isinstance(atom, Data) and atom.root is not None else atom
        for atom in value
    )


def without(atom: Atom, key: Value) -> Atom:
    """What a container is after `del container[key]`."""
    where = key[0].value if len(key) == 1 and isinstance(key[0], Lit) else None
    match atom:
        case Map(items=items, rest=rest):
            return Map({k: item for k, item in items.items() if k != where}, rest)
        case Seq(kind=kind, items=items, rest=rest) if isinstance(where, int) and not rest:
            left = list(items)
            if -len(left) <= where < len(left):
                del left[where]
            return Seq(kind, tuple(left), rest)
        case Seq(kind=kind, items=items, rest=rest):
            return Seq(kind, (), v.join(*items, rest) if items or rest else v.NEVER)
    return atom


def items_of(value: Value) -> tuple[list[Value] | None, Value]:
    """What iterating gives: the items in order where all are known (else None), and what any of them may be."""
    if len(value) == 1:
        atom = value[0]
        if isinstance(atom, Seq) and not atom.rest:
            return list(atom.items), (v.join(*atom.items) if atom.items else v.NEVER)
        if isinstance(atom, Map) and not atom.rest:
            keys = [v.lit(key) if isinstance(key, (str, int, float, bool)) else v.ANYTHING for key in atom.items]
            return keys, (v.join(*keys) if keys else v.NEVER)
        if isinstance(atom, Lit) and isinstance(atom.value, str) and len(atom.value) <= MAX_ITEMS:
            letters = [v.lit(letter) for letter in atom.value]
            return letters, (v.join(*letters) if letters else v.NEVER)
    return None, v.join(*(_each(atom) for atom in value)) if value else v.NEVER


def _each(atom: Atom) -> Value:
    match atom:
        case Seq(items=items, rest=rest):
            return v.join(*items, rest) if items or rest else v.NEVER
        case Map(items=items, rest=rest):
            keys = [v.lit(key) if isinstance(key, (str, int, float, bool)) else v.ANYTHING for key in items]
            return v.join(*keys, v.FIXED if v.is_request(rest) or rest else v.NEVER) if keys or rest else v.NEVER
        case Data(kind=kind):
            if atom.root is None:
                return (atom,)
            if kind == "map":
                return (atom.but(kind="").piece("each"),)
            return (atom.but(kind=_INSIDE[kind]).piece("each") if kind in _INSIDE else _character(atom),)
        case Lit():
            return v.FIXED
        case v.Ref(held=held) if held:
            return v.carried(held)
        case v.Ref() | v.Obj():
            return v.ANYTHING
    return tuple(_character(one) if isinstance(one, Data) else one for one in v.carried((atom,)))


def _character(data: Data) -> Data:
    """One character of a text: what it is compared with, it is or lacks."""
    return data.through("character")
