"""Calls of what is not the project's: what they give by declaration, by their name, or as builtins do."""

from __future__ import annotations

import html
import re
import string
from collections.abc import Callable
from typing import TYPE_CHECKING

from tenfold.dataflow import characters, containers, folding, objects, texts
from tenfold.dataflow import values as v
from tenfold.dataflow.bounds import MAX_ITEMS
from tenfold.dataflow.values import Data, Lit, Map, Ref, Seq, Value
from tenfold.frameworks.flows import PURE_WORDS, RECEIVER
from tenfold.place import Place

if TYPE_CHECKING:
    from tenfold.dataflow.machine import Machine

_MARKING = frozenset({"render", "template", "html", "markdown", "escape", "clean", "sanitize", "xml"})
"""Words of functions that may as well escape what they are given."""
_WORD = re.compile(r"[A-Z]?[a-z0-9]+|[A-Z]+")
CONSTANTS = {
    "os.sep": "/", "os.path.sep": "/", "os.linesep": "\n", "os.curdir": ".", "os.pardir": "..", "os.pathsep": ":",
    "string.ascii_letters": string.ascii_letters, "string.digits": string.digits,
    "string.ascii_lowercase": string.ascii_lowercase, "string.ascii_uppercase": string.ascii_uppercase,
    "string.punctuation": string.punctuation, "string.hexdigits": string.hexdigits,
}  # fmt: skip
"""Attributes of the standard library that are constants."""
CALLING = {
    "asyncio.to_thread": 0, "anyio.to_thread.run_sync": 0, "starlette.concurrency.run_in_threadpool": 0,
    "fastapi.concurrency.run_in_threadpool": 0, "asyncio.loop.run_in_executor": 1,
    "asyncio.get_event_loop.run_in_executor": 1, "asyncio.get_running_loop.run_in_executor": 1,
    "contextvars.Context.run": 0, "contextvars.copy_context.run": 0, "builtins.apply": 0,
}  # fmt: skip
"""Functions that call one of their arguments with those behind it, and give what it gives: the place of that one."""
Arguments = tuple[tuple[Value, ...], dict[str, Value]]


def call(machine: Machine, name: str, receiver: Value, given: Arguments, place: Place) -> Value:
    """What calling `name`, a qualified name from outside the project, gives.

    Args:
        machine: whose declarations are asked.
        name: qualified name, with "()" where something was called before.
        receiver: the object whose method it is, if it is one.
        given: positional and keyword arguments.
        place: where the call stands.
    """
    args, keywords = given
    bare = name.replace("()", "")
    read = machine.read(bare, place)
    if read is not None:
        return _keyed(read, args, keywords, place)
    owner, _, last = bare.rpartition(".")
    if args and last in {"get", "pop"}:
        read = machine.entry(owner, args[0], place)
        if read is not None:
            return v.join((read,), *args[1:2])
    if bare in machine.checking:
        return v.BOOL
    made = objects.make(name, given)
    if made is not None:
        return made
    handler = _HANDLERS.get(bare)
    if handler is not None:
        found = handler(args, keywords)
        if found is not None:
            return found
    if bare.endswith(".get_context_data"):
        return (Map({key: value for key, value in keywords.items() if key != "**"}, v.ANYTHING),)
    if bare in machine.rendering:
        return (Ref(f"{name}()"),)  # a page: what its template does with the values is judged there
    requirements = machine.cleaned_by(bare)
    transfer = machine.transfers.get(bare)
    everything = (*args, *keywords.values())
    if transfer is None:
        if requirements:
            return cleaned(v.carried(*everything), _clean_for(requirements))
        return _undeclared(name, receiver, everything)
    chosen = everything
    if transfer.arguments:
        chosen = tuple(
            receiver if i == RECEIVER else args[i] for i in transfer.arguments if i == RECEIVER or i < len(args)
        )
    result = _given(transfer.gives, transfer.step, name, chosen)
    return cleaned(result, _clean_for(requirements)) if requirements else result


def _keyed(read: Data, args: tuple[Value, ...], keywords: dict[str, Value], place: Place) -> Value:
    """A declared source that is a method: `request.get_header("x")` reads one entry where it holds several."""
    if args and read.kind == "map":
        return v.join(containers.index((read,), args[0], place), *args[1:2], keywords.get("default", v.NEVER))
    known, key = folding.python(args[0]) if args else (False, None)
    if known and isinstance(key, str) and read.root is not None:
        read = read.named(key, f"{read.root.label}({key!r})", place)
        return v.join((read,), *args[1:2], keywords.get("default", v.NEVER))
    return (read,)


