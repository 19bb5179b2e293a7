"""A value with the place of each of its parts, so that one entry of MIDDLEWARE can be pointed at."""

from __future__ import annotations

import msgspec
from msgspec.structs import replace

from tenfold.place import Place
from tenfold.program.values import UNKNOWN, Env, Made, Unknown, Value, hashable

MAX_WEIGHT = 5_000
"""Values that one setting may be made of; what grows beyond is unknown (`X += X` doubles each time)."""

Key = str | int | float | bool | bytes | None | Unknown | Env | Made


class Traced(msgspec.Struct, frozen=True):
    """A value and where it comes from.

    Attributes:
        value: what it is.
        place: where it is set.
        module: path of the module, or name of the class, that sets it.
        items: the parts of a list, in order.
        entries: the parts of a dict.
        overridden: places of earlier values of the same name.
        weight: how many values it is made of, itself included.
    """

    value: Value
    place: Place
    module: str = ""
    items: tuple[Traced, ...] = ()
    entries: tuple[tuple[Key, Traced], ...] = ()
    overridden: tuple[Place, ...] = ()
    weight: int = 1


State = dict[str, Traced]


def parts(traced: Traced) -> tuple[Traced, ...]:
    """The items of a list, each at least with the list's own place."""
    if traced.items or not isinstance(traced.value, list):
        return traced.items
    return tuple(replace(traced, value=value, items=(), entries=(), overridden=(), weight=1) for value in traced.value)


def pairs(traced: Traced) -> tuple[tuple[Key, Traced], ...]:
    """The entries of a dict, each at least with the dict's own place."""
    if traced.entries or not isinstance(traced.value, dict):
        return traced.entries
    return tuple(
        (key, replace(traced, value=value, items=(), entries=(), overridden=(), weight=1))
        for key, value in traced.value.items()
        if not isinstance(key, (list, dict))
    )


def sequence(items: tuple[Traced, ...], like: Traced) -> Traced:
    """A list of `items` that stands where `like` does."""
    weight = 1 + sum([item.weight for item in items])
    if weight > MAX_WEIGHT:
        return replace(like, value=UNKNOWN, items=(), entries=(), weight=1)
    return replace(like, value=[item.value for item in items], items=items, entries=(), weight=weight)


def mapping(entries: tuple[tuple[Key, Traced], ...], like: Traced) -> Traced:
    """A dict of `entries`, later ones winning, that stands where `like` does."""
    weight = 1 + sum([value.weight for _, value in entries])
    if weight > MAX_WEIGHT:
        return replace(like, value=UNKNOWN, items=(), entries=(), weight=1)
    final: dict[tuple[type, Key], tuple[Key, Traced]] = {}
    for key, value in entries:
        if hashable(key):
            final[type(key), key] = (key, value)
    kept = tuple(final.values())
    return replace(like, value={key: value.value for key, value in kept}, entries=kept, items=(), weight=weight)


def joined(left: Traced, right: Traced) -> Traced:
    """`left + right` of two lists; a side that is not known leaves one unknown item."""
    sides = [parts(side) if isinstance(side.value, list) else (replace(side, value=Unknown("+")),)
             for side in (left, right)]  # fmt: skip
    return sequence((*sides[0], *sides[1]), left)


def merged(left: Traced, right: Traced) -> Traced:
    """`left | right` of two dicts."""
    return mapping((*pairs(left), *pairs(right)), left)


def entry(traced: Traced, key: Key) -> Traced | None:
    """The part of a dict or list under a key."""
    for name, value in pairs(traced):
        if name == key and type(name) is type(key):
            return value
    if isinstance(key, int) and isinstance(traced.value, list) and -len(traced.value) <= key < len(traced.value):
        return parts(traced)[key]
    return None


def with_entry(traced: Traced | None, path: tuple[Key, ...], new: Traced) -> Traced:
    """`traced` with `new` under a path of keys; what is no dict on the way becomes one."""
    if not path:
        return new
    if traced is not None and isinstance(traced.value, list) and isinstance(path[0], int):
        items = list(parts(traced))
        if -len(items) <= path[0] < len(items):
            items[path[0]] = with_entry(items[path[0]], path[1:], new)
        return sequence(tuple(items), traced)
    if traced is None or not isinstance(traced.value, dict):
        hidden = ((Unknown("**"), traced),) if traced is not None else ()
        traced = mapping(hidden, replace(new, items=(), entries=()))
    inner = with_entry(entry(traced, path[0]), path[1:], new)
    return mapping((*pairs(traced), (path[0], inner)), traced)
