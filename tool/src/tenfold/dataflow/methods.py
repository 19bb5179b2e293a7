"""What methods of texts, request data and containers give, and what they leave behind.

A method that is not known here gives data of what it is called on: `data.anything()` is request data still.
"""

from __future__ import annotations

from collections.abc import Callable

from tenfold.dataflow import characters, containers, folding, texts
from tenfold.dataflow import values as v
from tenfold.dataflow.bounds import MAX_ITEMS
from tenfold.dataflow.values import Atom, Data, Lit, Map, Seq, Text, Value
from tenfold.place import Place

Given = tuple[tuple[Value, ...], dict[str, Value]]
Result = tuple[Value, Atom | None]
"""What a method gives, and what its object has become (None: unchanged)."""

_ASKING = frozenset({
    "startswith", "endswith", "isdigit", "isalnum", "isalpha", "isnumeric", "isdecimal", "isidentifier", "isspace",
    "islower", "isupper", "istitle", "isascii", "isprintable", "exists", "is_file", "is_dir", "is_relative_to",
    "is_absolute", "issubset", "issuperset", "isdisjoint", "__contains__", "has_key", "is_valid", "validate",
})  # fmt: skip
_COUNTING = frozenset({"find", "rfind", "index", "rindex", "count", "__len__", "write", "tell", "seek", "stat"})
_RESHAPING = frozenset({
    "lower", "upper", "title", "capitalize", "casefold", "swapcase", "strip", "lstrip", "rstrip", "encode", "center",
    "ljust", "rjust", "zfill", "expandtabs", "copy", "read", "getvalue", "__str__", "removeprefix", "removesuffix",
})  # fmt: skip
_KEYED = frozenset({"get", "pop", "setdefault", "__getitem__", "getfirst", "getone", "get_argument"})
_LISTED = frozenset({"getlist", "getall", "get_list", "getAll", "multi_items", "get_arguments", "get_all"})
_PATHS = {"resolve": "normalised", "absolute": "", "expanduser": "", "as_posix": "", "name": "basename"}
_NUMBERS = frozenset({"builtins.int", "builtins.float", "builtins.bool", "uuid.UUID", "decimal.Decimal"})


def call(atom: Atom, name: str, args: tuple[Value, ...], keywords: dict[str, Value], place: Place) -> Result:
    """`atom.name(*args, **keywords)`."""
    given = (args, keywords)
    match atom:
        case Map():
            return _map(atom, name, given, place)
        case Seq():
            return _sequence(atom, name, given)
        case Lit(value=str() | bytes()) | Text() | Data():
            return _text(atom, name, given, place), None
        case Lit():
            return v.FIXED, None
    return v.ANYTHING, None


# -- texts and request data


def _text(atom: Lit | Text | Data, name: str, given: Given, place: Place) -> Value:
    args, keywords = given
    if isinstance(atom, Lit):
        known = [folding.python(arg) for arg in args]
        if all(ok for ok, _ in known) and not keywords:
            folded = folding.method(atom, name, tuple(constant for _, constant in known))
            if folded is not None:
                return folded
    if name == "format":
        return texts.braces((atom,), args, keywords)
    if name in {"format_map", "safe_substitute", "substitute"}:
        return texts.braces((atom,), (), _entries(args) if args else keywords)
    if name == "join" and args and not (isinstance(atom, Data) and atom.root is not None):
        exact, anything = containers.items_of(args[0])
        if exact is not None:
            return texts.join_items((atom,), exact, v.NEVER)
        return texts.join_items((atom,), (), anything)
    if name in _ASKING:
        return v.BOOL
    if name in _COUNTING:
        return (v.NUMBER,)
    if isinstance(atom, Data) and atom.kind in {"map", "json", "files", "list", "lists"}:
        found = _mapping_of_request(atom, name, given, place)
        if found is not None:
            return found
    handler = _TEXT_METHODS.get(name)
    if handler is not None:
        return handler(atom, given)
    if isinstance(atom, Data):
        if atom.kind == "file":
            return (atom.but(kind=""),)
        return (atom.through(_PATHS.get(name, "")) if atom.root is not None else atom,)
    if name in _PATHS:
        return texts.mapped((atom,), _PATHS[name])
    if name in {"joinpath", "with_name", "with_suffix"}:
        return texts.concat([(atom,), v.lit("/"), *args])
    return v.carried((atom,), *(args if name in {"append", "joinpath", "extend"} else ()))