def _given(gives: str, step: str, name: str, chosen: tuple[Value, ...]) -> Value:
    match gives:
        case "same":
            return chosen[0] if chosen else v.ANYTHING
        case "number":
            return _numbered(chosen)
        case "address":
            return _of_kind(v.carried(*chosen[:1], via="address"), "number")
        case "fixed":
            return v.FIXED
        case "unknown":
            return (Ref(f"{name}()"),)
        case "object":
            held = v.carried(*chosen) if any(v.is_request(value) for value in chosen) else v.NEVER
            return (Ref(f"{name}()", held),)
        case "holder":
            return (Ref(f"{name}()", chosen[0] if chosen else v.NEVER),)
        case "list":
            return (Seq("list", (), v.carried(*chosen, via=step)),)
        case "url":
            return _of_kind(v.carried(*chosen[:1]), "url")
        case "fields":
            return tuple(_as_map(atom) for value in chosen[:1] for atom in value)
        case "mapping" | "model":
            return _of_kind(v.carried(*chosen[:1], via=step), "json")
    if len(chosen) == 1 and not step:
        return texts.concat([chosen[0]])
    return v.carried(*chosen, via=step) if step != "normalised" or not chosen else texts.mapped(chosen[0], step)


def _as_map(atom: v.Atom) -> v.Atom:
    """The fields of an object as a mapping: `dataclasses.asdict(order)`."""
    if isinstance(atom, v.Obj):
        return Map(dict(atom.fields), v.NEVER if atom.fields else v.ANYTHING)
    return atom.but(kind="map") if isinstance(atom, Data) and atom.kind.startswith("model:") else atom


def _numbered(chosen: tuple[Value, ...]) -> Value:
    """A number: what it is made of stays known, since a conversion that succeeds shows what its text is."""
    if len(chosen) == 1 and len(chosen[0]) == 1 and isinstance(chosen[0][0], Lit):
        constant = chosen[0][0].value
        if isinstance(constant, (int, float)) or (isinstance(constant, str) and constant.strip().isdigit()):
            try:
                return v.lit(int(constant))
            except (ValueError, OverflowError):
                return (v.NUMBER,)
    return (v.NUMBER,)


def _of_kind(value: Value, kind: str) -> Value:
    return tuple(atom.but(kind=kind) if isinstance(atom, Data) and atom.root is not None else atom for atom in value)


def _clean_for(requirements: tuple[str, ...]) -> frozenset[v.Fact]:
    return frozenset(("clean", requirement) for requirement in requirements)


def cleaned(value: Value, facts: frozenset[v.Fact]) -> Value:
    """A value that a sanitizer went over."""
    return tuple(
        texts.atom_of(_clean(part, facts) for part in texts.parts_of(atom))
        if isinstance(atom, (Data, v.Text))
        else atom
        for atom in value
    )


def _clean(part: str | Data, facts: frozenset[v.Fact]) -> str | Data:
    """A part of a text that a sanitizer went over; constants were escaped with the rest."""
    if isinstance(part, str):
        return html.escape(part) if ("clean", "xss.escaping") in facts else part
    return part.but(facts=part.facts | facts) if part.root is not None else part


def _undeclared(name: str, receiver: Value, everything: tuple[Value, ...]) -> Value:
    """A function that nothing declares: pure by its name, a class that holds what it is given, or unknown."""
    held = next((atom.held for atom in receiver if isinstance(atom, Ref)), v.NEVER)
    last = name.rpartition(".")[2]
    if held and v.is_request(held):
        return v.carried(held, *everything)
    if not any(v.is_request(value) for value in everything):
        return (Ref(f"{name}()"),)
    if last[:1].isupper() and "()" not in name:
        return (Ref(f"{name}()", v.NEVER),)
    words = {word.lower() for word in _WORD.findall(last)}
    if not words.isdisjoint(PURE_WORDS) and "()" not in name:
        return v.carried(*everything, via="" if words.isdisjoint(_MARKING) else "guessed")
    return (Ref(f"{name}()"),)


# -- builtins and what needs more than a declaration


