"""Single characters of a text, and what functions that treat each character make of a text."""

from __future__ import annotations

import re

from tenfold.dataflow import folding, patterns, texts
from tenfold.dataflow import values as v
from tenfold.dataflow.values import Atom, Data, Fact, Lit, Value

_MOST = 100
_ASKED = "<>\"'&`/:;=()[]{}%\\ \t\r\n,.|$*?#@!^~+-_"
"""Characters of which it matters whether a text holds them."""


def are(value: Value) -> bool:
    """Whether request data in a value is one character."""
    found = v.roots_in(value)
    return bool(found) and all(data.via[-1:] == ("character",) for data in found)


def of(collection: Value) -> str | None:
    """The characters that a constant text, list or mapping holds; None when it holds anything else."""
    known, constant = folding.python(collection)
    if not known and len(collection) == 1 and isinstance(collection[0], v.Map) and not collection[0].rest:
        known, constant = True, list(collection[0].items)
    if not known or not isinstance(constant, (str, list, dict)) or len(constant) > _MOST:
        return None
    letters = list(constant)
    return "".join(letters) if all(isinstance(one, str) and len(one) == 1 for one in letters) else None


def looked_up(table: v.Map, key: Value, default: Value) -> Value:
    """What `table.get(character, character)` gives where the table has no such key: a character that it lacks."""
    letters = of((table,)) if are(key) and not table.rest else None
    if not letters:
        return default
    facts = frozenset(("lacks", letter) for letter in letters)
    return tuple(one.but(facts=one.facts | facts) if isinstance(one, Data) and one in key else one for one in default)


def translated(text: Atom, table: Value) -> Value:
    """`text.translate(table)`: the characters that the table maps are gone, unless it puts them in again."""
    known, mapping = folding.python(table)
    if not known or not isinstance(mapping, dict):
        return v.carried((text,), table)
    gone = {chr(key) if isinstance(key, int) and 0 <= key < 0x110000 else str(key) for key in mapping}
    put = "".join(str(one) for one in mapping.values() if isinstance(one, str))
    return _each_part(text, lambda part: without(part, "".join(sorted(gone)), put))


def table(args: tuple[Value, ...], keywords: dict[str, Value]) -> Value | None:  # noqa: ARG001
    """`str.maketrans(...)` of constants."""
    if len(args) == 1:
        return args[0]
    known = [folding.python(arg) for arg in args]
    if not all(ok and isinstance(one, str) for ok, one in known):
        return None
    found: dict[str, Value] = {a: v.lit(b) for a, b in zip(known[0][1], known[1][1], strict=False)}
    found.update(dict.fromkeys(known[2][1] if len(known) > 2 else "", v.NONE))
    return (v.Map(dict(found)),)


def without(data: Data, gone: str, put: str) -> Data:
    """Data out of which the characters `gone` were taken, and into which `put` was."""
    if data.root is None:
        return data
    kept = {fact for fact in data.facts if not _broken(fact, put)}
    return data.but(facts=frozenset(kept | {("lacks", letter) for letter in gone if letter not in put}))


def _broken(fact: Fact, put: str) -> bool:
    """Whether a fact no longer holds of data once `put` is put into it."""
    kind, detail = fact
    if kind == "lacks":
        return detail in put
    if kind in {"word", "number"}:
        return any(not letter.isalnum() and letter not in detail for letter in put)
    return kind == "clean" and any(letter in put for letter in "<>\"'")


def substituted(args: tuple[Value, ...], keywords: dict[str, Value]) -> Value | None:
    """`re.sub(pattern, new, text)` with a constant pattern and text; None when nothing is told by them."""
    if len(args) < 3 or len(args) > 3 or keywords:
        return None
    pattern = next((atom.held for atom in args[0] if isinstance(atom, v.Ref) and atom.held), args[0])
    (known, source), (sure, new) = folding.python(pattern), folding.python(args[1])
    if not known or not isinstance(source, str):
        return None
    put = new if sure and isinstance(new, str) else None
    kept = patterns.kept(source)
    found: list[Atom] = []
    for atom in args[2]:
        if put is None:
            found.extend(v.carried((atom,), args[1], via="part"))
        elif kept is not None:
            specials = "".join(sorted(set(kept) | {letter for letter in put if not letter.isalnum()}))
            found.extend(_each_part(atom, lambda part, word=specials: _worded(part, word)))
        else:
            gone = _taken_out(source)
            found.extend(_each_part(atom.through("part") if isinstance(atom, Data) and not gone else atom,
                                    lambda part, gone=gone: without(part, gone, put)))  # fmt: skip
    return tuple(dict.fromkeys(found))


def _worded(data: Data, specials: str) -> Data:
    if data.root is None:
        return data
    return data.but(facts=frozenset({fact for fact in data.facts if fact[0] != "word"} | {("word", specials)}))


def _taken_out(source: str) -> str:
    """The characters that alone match a pattern, so that replacing all matches leaves none of them."""
    try:
        compiled = re.compile(source)
    except (re.error, RecursionError, OverflowError):
        return ""
    if len(source) > 200 or not re.fullmatch(r"\[[^\^].*\]\+?|\\?.", source, re.DOTALL):
        return ""
    return "".join(letter for letter in _ASKED if compiled.fullmatch(letter))


def _each_part(atom: Atom, change: object) -> Value:
    assert callable(change)
    if isinstance(atom, Lit):
        return v.FIXED
    parts = [change(part) if isinstance(part, Data) else part for part in texts.parts_of(atom)]
    return (texts.atom_of(parts),)