def _entries(args: tuple[Value, ...]) -> dict[str, Value]:
    """What stands under each name of the mapping that `format_map` is given; "**" for other names."""
    found: dict[str, Value] = {}
    for atom in v.join(*args):
        if isinstance(atom, Map):
            found.update({key: item for key, item in atom.items.items() if isinstance(key, str)})
        more = atom.rest if isinstance(atom, Map) else (atom,)
        if more:
            found["**"] = v.join(found.get("**", v.NEVER), more)
    return found


def _mapping_of_request(data: Data, name: str, given: Given, place: Place) -> Value | None:
    args, keywords = given
    if name in _KEYED:
        found = containers.index((data,), args[0] if args else v.ANYTHING, place)
        kind = keywords.get("type") or (args[2] if len(args) > 2 else v.NEVER)
        if any(isinstance(atom, v.Ref) and atom.name in _NUMBERS for atom in kind):
            found = (v.NUMBER,)
        default = args[1] if len(args) > 1 else keywords.get("default", v.NEVER)
        return v.join(found, default)
    if name in _LISTED:
        found = containers.index((data,), args[0], place) if args else ((data.but(kind=""),))
        return (Seq("list", (), found),)
    if name in {"items", "lists", "iteritems"}:
        inner = containers.index((data,), v.ANYTHING, place)
        return (Seq("list", (), (Seq("tuple", ((data.but(kind="").piece("each"),), inner)),)),)
    if name == "keys":
        return (Seq("list", (), (data.but(kind="").piece("each"),)),)
    if name in {"values", "listvalues"}:
        return (Seq("list", (), containers.index((data,), v.ANYTHING, place)),)
    if name in {"to_dict", "copy", "dict", "model_dump"}:
        return (data,)
    return None


def _case(atom: Atom, given: Given, change: Callable[[str], str]) -> Value:  # noqa: ARG001
    if isinstance(atom, Text):
        return (texts.atom_of([change(part) if isinstance(part, str) else part for part in atom.parts]),)
    return (atom,)


def _strip(atom: Atom, given: Given) -> Value:  # noqa: ARG001
    if isinstance(atom, Text):
        parts = list(atom.parts)
        if isinstance(parts[0], str):
            parts[0] = parts[0].lstrip()
        if isinstance(parts[-1], str):
            parts[-1] = parts[-1].rstrip()
        return (texts.atom_of(parts),)
    return (atom,)


def _replace(atom: Atom, given: Given) -> Value:
    """`text.replace(old, new)`: what replaces every `old` leaves none, unless taking it out makes new ones."""
    args, _ = given
    if len(args) < 2:
        return (atom,)
    (known, old), (sure, new) = folding.python(args[0]), folding.python(args[1])
    inserted = () if sure else args[1]

    def changed(part: str | Data) -> str | Data:
        if isinstance(part, str):
            return part.replace(old, new) if known and sure and isinstance(old, str) and isinstance(new, str) else part
        if part.root is None:
            return part
        part = characters.without(part, "", new if sure and isinstance(new, str) else "")
        if known and sure and isinstance(old, str) and isinstance(new, str) and old not in new:
            single = len(old) == 1 and len(args) == 2
            fact = (
                ("lacks", old) if single else ("weak", f"taking {old!r} out once can leave it: it may be written twice")
            )
            doubled = ("doubled", old) if new in {"\\" + old, old * 2, "\\'"} else fact
            return part.but(facts=part.facts | {doubled})
        if known and isinstance(old, str) and sure and isinstance(new, str) and new in {old * 2, "\\" + old}:
            return part.but(facts=part.facts | {("doubled", old)})
        return part

    parts = [changed(part) for part in texts.parts_of(atom)]
    put_in = v.roots_in(inserted)
    if known and isinstance(old, str) and old and any(isinstance(part, str) and old in part for part in parts):
        return texts.concat([piece for part in parts for piece in _put_in(part, old, inserted)]) if put_in else v.FIXED
    return (texts.atom_of([*parts, *put_in]),)