def _sequence(kind: str) -> Callable[[tuple[Value, ...], dict[str, Value]], Value | None]:
    def make(args: tuple[Value, ...], keywords: dict[str, Value]) -> Value | None:  # noqa: ARG001
        if not args:
            return (Seq(kind, ()),)
        exact, anything = containers.items_of(args[0])
        return (Seq(kind, tuple(exact[:MAX_ITEMS])) if exact is not None else Seq(kind, (), anything),)

    return make


def _dict(args: tuple[Value, ...], keywords: dict[str, Value]) -> Value | None:
    items = {key: item for key, item in keywords.items() if key != "**"}
    rest = keywords.get("**", v.NEVER)
    for given in args[:1]:
        exact, anything = containers.items_of(given)
        if len(given) == 1 and isinstance(given[0], Map):
            items = {**given[0].items, **items}
            rest = v.join(rest, given[0].rest)
        elif exact is not None:
            for pair in exact:
                if len(pair) == 1 and isinstance(pair[0], Seq) and len(pair[0].items) == 2:
                    key, item = pair[0].items
                    named = key[0].value if len(key) == 1 and isinstance(key[0], Lit) else None
                    items[named if isinstance(named, str) else "?"] = item
        elif v.is_request(given):
            return given
        else:
            rest = v.join(rest, v.carried(anything))
    return (Map(items, rest),)


def _len(args: tuple[Value, ...], keywords: dict[str, Value]) -> Value | None:  # noqa: ARG001
    known, constant = folding.python(args[0]) if args else (False, None)
    return v.lit(len(constant)) if known and isinstance(constant, (str, bytes, list, dict)) else (v.NUMBER,)


def _range(args: tuple[Value, ...], keywords: dict[str, Value]) -> Value | None:  # noqa: ARG001
    known = [folding.python(arg) for arg in args]
    if known and all(ok and isinstance(constant, int) for ok, constant in known):
        try:
            numbers = range(*(constant for _, constant in known))
        except (TypeError, ValueError):
            return (Seq("list", (), (v.NUMBER,)),)
        if len(numbers) <= MAX_ITEMS:
            return (Seq("list", tuple(v.lit(number) for number in numbers)),)
    return (Seq("list", (), (v.NUMBER,)),)


def _enumerate(args: tuple[Value, ...], keywords: dict[str, Value]) -> Value | None:  # noqa: ARG001
    exact, anything = containers.items_of(args[0]) if args else (None, v.NEVER)
    if exact is not None:
        pairs = tuple((Seq("tuple", (v.lit(i), item)),) for i, item in enumerate(exact[:MAX_ITEMS]))
        return (Seq("list", pairs),)
    return (Seq("list", (), (Seq("tuple", ((v.NUMBER,), anything)),)),)


def _zip(args: tuple[Value, ...], keywords: dict[str, Value]) -> Value | None:  # noqa: ARG001
    columns = [containers.items_of(arg) for arg in args]
    exact = [items for items, _ in columns if items is not None]
    if exact and len(exact) == len(columns):
        rows = tuple((Seq("tuple", row),) for row in zip(*exact, strict=False))
        return (Seq("list", rows[:MAX_ITEMS]),)
    return (Seq("list", (), (Seq("tuple", tuple(anything for _, anything in columns)),)),)


def _some(args: tuple[Value, ...], keywords: dict[str, Value]) -> Value | None:  # noqa: ARG001
    """`next`, `min`, `max`, `random.choice`: one of the items."""
    found: list[Value] = []
    for arg in args[:1]:
        exact, anything = containers.items_of(arg)
        found.append(v.join(*exact) if exact else anything)
    return v.join(*found, *args[1:]) if found and any(found) else v.ANYTHING


def _bool(args: tuple[Value, ...], keywords: dict[str, Value]) -> Value | None:  # noqa: ARG001
    known = {v.truth(atom) for atom in args[0]} if args else {False}
    return v.lit(known.pop()) if len(known) == 1 and None not in known else v.BOOL


def _joined(args: tuple[Value, ...], keywords: dict[str, Value]) -> Value | None:  # noqa: ARG001
    return path_join(args)


def path_join(args: tuple[Value, ...]) -> Value:
    """`os.path.join(*args)`; an absolute later part takes the place of what stands before, which "joined" tells."""
    pieces: list[Value] = []
    for number, arg in enumerate(args):
        if pieces and not _ends_with_slash(pieces[-1]):
            pieces.append(v.lit("/"))
        pieces.append(tuple(_behind(atom) for atom in arg) if number else arg)
    return texts.concat(pieces) if pieces else v.lit("")


