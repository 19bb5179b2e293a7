"""Where the value of a call goes within its function: the names, keys, arguments and answers that it ends up in.

Told without running anything and without an order of statements: a name that once holds the value holds it everywhere
in its function. Conversions that keep the value's substance are looked through (`str`, slices, formats, joins, base64,
digests); what depends on the value without being made of it is not (`range(n)`, `users[:n]`, comparisons).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Literal

import msgspec

from tenfold.language import facts as f
from tenfold.program.bodies import expressions, parts, statements
from tenfold.project.read import PythonFile

if TYPE_CHECKING:
    from tenfold.program.program import Program

_MAX_DEPTH = 30
_MAX_ROUNDS = 8

_CONVERTING = frozenset({
    "str", "int", "float", "bytes", "bytearray", "hex", "oct", "bin", "repr", "chr", "format", "abs", "round", "list",
    "tuple", "sorted", "set", "reversed", "map", "next", "iter", "ascii", "memoryview", "max", "min", "sum",
})  # fmt: skip
_CONVERTING_MODULES = (
    "base64.", "binascii.", "codecs.", "hashlib.", "uuid.UUID", "uuid.uuid3", "uuid.uuid5", "urllib.parse.quote",
    "html.escape", "json.dumps", "struct.", "math.", "django.utils.encoding.", "numpy.base_repr",
)  # fmt: skip
_BUILDING = frozenset({"join", "format", "format_map", "replace", "ljust", "rjust"})
"""Methods of a text that put their arguments into what they give."""
_ASKING = frozenset({"startswith", "endswith", "count", "index", "find", "isdigit", "isalpha", "isalnum", "bit_length"})
_GATHERING = frozenset({"append", "add", "extend", "insert", "appendleft"})
_COMPARING = frozenset({"==", "!=", "in", "not in", "is", "is not"})
_COMBINING = frozenset({"+", "-", "*", "/", "//", "%", "**", "|", "&", "^", "<<", ">>", "or", "and"})

UseKind = Literal["name", "attribute", "item", "entry", "keyword", "argument", "returned", "compared"]


class Use(msgspec.Struct, frozen=True):
    """One thing that is done with the value.

    Attributes:
        kind: it is put under a name, an attribute, a key of a mapping ("item" stored, "entry" displayed), or a keyword,
            given to a call, returned or compared.
        name: that name; the called function's for an argument, the function's own for what is returned.
        about: further texts at that place: the mapping's or receiver's name, other arguments, the other side, or what
            the value is put between.
        at: packed position of the statement or the call.
        origin: index of the call that gave the value.
    """

    kind: UseKind
    name: str
    about: tuple[str, ...]
    at: int
    origin: int


class Carried:
    """The uses, within one scope, of what some of its calls give."""

    def __init__(self, program: Program, file: PythonFile, scope: int, origins: Iterable[int]) -> None:
        self._program = program
        self._file = file
        self._scope = scope
        self._origins = frozenset(origins)
        self._assigns = [a for a in file.detail.assigns if a.scope == scope]
        self._expressions = expressions(file, scope)
        self._holders: dict[str, int] = {}
        self._hold()

    @property
    def holders(self) -> tuple[str, ...]:
        """The local names that hold the value."""
        return tuple(self._holders)

    def _hold(self) -> None:
        for _ in range(_MAX_ROUNDS):
            before = len(self._holders)
            for assign in self._assigns:
                if isinstance(assign.target, f.Name) and assign.kind not in {"with", "except", "del"}:
                    self._note(assign.target.id, assign.value)
            for call in self._calls():
                match call.func:
                    case f.Attr(value=f.Name(id=name), name=method) if method in _GATHERING and call.args:
                        self._note(name, call.args[-1])
            if len(self._holders) == before:
                return

    def _note(self, name: str, value: f.Expr | None) -> None:
        if name not in self._holders and value is not None and (origin := self.origin(value)) is not None:
            self._holders[name] = origin

    def _calls(self) -> Iterator[f.Call]:
        for expr in self._expressions:
            if isinstance(expr, f.CallRef):
                yield self._file.detail.calls[expr.index]

    def origin(self, expr: f.Expr | None, depth: int = 0) -> int | None:
        """The call whose value an expression is made of; None when it is made of no such."""
        if expr is None or depth > _MAX_DEPTH:
            return None

        def first(*exprs: f.Expr | None) -> int | None:
            return next((o for one in exprs if (o := self.origin(one, depth + 1)) is not None), None)

        match expr:
            case f.Name(id=name):
                return self._holders.get(name)
            case f.CallRef(index=index):
                return index if index in self._origins else self._converted(self._file.detail.calls[index], first)
            case f.Op(op=op, operands=operands):
                return first(*operands) if op in _COMBINING else None
            case f.Format(parts=items) | f.Sequence(items=items):
                return first(*items)
            case f.Field(value=value) | f.Star(value=value) | f.Await(value=value):
                return first(value)
            case f.Item(value=value, index=index):
                # A character of an alphabet at a random place is random; so is what is cut from a random text.
                return first(value, None if isinstance(index, f.Slice) else index)
            case f.Conditional(then=then, other=other):
                return first(then, other)
            case f.Comprehension(elements=elements, loops=loops):
                return first(*elements, *(loop.source for loop in loops))
            case f.Walrus(assign=index):
                return first(self._file.detail.assigns[index].value)
        return None

    def _converted(self, call: f.Call, first: Callable[..., int | None]) -> int | None:
        if isinstance(call.func, f.Attr):
            found = None if call.func.name in _ASKING else first(call.func.value)
            if found is not None:
                return found
            if call.func.name in _BUILDING:
                return first(*call.args, *(k.value for k in call.keywords))
        if self._converts(call):
            return first(*call.args, *(k.value for k in call.keywords))
        return None

    def _converts(self, call: f.Call) -> bool:
        name = self._program.calls.called(self._file, call)
        return name.removeprefix("builtins.") in _CONVERTING or name.startswith(_CONVERTING_MODULES)

    def uses(self) -> Iterator[Use]:
        """Everything that is done with the value, in no order."""
        for assign in self._assigns:
            if assign.kind in {"for", "with", "except", "del"} or assign.value is None:
                continue
            origin = self.origin(assign.value)
            if origin is not None:
                yield from self._stored(assign, origin)
        for expr in self._expressions:
            match expr:
                case f.CallRef(index=index):
                    yield from self._given(self._file.detail.calls[index])
                case f.Mapping(keys=keys, values=values):
                    yield from self._entries(keys, values)
                case f.Op(op=op, operands=operands) if op in _COMPARING:
                    origin = next((o for side in operands if (o := self.origin(side)) is not None), None)
                    if origin is not None:
                        other = tuple(t for side in operands for t in self.texts(side))
                        yield Use("compared", "", other, self._file.detail.calls[origin].at, origin)
        yield from self._returned()

    def _stored(self, assign: f.Assign, origin: int) -> Iterator[Use]:
        match assign.target:
            case f.Name(id=name):
                yield Use("name", name, tuple(self._constants(assign.value)), assign.at, origin)
            case f.Attr(value=value, name=name):
                yield Use("attribute", name, (last_name(self._file, value),), assign.at, origin)
            case f.Item(value=value, index=index):
                told = tuple(self.texts(index))
                yield Use("item", told[0] if told else "", (last_name(self._file, value), *told), assign.at, origin)

    def _given(self, call: f.Call) -> Iterator[Use]:
        last = last_name(self._file, call.func)
        receiver = last_name(self._file, call.func.value) if isinstance(call.func, f.Attr) else ""
        for keyword in call.keywords:
            if keyword.name and (origin := self.origin(keyword.value)) is not None:
                yield Use("keyword", keyword.name, (last, receiver), call.at, origin)
        if last in _GATHERING or last in _BUILDING or self._converts(call):
            return
        origin = next((o for arg in call.args if (o := self.origin(arg)) is not None), None)
        if origin is not None:
            others = [t for other in call.args for t in self.texts(other)]
            opened = self.texts(call.func.value) if isinstance(call.func, f.Attr) else ()
            yield Use("argument", last, (*others, *opened), call.at, origin)

    def _entries(self, keys: tuple[f.Expr | None, ...], values: tuple[f.Expr, ...]) -> Iterator[Use]:
        for key, value in zip(keys, values, strict=True):
            if isinstance(key, f.Const) and isinstance(key.value, str) and (origin := self.origin(value)) is not None:
                yield Use("entry", key.value, (), self._file.detail.calls[origin].at, origin)

    def _returned(self) -> Iterator[Use]:
        name = self._file.outline.scopes[self._scope].name
        for statement in statements(self._file, self._scope):
            if isinstance(statement, f.Return) and (origin := self.origin(statement.value)) is not None:
                told = tuple(self._constants(statement.value))
                yield Use("returned", name, told, self._file.detail.calls[origin].at, origin)

    def texts(self, expr: f.Expr) -> Iterator[str]:
        """The names and constant texts in an expression; of a local name, the texts that it was built from, too."""
        for part in parts(self._file, expr):
            match part:
                case f.Const(value=str() as text):
                    yield text
                case f.Attr(name=name):
                    yield name
                case f.Name(id=name):
                    yield name
                    for assign in self._assigns:
                        if assign.target == part and assign.kind in {"=", "+=", "with"}:
                            yield from self._constants(assign.value)

    def _constants(self, expr: f.Expr | None) -> Iterator[str]:
        for part in parts(self._file, expr):
            if isinstance(part, f.Const) and isinstance(part.value, str):
                yield part.value


def last_name(file: PythonFile, expr: f.Expr) -> str:
    """The last name of an expression: "session" for `request.session`, "open" for `io.open(path)`; else ""."""
    for _ in range(_MAX_DEPTH):
        match expr:
            case f.Name(id=name) | f.Attr(name=name):
                return name
            case f.CallRef(index=index):
                expr = file.detail.calls[index].func
            case f.Item(value=value) | f.Await(value=value):
                expr = value
            case _:
                return ""
    return ""