def _put_in(part: str | Data, old: str, inserted: Value) -> list[Value]:
    """A part of a text in which `inserted` stands wherever the constant `old` stood."""
    if not isinstance(part, str):
        return [(part,)]
    pieces = [v.lit(piece) for piece in part.split(old)]
    return [one for number, piece in enumerate(pieces) for one in ((inserted, piece) if number else (piece,))]


def _split(atom: Atom, given: Given) -> Value:
    args, keywords = given
    separator = args[0] if args else keywords.get("sep", v.NEVER)
    known, text = folding.python(separator) if separator else (False, None)
    pieces: list[Atom] = []
    for part in texts.parts_of(atom):
        if isinstance(part, Data) and part.root is not None:
            piece = part.through("part")
            unlimited = len(args) < 2 and "maxsplit" not in keywords
            if known and isinstance(text, str) and len(text) == 1 and unlimited:
                piece = piece.but(facts=piece.facts | {("lacks", text)})
            pieces.append(piece)
    rest = tuple(dict.fromkeys(pieces)) or v.carried((atom,))
    return (Seq("list", (), rest),)


def _partition(atom: Atom, given: Given) -> Value:  # noqa: ARG001
    piece = v.carried((atom,), via="part")
    return (Seq("tuple", (containers.pieces(piece, 0), v.FIXED, containers.pieces(piece, 2))),)


def _translated(atom: Atom, given: Given) -> Value:
    return characters.translated(atom, given[0][0]) if given[0] else (atom,)


def _same(atom: Atom, given: Given) -> Value:  # noqa: ARG001
    return (atom,)


_TEXT_METHODS: dict[str, Callable[[Atom, Given], Value]] = {
    "lower": lambda a, g: _case(a, g, str.lower), "upper": lambda a, g: _case(a, g, str.upper),
    "casefold": lambda a, g: _case(a, g, str.casefold), "title": lambda a, g: _case(a, g, str.title),
    "strip": _strip, "lstrip": _strip, "rstrip": _strip, "replace": _replace, "split": _split, "rsplit": _split,
    "splitlines": _split, "partition": _partition, "rpartition": _partition, "translate": _translated,
    "encode": _same, "decode": _same, "copy": _same, "read": _same, "getvalue": _same, "removeprefix": _same,
    "removesuffix": _same, "center": _same, "ljust": _same, "rjust": _same, "zfill": _same,
}  # fmt: skip


# -- containers


def _map(atom: Map, name: str, given: Given, place: Place) -> Result:
    args, keywords = given
    if name in {"get", "pop", "setdefault", "__getitem__"} and args:
        return _taken(atom, name, args, keywords, place)
    if name == "update" and (args or keywords):
        return v.NONE, _updated(atom, args, keywords)
    if name == "items":
        pairs = tuple(
            (Seq("tuple", (v.lit(key) if _plain(key) else v.ANYTHING, item)),) for key, item in atom.items.items()
        )
        rest: Value = (Seq("tuple", (v.ANYTHING, atom.rest)),) if atom.rest else v.NEVER
        return (Seq("list", pairs, rest),), None
    if name == "values":
        return (Seq("list", tuple(atom.items.values()), atom.rest),), None
    if name == "keys":
        keys = tuple(v.lit(key) if _plain(key) else v.ANYTHING for key in atom.items)
        return (Seq("list", keys, v.FIXED if atom.rest else v.NEVER),), None
    if name == "clear":
        return v.NONE, Map({})
    if name in {"copy", "to_dict", "dict"}:
        return (atom,), None
    if name in {"add", "append"} and args:
        return v.NONE, Map(atom.items, v.join(atom.rest, args[-1]))
    return v.carried((atom,)), None