def _behind(atom: v.Atom) -> v.Atom:
    if isinstance(atom, Data):
        return atom.through("joined")
    if isinstance(atom, v.Text) and isinstance(atom.parts[0], Data):
        return v.Text((atom.parts[0].through("joined"), *atom.parts[1:]))
    return atom


def _ends_with_slash(value: Value) -> bool:
    return bool(value) and all(
        isinstance(atom, Lit) and isinstance(atom.value, str) and atom.value.endswith("/") for atom in value
    )


def _partial(args: tuple[Value, ...], keywords: dict[str, Value]) -> Value | None:
    return (v.Partial(args[0], args[1:], keywords),) if args else None


def _defaulting(args: tuple[Value, ...], keywords: dict[str, Value]) -> Value | None:  # noqa: ARG001
    """`defaultdict(list)`: an empty list stands under every key that was not given."""
    made = [_EMPTY.get(atom.name, v.ANYTHING) for value in args[:1] for atom in value if isinstance(atom, Ref)]
    return (Map({}, v.join(*made) if made else v.NEVER),)


_EMPTY: dict[str, Value] = {
    "builtins.list": (Seq("list", ()),), "builtins.set": (Seq("set", ()),), "builtins.dict": (Map({}),),
    "builtins.str": v.lit(""), "builtins.int": v.lit(0),
}  # fmt: skip


def _sorted(args: tuple[Value, ...], keywords: dict[str, Value]) -> Value | None:
    """Constants are put into their order; where other things stand among them is not known."""
    exact, anything = containers.items_of(args[0]) if args else (None, v.ANYTHING)
    known = [folding.python(item) for item in exact or ()]
    if exact and not keywords and all(ok and isinstance(constant, str) for ok, constant in known):
        return (Seq("list", tuple(v.lit(constant) for constant in sorted(constant for _, constant in known))),)
    return (Seq("list", (), anything),)


def _reversed(args: tuple[Value, ...], keywords: dict[str, Value]) -> Value | None:  # noqa: ARG001
    exact, anything = containers.items_of(args[0]) if args else (None, v.ANYTHING)
    return (Seq("list", tuple(exact[::-1][:MAX_ITEMS])) if exact is not None else Seq("list", (), anything),)


def _gathered(args: tuple[Value, ...], keywords: dict[str, Value]) -> Value | None:  # noqa: ARG001
    """`asyncio.gather(a(), b())`: what each gives, in order."""
    return (Seq("list", args[:MAX_ITEMS], v.join(*args[MAX_ITEMS:]) if len(args) > MAX_ITEMS else v.NEVER),)


def _empty_list(args: tuple[Value, ...], keywords: dict[str, Value]) -> Value | None:  # noqa: ARG001
    return (Seq("list", ()),)


def _yes_or_no(args: tuple[Value, ...], keywords: dict[str, Value]) -> Value | None:  # noqa: ARG001
    return v.BOOL


def _nothing(args: tuple[Value, ...], keywords: dict[str, Value]) -> Value | None:  # noqa: ARG001
    return v.NONE


_HANDLERS: dict[str, Callable[[tuple[Value, ...], dict[str, Value]], Value | None]] = {
    "builtins.list": _sequence("list"), "builtins.tuple": _sequence("tuple"), "builtins.set": _sequence("set"),
    "builtins.frozenset": _sequence("set"), "builtins.sorted": _sorted,
    "collections.deque": _sequence("list"),
    "builtins.reversed": _reversed, "asyncio.gather": _gathered,
    "builtins.dict": _dict, "collections.OrderedDict": _dict,
    "collections.defaultdict": _defaulting,
    "builtins.len": _len, "builtins.range": _range, "builtins.enumerate": _enumerate, "builtins.zip": _zip,
    "builtins.next": _some, "builtins.min": _some, "builtins.max": _some, "random.choice": _some,
    "secrets.choice": _some, "builtins.bool": _bool, "os.path.join": _joined, "posixpath.join": _joined,
    "builtins.isinstance": _yes_or_no, "functools.partial": _partial,
    "builtins.any": _yes_or_no, "builtins.all": _yes_or_no,
    "queue.Queue": _empty_list,
    "re.sub": characters.substituted, "builtins.str.maketrans": characters.table, "builtins.print": _nothing,
}  # fmt: skip
