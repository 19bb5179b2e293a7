"""Texts built of constants and data: concatenation, `%`, `format`, f-strings, `join`, slices."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Sequence

from tenfold.dataflow import values as v
from tenfold.dataflow.bounds import MAX_ATOMS, MAX_PARTS, MAX_TEXT
from tenfold.dataflow.values import HARMLESS, UNKNOWN, Atom, Data, Lit, Text, Value

Parts = tuple["str | Data", ...]

_PERCENT = re.compile(
    r"%(?:\((?P<key>[^)]{0,80})\))?[-+ #0]{0,4}(?:\*|\d{0,4})(?:\.\d{1,4})?[hlL]?(?P<kind>[srdifeEgGxXocua%])"
)
_BRACE = re.compile(r"\{\{|\}\}|\{(?P<name>[^{}!:]{0,80})(?:!(?P<how>[rsa]))?(?::(?P<spec>[^{}]{0,40}))?\}")
_DOLLAR = re.compile(r"\$(?:\$|([A-Za-z_]\w{0,80})|\{([A-Za-z_]\w{0,80})\})")
_MARK = re.compile("\ue000(\\d+)\ue001")
_WRITTEN_OUT = frozenset({"map", "files", "list", "lists"})
"""Kinds whose text is that of a container, or of an object."""
_ONE_LINE = frozenset({("clean", "logging.injection")})
_NUMERIC_SPECS = frozenset("bcdoxXneEfFgG%")
_TRUSTED_NAMES = ("os.environ", "os.getenv", "builtins.", "datetime.", "time.", "uuid.")


def parts_of(atom: Atom) -> Parts:
    """The text that `str()` of something gives, as parts."""
    match atom:
        case Lit(value=bytes() as value):
            return (value[:MAX_TEXT].decode("latin-1"),)
        case Lit(value=value):
            return (str(value)[:MAX_TEXT],)
        case Data(kind=kind):
            if kind in {"", "number"}:
                return (atom,)
            whole = kind in _WRITTEN_OUT or kind.startswith("model:") or (kind == "json" and _is_whole(atom))
            return ((written_out(atom) if whole else atom).but(kind=""),)
        case Text(parts=parts):
            return parts
        case v.Ref(name=name, held=held):
            if held:
                return tuple(v.data_in(held))
            return (HARMLESS if "()" not in name or name.startswith(_TRUSTED_NAMES) else UNKNOWN,)
        case v.Obj(fields=fields):
            found = v.roots_in(tuple(itertools.chain.from_iterable(fields.values())))
            return tuple(map(written_out, found)) or (UNKNOWN,)
    found = v.data_in((atom,))
    request = tuple(written_out(data) for data in found if data.root is not None)
    return request or ((HARMLESS,) if all(data.harmless for data in found) else (UNKNOWN,))


def _is_whole(data: Data) -> bool:
    """Whether it is all of a body, which is an object or a list as a rule; what stands in it may be a text."""
    return data.root is not None and not data.root.key and not any(step.startswith("#") for step in data.via)


def written_out(data: Data) -> Data:
    """Data as `repr` writes it, and with it the text of a container: line ends become two characters."""
    return data.but(facts=data.facts | _ONE_LINE) if data.root is not None else data


def represented(value: Value) -> Value:
    """`repr(value)`."""
    return tuple(
        dict.fromkeys(
            atom_of(written_out(part) if isinstance(part, Data) else part for part in parts_of(atom)) for atom in value
        )
    )


def alternatives(value: Value) -> list[Parts]:
    """The texts that a value may be."""
    return [parts_of(atom) for atom in value]


def normal(parts: Iterable[str | Data]) -> Parts:
    """Parts with constants that touch joined, empty ones left out, and no more of them than the bound."""
    found: list[str | Data] = []
    for part in parts:
        if isinstance(part, str):
            if not part:
                continue
            if found and isinstance(found[-1], str):
                found[-1] = (found[-1] + part)[:MAX_TEXT]
                continue
        elif found and part is found[-1] and part.root is None:
            continue
        found.append(part)
    if len(found) > MAX_PARTS:
        return _shortened(found)
    return tuple(found)


def _shortened(parts: list[str | Data]) -> Parts:
    """The beginning and the end of a long text, and every piece of request data between, once."""
    half = MAX_PARTS // 4
    middle = dict.fromkeys(part for part in parts[half:-half] if isinstance(part, Data) and part.root is not None)
    return (*parts[:half], UNKNOWN, *list(middle)[: 2 * half], UNKNOWN, *parts[-half:])


def atom_of(parts: Iterable[str | Data]) -> Atom:
    """The atom that a text of these parts is."""
    found = normal(parts)
    if not found:
        return Lit("")
    if len(found) == 1:
        return Lit(found[0]) if isinstance(found[0], str) else found[0]
    return Text(found)


def concat(values: Sequence[Value]) -> Value:
    """Every text that putting one of each of `values` after another may give."""
    if not all(values):
        return v.NEVER
    choices = [alternatives(value) for value in values]
    if len(values) > 1:
        choices = [[tuple(map(_put_in, parts)) for parts in choice] for choice in choices]
    total = 1
    for choice in choices:
        total *= len(choice)
    if total > MAX_ATOMS:
        choices = [[_union(choice)] if len(choice) > 1 else choice for choice in choices]
    return tuple(dict.fromkeys(atom_of(itertools.chain.from_iterable(pick)) for pick in itertools.product(*choices)))


def _put_in(part: str | Data) -> str | Data:
    """A character that becomes a part of a text: what is asked of the next character says nothing of it any more."""
    if isinstance(part, str) or part.via[-1:] != ("character",):
        return part
    facts = frozenset(("lacks" if kind == "differs" and len(detail) == 1 else kind, detail)
                      for kind, detail in part.facts)  # fmt: skip
    return part.but(via=(*part.via[:-1], "part"), facts=facts)


def _union(choice: list[Parts]) -> Parts:
    """One text that stands for several: all of their request data, between what is not known."""
    data = dict.fromkeys(part for parts in choice for part in parts if isinstance(part, Data) and part.root is not None)
    if not data:
        known = all(isinstance(part, str) or part.harmless for parts in choice for part in parts)
        return (HARMLESS if known else UNKNOWN,)
    prefix = _common_prefix([parts[0] if parts and isinstance(parts[0], str) else "" for parts in choice])
    return (*((prefix,) if prefix else ()), *data)


def _common_prefix(texts: list[str]) -> str:
    first = min(texts)
    last = max(texts)
    size = next((i for i, (a, b) in enumerate(zip(first, last, strict=False)) if a != b), min(len(first), len(last)))
    return first[:size]


def percent(pattern: Value, argument: Value) -> Value:
    """`pattern % argument`."""
    results: list[Value] = []
    for atom in pattern:
        marked = _marked(atom)
        if marked is None:
            results.append(concat([(atom,), argument]) if not isinstance(atom, Lit) else v.FIXED)
        else:
            results.append(_percent(*marked, argument))
    return v.join(*results) if results else v.NEVER


def _percent(pattern: str, data: list[Data], argument: Value) -> Value:
    positional = _positional(argument)
    pieces: list[Value] = []
    at = used = 0
    for match in _PERCENT.finditer(pattern):
        pieces.append(_unmarked(pattern[at : match.start()], data))
        at = match.end()
        if match["kind"] == "%":
            pieces.append(v.lit("%"))
            continue
        if match["key"] is not None:
            piece = v.join(*(_entry(atom, match["key"]) for atom in argument)) if argument else v.ANYTHING
        else:
            piece = positional[used] if used < len(positional) else v.ANYTHING
            used += 1
        if match["kind"] in "ra":
            piece = represented(piece)
        pieces.append(v.FIXED if match["kind"] in "dixXoeEgGfF" and v.is_request(piece) else piece)
    pieces.append(_unmarked(pattern[at:], data))
    return concat(pieces)


def _positional(argument: Value) -> tuple[Value, ...]:
    tuples = [atom for atom in argument if isinstance(atom, v.Seq) and atom.kind == "tuple"]
    if tuples and len(tuples) == len(argument) == 1:
        return tuples[0].items if not tuples[0].rest else (*tuples[0].items, *([tuples[0].rest] * 8))
    return (argument,)


def _entry(atom: Atom, key: str) -> Value:
    if isinstance(atom, v.Map):
        return atom.items.get(key) or atom.rest or v.ANYTHING
    return v.carried((atom,))


def braces(pattern: Value, args: Sequence[Value], keywords: dict[str, Value]) -> Value:
    """`pattern.format(*args, **keywords)`."""
    results: list[Value] = []
    for atom in pattern:
        marked = _marked(atom)
        if marked is None:
            results.append(v.carried((atom,), *args, *keywords.values()))
        else:
            results.append(_braces(*marked, args, keywords))
    return v.join(*results) if results else v.NEVER


def _braces(pattern: str, data: list[Data], args: Sequence[Value], keywords: dict[str, Value]) -> Value:
    pieces: list[Value] = []
    at = used = 0
    for match in _BRACE.finditer(pattern):
        pieces.append(_unmarked(pattern[at : match.start()], data))
        at = match.end()
        if match.group() in {"{{", "}}"}:
            pieces.append(v.lit(match.group()[0]))
            continue
        name, _, rest = (match["name"] or "").partition(".")
        name, _, item = name.partition("[")
        if not name or name.isdigit():
            index = int(name) if name else used
            used += not name
            piece = args[index] if index < len(args) else v.ANYTHING
        else:
            piece = keywords.get(name) or keywords.get("**") or v.ANYTHING
        if rest or item:
            piece = v.join(*(_entry(a, item.rstrip("]")) if item else v.carried((a,)) for a in piece))
        if match["how"] in {"r", "a"}:
            piece = represented(piece)
        numeric = match["spec"] and match["spec"][-1] in _NUMERIC_SPECS and match["spec"][-1] != "c"
        pieces.append(v.FIXED if numeric else piece)
    pieces.append(_unmarked(pattern[at:], data))
    return concat(pieces)


def dollars(template: Value, entries: dict[str, Value]) -> Value:
    """`string.Template(template).substitute(entries)`."""
    results: list[Value] = []
    for atom in template:
        marked = _marked(atom)
        if marked is None:
            results.append(v.carried((atom,), *entries.values()))
            continue
        text, data = marked
        pieces: list[Value] = []
        at = 0
        for match in _DOLLAR.finditer(text):
            pieces.append(_unmarked(text[at : match.start()], data))
            at = match.end()
            name = match[1] or match[2]
            pieces.append((entries.get(name) or entries.get("**") or v.ANYTHING) if name else v.lit("$"))
        pieces.append(_unmarked(text[at:], data))
        results.append(concat(pieces))
    return v.join(*results) if results else v.NEVER


def _marked(atom: Atom) -> tuple[str, list[Data]] | None:
    """A text as one string in which a mark stands for each piece of data, so that patterns are found in it."""
    match atom:
        case Lit(value=str() as value):
            return value, []
        case Lit(value=bytes() as value):
            return value.decode("latin-1"), []
        case Text(parts=parts):
            data = [part for part in parts if isinstance(part, Data)]
            marks = iter(range(len(data)))
            return "".join(part if isinstance(part, str) else f"\ue000{next(marks)}\ue001" for part in parts), data
    return None


def _unmarked(text: str, data: list[Data]) -> Value:
    """A piece of a marked text with the data put back."""
    if not data:
        return v.lit(text)
    pieces = _MARK.split(text)
    return (atom_of([data[int(p)] if i % 2 and int(p) < len(data) else p for i, p in enumerate(pieces)]),)


def mapped(value: Value, step: str) -> Value:
    """A text whose pieces of data all went through a step; its constant parts stay where they are."""
    found: list[Atom] = []
    for atom in value:
        parts = parts_of(atom)
        found.append(atom_of([part.through(step) if isinstance(part, Data) else part for part in parts]))
    return tuple(dict.fromkeys(found))


def join_items(separator: Value, items: Sequence[Value], rest: Value) -> Value:
    """`separator.join(items)`, where `rest` may follow any number of times."""
    pieces: list[Value] = []
    for item in items[:MAX_PARTS]:
        if pieces:
            pieces.append(separator)
        pieces.append(item)
    if rest:
        pieces.append((*separator, Lit("")) if pieces else v.lit(""))
        pieces.append(v.carried(rest, separator))
    return concat(pieces) if pieces else v.lit("")


def sliced(atom: Atom, lower: int | None, upper: int | None) -> Value:
    """`text[lower:upper]`: cuts constants exactly; a cut inside data leaves a part of it."""
    if isinstance(atom, Data):
        return (atom.through("part"),)
    parts = list(parts_of(atom))
    start = lower or 0
    if start > 0 and parts and isinstance(parts[0], str) and start <= len(parts[0]):
        parts[0] = parts[0][start:]
    elif start > 0:
        parts = _without_front(parts, start)
    elif start < 0:
        last = parts[-1]
        return v.lit(last[start:upper]) if isinstance(last, str) and -start <= len(last) else _pieces(parts)
    if upper is not None and upper < 0:
        if isinstance(parts[-1], str) and -upper <= len(parts[-1]):
            parts[-1] = parts[-1][:upper]
        else:
            return _pieces(parts)
    elif upper is not None:
        if isinstance(parts[0], str) and upper - start <= len(parts[0]):
            parts = [parts[0][: max(0, upper - start)]]
        else:
            return _pieces(parts)
    return (atom_of(parts),)


def _without_front(parts: list[str | Data], count: int) -> list[str | Data]:
    """A text without its first characters, where data may be among them."""
    first = parts[0]
    rest = parts[1:] if isinstance(first, str) else parts
    data = [part.through("part") if isinstance(part, Data) else part for part in rest[:1]]
    return [*data, *rest[1:]] if count else parts


def _pieces(parts: Sequence[str | Data]) -> Value:
    """Some piece of a text."""
    request = [part.through("part") for part in parts if isinstance(part, Data) and part.root is not None]
    if request:
        return tuple(dict.fromkeys(request))
    return v.FIXED if all(isinstance(part, str) or part.harmless for part in parts) else v.ANYTHING