def _taken(atom: Map, name: str, args: tuple[Value, ...], keywords: dict[str, Value], place: Place) -> Result:
    key, constant = args[0], len(args[0]) == 1 and isinstance(args[0][0], Lit)
    default = args[1] if len(args) > 1 else keywords.get("default", v.NONE)
    where = args[0][0].value if constant and isinstance(args[0][0], Lit) else None
    if constant and where in atom.items:
        found = atom.items[where]
    elif constant:
        found = v.join(atom.rest, default) if atom.rest else default
    else:
        found = v.join(containers.index((atom,), key, place), characters.looked_up(atom, key, default))
    if name == "pop":
        return found, containers.without(atom, key)
    if name == "setdefault" and where not in atom.items:
        return found, containers.store(atom, key, default)
    return found, None


def _updated(atom: Map, args: tuple[Value, ...], keywords: dict[str, Value]) -> Atom:
    items, rest = dict(atom.items), atom.rest
    for given in args[:1]:
        if len(given) == 1 and isinstance(given[0], Map):
            items.update(given[0].items)
            rest = v.join(rest, given[0].rest)
        else:
            more = v.carried(given)
            items = {key: v.join(old, more) for key, old in items.items()}
            rest = v.join(rest, more)
    items.update({key: item for key, item in keywords.items() if key != "**"})
    return Map(dict(list(items.items())[:MAX_ITEMS]), v.join(rest, keywords.get("**", v.NEVER)))


def _sequence(atom: Seq, name: str, given: Given) -> Result:
    args, _ = given
    items, rest = atom.items, atom.rest
    first = args[0] if args else v.NEVER
    exact = not rest and len(items) < MAX_ITEMS
    if name in {"append", "add", "put", "put_nowait"} and args:
        return v.NONE, Seq(atom.kind, (*items, first), rest) if exact else Seq(atom.kind, items, v.join(rest, first))
    if name == "appendleft" and args:
        return v.NONE, Seq(atom.kind, (first, *items), rest)
    if name in {"extend", "update", "union"} and args:
        more, anything = containers.items_of(first)
        grown = (
            Seq(atom.kind, (*items, *more), rest)
            if more is not None and exact
            else Seq(atom.kind, items, v.join(rest, anything))
        )
        return ((grown,), None) if name == "union" else (v.NONE, grown)
    if name == "insert" and len(args) > 1:
        known, where = folding.python(first)
        if known and isinstance(where, int) and exact:
            changed = list(items)
            changed.insert(where, args[1])
            return v.NONE, Seq(atom.kind, tuple(changed), rest)
        return v.NONE, Seq(atom.kind, (), v.join(*items, rest, args[1]))
    if name in {"pop", "popleft", "get", "get_nowait"}:
        where = first if args else v.lit(0 if name in {"popleft", "get", "get_nowait"} else -1)
        return containers.index((atom,), where, Place("")), containers.without(atom, where)
    if name in {"remove", "discard"}:
        kept = tuple(item for item in items if item != first)
        return v.NONE, Seq(atom.kind, kept, rest)
    if name == "clear":
        return v.NONE, Seq(atom.kind, ())
    if name == "reverse":
        return v.NONE, Seq(atom.kind, items[::-1], rest)
    if name == "sort":
        return v.NONE, Seq(atom.kind, (), v.join(*items, rest) if items or rest else v.NEVER)
    if name in {"copy", "__iter__", "intersection", "difference"}:
        return (atom,), None
    if name in {"index", "count"}:
        return (v.NUMBER,), None
    if name == "__next__":
        return v.join(*items, rest) if items or rest else v.ANYTHING, None
    return (v.BOOL if name in _ASKING else v.carried((atom,))), None


def _plain(key: object) -> bool:
    return key is None or isinstance(key, (str, int, float, bool, bytes))
