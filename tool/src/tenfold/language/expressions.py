"""Expressions of the facts: small frozen structs. A call never stands inside one, see `facts.Call`."""

from __future__ import annotations

from typing import Union

import msgspec


class Node(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A piece of lowered code."""


class Name(Node, frozen=True, tag=1):
    """A bare name."""

    id: str


class Attr(Node, frozen=True, tag=2):
    """`value.name`."""

    value: Expr
    name: str


class Const(Node, frozen=True, tag=3):
    """A literal but for bytes; complex and huge numbers are `Opaque`."""

    value: str | int | float | bool | None


class CallRef(Node, frozen=True, tag=4):
    """The call at this index of the file's `Detail.calls`."""

    index: int


class Op(Node, frozen=True, tag=5):
    """An operation: `+ - * / // % ** @ << >> | & ^`, `and or not ~`, unary `u-`/`u+`, and comparisons `== < in is ...`.

    A run of one associative operator is one node: `a + b + c` has three operands. A comparison chain `a < b < c` is
    `and` over its pairs.
    """

    op: str
    operands: tuple[Expr, ...]


class Format(Node, frozen=True, tag=6):
    """An f-string or template string: constant and data parts in order."""

    parts: tuple[Expr, ...]


class Field(Node, frozen=True, tag=7):
    """`{value!conversion:spec}` of an f-string; `conversion` is "", "r", "s" or "a"."""

    value: Expr
    conversion: str
    spec: Expr | None


class Item(Node, frozen=True, tag=8):
    """`value[index]`."""

    value: Expr
    index: Expr


class Slice(Node, frozen=True, tag=9):
    """`lower:upper:step`."""

    lower: Expr | None
    upper: Expr | None
    step: Expr | None


class Sequence(Node, frozen=True, tag=10):
    """A list, tuple or set display: `kind` is "list", "tuple" or "set".

    `lines` holds the 1-based line of each item; it is empty for a display of one line.
    """

    kind: str
    items: tuple[Expr, ...]
    lines: tuple[int, ...] = ()


class Mapping(Node, frozen=True, tag=11):
    """A dict display; a None key stands for `**value`.

    `lines` holds the 1-based line of each pair; it is empty for a display of one line.
    """

    keys: tuple[Expr | None, ...]
    values: tuple[Expr, ...]
    lines: tuple[int, ...] = ()


class Star(Node, frozen=True, tag=12):
    """`*value`."""

    value: Expr


class Conditional(Node, frozen=True, tag=13):
    """`then if test else other`."""

    test: Expr
    then: Expr
    other: Expr


class Comprehension(Node, frozen=True, tag=14):
    """A comprehension or generator expression; a dict comprehension has two elements."""

    kind: str
    elements: tuple[Expr, ...]
    loops: tuple[Loop, ...]


class Loop(Node, frozen=True, tag=15):
    """`for target in source if conditions` of a comprehension."""

    target: Expr
    source: Expr
    conditions: tuple[Expr, ...]


class Function(Node, frozen=True, tag=16):
    """A lambda: the scope at this index of the file's `Outline.scopes`."""

    scope: int


class Await(Node, frozen=True, tag=17):
    """`await value`."""

    value: Expr


class Yield(Node, frozen=True, tag=18):
    """`yield value`, or `yield from value`."""

    value: Expr | None
    delegated: bool


class Walrus(Node, frozen=True, tag=19):
    """`target := value`: the assignment at this index of `Detail.assigns`."""

    assign: int


class Opaque(Node, frozen=True, tag=20):
    """Code that was nested too deeply to follow, or that could not be parsed."""


class Bytes(Node, frozen=True, tag=21):
    """A bytes literal."""

    value: bytes


Expr = Union[
    Name, Attr, Const, CallRef, Op, Format, Field, Item, Slice, Sequence, Mapping, Star, Conditional, Comprehension,
    Loop, Function, Await, Yield, Walrus, Opaque, Bytes,
]  # fmt: skip
