"""Constants worked out: operators, comparisons and the methods of constant texts, all bounded."""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any

from tenfold.dataflow import values as v
from tenfold.dataflow.bounds import MAX_ITEMS, MAX_TEXT
from tenfold.dataflow.values import Lit, Value

_BINARY: dict[str, Callable[[Any, Any], Any]] = {
    "+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv, "//": operator.floordiv,
    "%": operator.mod, "|": operator.or_, "&": operator.and_, "^": operator.xor, "<<": operator.lshift,
    ">>": operator.rshift, "**": operator.pow,
}  # fmt: skip
_COMPARING: dict[str, Callable[[Any, Any], bool]] = {
    "==": operator.eq, "!=": operator.ne, "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
    "is": operator.eq, "is not": operator.ne,
    "in": lambda a, b: a in b, "not in": lambda a, b: a not in b,
}  # fmt: skip
_METHODS = frozenset({
    "lower", "upper", "strip", "lstrip", "rstrip", "replace", "split", "rsplit", "partition", "rpartition",
    "startswith", "endswith", "find", "rfind", "index", "rindex", "count", "title", "capitalize", "casefold",
    "swapcase", "encode", "decode", "isdigit", "isalnum", "isalpha", "isnumeric", "isdecimal", "isidentifier",
    "isspace", "islower", "isupper", "removeprefix", "removesuffix", "splitlines", "hex",
})  # fmt: skip
_BIG = 1_000_000


def binary(op: str, left: Lit, right: Lit) -> Value | None:
    """`left op right`; None when it is not worked out."""
    a, b = left.value, right.value
    compute = _BINARY.get(op)
    if compute is None:
        return None
    if op in {"*", "**", "<<"} and not (_small(a) and _small(b)):
        return None
    if isinstance(a, (str, bytes)) and op == "%":
        return None
    try:
        return value_of(compute(a, b))
    except (TypeError, ValueError, ArithmeticError):
        return None


def _small(value: object) -> bool:
    return (isinstance(value, (int, float)) and abs(value) < 1000) or (isinstance(value, str) and len(value) < 100)


def compare(op: str, left: object, right: object) -> bool | None:
    """`left op right` of constants; None when it fails."""
    compute = _COMPARING.get(op)
    if compute is None:
        return None
    try:
        return bool(compute(left, right))
    except TypeError:
        return None


def method(owner: Lit, name: str, args: tuple[object, ...]) -> Value | None:
    """`owner.name(*args)` of a constant text; None when it is not worked out."""
    text = owner.value
    if name not in _METHODS or not isinstance(text, (str, bytes)) or not hasattr(text, name):
        return None
    if sum(len(a) for a in args if isinstance(a, (str, bytes))) * len(text) > _BIG:
        return None
    try:
        return value_of(getattr(text, name)(*args))
    except (TypeError, ValueError, LookupError, AttributeError):
        return None


def value_of(result: object) -> Value | None:
    """The value of a Python object; None for what is too big or no constant."""
    if isinstance(result, (list, tuple)):
        if len(result) > MAX_ITEMS:
            return None
        items = [value_of(item) for item in result]
        if any(item is None for item in items):
            return None
        kind = "list" if isinstance(result, list) else "tuple"
        return (v.Seq(kind, tuple(item for item in items if item is not None)),)
    if isinstance(result, (str, bytes)):
        return v.lit(result) if len(result) <= MAX_TEXT else None
    if result is None or isinstance(result, (int, float, bool)):
        return v.lit(result)
    return None


def python(value: Value) -> tuple[bool, Any]:
    """Whether a value is one constant, container or not, and that constant."""
    if len(value) != 1:
        return False, None
    match value[0]:
        case Lit(value=constant):
            return True, constant
        case v.Seq(items=items, rest=rest) if not rest:
            inner = [python(item) for item in items]
            return all(known for known, _ in inner), [item for _, item in inner]
        case v.Map(items=entries, rest=rest) if not rest:
            found = {key: python(item) for key, item in entries.items()}
            return all(known for known, _ in found.values()), {key: item for key, (_, item) in found.items()}
    return False, None
