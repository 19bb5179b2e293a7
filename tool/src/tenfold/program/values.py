"""What an expression is worth: constants folded, environment variables with their defaults, the rest unknown."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from tenfold.frameworks.environment import BY_NAME, EnvironmentRead
from tenfold.language import facts as f
from tenfold.program.names import Names
from tenfold.project.read import PythonFile

MAX_SIZE = 100_000
"""Characters or items of a folded value; what grows beyond is unknown."""

_MAX_STEPS = 40
_MAX_PARTS = 4_000
"""Expressions that one question looks at: names that hold each other twice would double the work at each step."""


class Unknown(msgspec.Struct, frozen=True):
    """A value that the source does not tell; `text` is what it is called there, if anything."""

    text: str = ""


class Env(msgspec.Struct, frozen=True):
    """A value read from an environment variable.

    Attributes:
        variable: its name; "" when it is not constant.
        default: the value when it is absent; `REQUIRED` when there is none and the app does not start.
        cast: "bool", "int", "list" or "" as far as the reader says.
    """

    variable: str
    default: Value
    cast: str = ""


class Made(msgspec.Struct, frozen=True):
    """What a call or a class gives: its qualified name ("os.urandom", "datetime.timedelta") and constant arguments."""

    name: str
    args: tuple[Value, ...] = ()
    keywords: tuple[tuple[str, Value], ...] = ()


REQUIRED = Unknown("required")
UNKNOWN = Unknown()
Value = None | bool | int | float | str | bytes | list["Value"] | dict["Value", "Value"] | Unknown | Env | Made


def is_known(value: Value) -> bool:
    """Whether a value is a constant through and through."""
    if isinstance(value, (Unknown, Env, Made)):
        return False
    if isinstance(value, list):
        return all(is_known(item) for item in value)
    if isinstance(value, dict):
        return all(is_known(k) and is_known(v) for k, v in value.items())
    return True


class Values:
    """Evaluates expressions without running anything."""

    def __init__(self, names: Names) -> None:
        self._names = names
        self._busy: set[tuple[str, int, f.Expr]] = set()
        self._parts = 0

    def of(self, file: PythonFile, scope: int, expr: f.Expr | None) -> Value:
        """The value of an expression that stands in `scope` of `file`."""
        if expr is None:
            return UNKNOWN
        key = (file.path, scope, expr)
        if not self._busy:
            self._parts = 0
        self._parts += 1
        if key in self._busy or len(self._busy) > _MAX_STEPS or self._parts > _MAX_PARTS:
            return UNKNOWN
        self._busy.add(key)
        try:
            return self._of(file, scope, expr)
        finally:
            self._busy.discard(key)

    def _of(self, file: PythonFile, scope: int, expr: f.Expr) -> Value:
        def inner(part: f.Expr | None) -> Value:
            return self.of(file, scope, part)

        match expr:
            case f.Const(value=value) | f.Bytes(value=value):
                return value
            case f.Name(id=name):
                return self.name(file, scope, name)
            case f.Sequence(items=items):
                return self._items(items, inner)
            case f.Mapping(keys=keys, values=values):
                return self._mapping(keys, values, inner)
            case f.Format(parts=parts):
                return _join([inner(part) for part in parts])
            case f.Field(value=value, conversion="", spec=None):
                text = inner(value)
                return str(text) if isinstance(text, (str, int, float, bool)) else text
            case f.Op(op=op, operands=operands):
                return _operate(op, [inner(side) for side in operands])
            case f.Conditional(then=then, other=other, test=test):
                return self._choose(inner(test), inner(then), inner(other))
            case f.Item(value=value, index=index):
                return self._item(file, scope, value, inner(index), inner)
            case f.Attr():
                return self._attribute(file, scope, expr)
            case f.CallRef(index=index):
                return self.call(file, file.detail.calls[index])
            case f.Walrus(assign=index):
                return inner(file.detail.assigns[index].value)
        return UNKNOWN

    def _items(self, items: tuple[f.Expr, ...], inner: Callable[[f.Expr], Value]) -> Value:
        result: list[Value] = []
        for item in items:
            if isinstance(item, f.Star):
                spread = inner(item.value)
                result.extend(spread if isinstance(spread, list) else [Unknown("*")])
            else:
                result.append(inner(item))
        return result if len(result) <= MAX_SIZE else UNKNOWN

    def _mapping(
        self, keys: tuple[f.Expr | None, ...], values: tuple[f.Expr, ...], inner: Callable[[f.Expr], Value]
    ) -> Value:
        result: dict[Value, Value] = {}
        for key, value in zip(keys, values, strict=True):
            if key is None:
                spread = inner(value)
                result.update(spread if isinstance(spread, dict) else {Unknown("**"): UNKNOWN})
                continue
            name = inner(key)
            if (isinstance(name, (str, int, float, bool, bytes, Unknown, Env)) and hashable(name)) or name is None:
                result[name] = inner(value)
        return result

    def name(self, file: PythonFile, scope: int, name: str) -> Value:
        """The value of a bare name: of its only assignment, or of the last one at module level."""
        names = self._names.of(file.path)
        at = scope
        while at >= 0:
            bindings = names.scopes[at].get(name)
            if bindings:
                return self._bound(file, at, name, [b for b in bindings if not isinstance(b, int)])
            at = file.outline.scopes[at].parent
        for star in names.stars:
            source = self._names.imported_module(file, star)
            if source in self._names.files and source != file.path:
                found = self.of(self._names.files[source], 0, f.Name(name))
                if not isinstance(found, Unknown):
                    return found
        return Unknown(name)

    def _bound(
        self, file: PythonFile, scope: int, name: str, bindings: list[f.Import | f.Assign | f.Parameter]
    ) -> Value:
        assigns = [b for b in bindings if isinstance(b, f.Assign) and b.kind == "="]
        if assigns:
            if scope and len(assigns) > 1:
                return Unknown(name)
            value = self.of(file, scope, assigns[-1].value)
            return value if isinstance(assigns[-1].target, f.Name) else Unknown(name)
        for binding in bindings:
            if isinstance(binding, f.Import) and binding.name:
                source = self._names.imported_module(file, binding)
                if source in self._names.files:
                    return self.of(self._names.files[source], 0, f.Name(binding.name))
                return Made(f"{source}.{binding.name}")
            if isinstance(binding, f.Parameter) and binding.default is not None:
                return Unknown(name)
        return Unknown(name)

    def _attribute(self, file: PythonFile, scope: int, expr: f.Attr) -> Value:
        base = self._names.qualify(file, scope, expr.value)
        if base.endswith(".py") and base in self._names.files:
            return self.of(self._names.files[base], 0, f.Name(expr.name))
        defined = self._names.definition(base)
        if defined is not None:
            owner, index = defined
            found = self._names.of(owner.path).scopes[index].get(expr.name, [])
            values = [b for b in found if isinstance(b, f.Assign) and b.value is not None]
            if values:
                return self.of(owner, index, values[-1].value)
        qualified = self._names.attribute(base, expr.name) if base else ""
        return Made(qualified) if qualified else Unknown(expr.name)

    def _item(
        self, file: PythonFile, scope: int, value: f.Expr, index: Value, inner: Callable[[f.Expr], Value]
    ) -> Value:
        name = self._names.qualify(file, scope, value).replace("()", "")
        read = BY_NAME.get(name)
        if read is not None and read.subscript:
            return Env(index if isinstance(index, str) else "", REQUIRED)
        base = inner(value)
        if isinstance(base, dict) and hashable(index):
            return base.get(index, UNKNOWN)
        if isinstance(base, (list, str)) and isinstance(index, int) and -len(base) <= index < len(base):
            return base[index]
        return UNKNOWN

    @staticmethod
    def _choose(test: Value, then: Value, other: Value) -> Value:
        if is_known(test):
            return then if test else other
        return then if then == other else Unknown("conditional")

    def call(self, file: PythonFile, call: f.Call) -> Value:
        """The value of a call: an environment variable, a folded method of a constant, or what it makes."""
        raw = self._names.qualify(file, call.scope, call.func)
        name = raw.replace("()", "")
        read = BY_NAME.get(raw) or BY_NAME.get(name)
        if read is not None and not read.subscript:
            return self._environment(file, call, read)
        args = [self.of(file, call.scope, arg) for arg in call.args]
        if name.startswith("builtins.") and "." not in name[9:]:
            return _builtin(name[9:], args)
        if isinstance(call.func, f.Attr):
            base = self.of(file, call.scope, call.func.value)
            folded = _method(base, call.func.name, args)
            if not isinstance(folded, Unknown):
                return folded
        keywords = tuple((k.name, self.of(file, call.scope, k.value)) for k in call.keywords)
        return Made(name, tuple(args), keywords) if name else UNKNOWN

    def _environment(self, file: PythonFile, call: f.Call, read: EnvironmentRead) -> Value:
        def argument(name: str, position: int) -> f.Expr | None:
            named = next((k.value for k in call.keywords if k.name == name), None)
            return named if named is not None or position >= len(call.args) else call.args[position]

        variable = self.of(file, call.scope, argument(read.variable, 0))
        default: Value = None if read.optional else REQUIRED
        given = argument("default", read.default)
        if given is not None:
            default = self.of(file, call.scope, given)
        cast = argument("cast", 9)
        kind = self._names.qualify(file, call.scope, cast).rpartition(".")[2] if cast is not None else read.cast
        return Env(variable if isinstance(variable, str) else "", default, kind)


def _join(parts: list[Value]) -> Value:
    if all(isinstance(part, str) for part in parts):
        text = "".join(str(part) for part in parts)
        return text if len(text) <= MAX_SIZE else UNKNOWN
    return Unknown("text")


def _operate(op: str, sides: list[Value]) -> Value:
    if op == "or":
        return _either(sides)
    if op == "not" and is_known(sides[0]):
        return not sides[0]
    if op == "+":
        return _add(sides)
    if len(sides) != 2:
        return UNKNOWN
    left, right = sides
    if isinstance(left, Env) and op in {"==", "!=", "in", "not in"}:
        default = REQUIRED if left.default == REQUIRED else _compare(op, left.default, right)
        return Env(left.variable, default, "bool")
    if op in {"==", "!=", "in", "not in", "is", "is not"}:
        return _compare(op, left, right)
    if type(left) is int and type(right) is int and op in {"*", "-", "//"} and abs(left) < 2**40 and abs(right) < 2**40:
        return left * right if op == "*" else left - right if op == "-" else left // right if right else UNKNOWN
    if op == "/" and isinstance(left, Made):
        return Made("pathlib.Path")
    if op == "%" and isinstance(left, str):
        return Unknown("text")
    return UNKNOWN


def _compare(op: str, left: Value, right: Value) -> Value:
    if isinstance(left, Unknown) or isinstance(right, Unknown) or not (is_known(left) and is_known(right)):
        return UNKNOWN
    if op in {"in", "not in"}:
        if isinstance(right, str) and isinstance(left, str):
            return (left in right) == (op == "in")
        return (left in right) == (op == "in") if isinstance(right, (list, dict)) and hashable(left) else UNKNOWN
    return (left == right) == (op in {"==", "is"})


def hashable(value: Value) -> bool:
    """Whether a value can be a key: no list or dict, nor what falls back to one or is made with one."""
    match value:
        case Env(default=default):
            return hashable(default)
        case Made(args=args, keywords=keywords):
            return all(map(hashable, args)) and all(hashable(given) for _, given in keywords)
    return not isinstance(value, (list, dict))


def _either(sides: list[Value]) -> Value:
    """`a or b`: an environment variable falls back to what follows it."""
    for i, side in enumerate(sides):
        if isinstance(side, Env):
            absent = side.default is None or isinstance(side.default, Unknown) or side.default == ""
            rest = _either(sides[i + 1 :]) if sides[i + 1 :] and absent else side.default
            return Env(side.variable, rest, side.cast)
        if not is_known(side):
            return side if i == len(sides) - 1 else Unknown("or")
        if side:
            return side
    return sides[-1] if sides else UNKNOWN


def _add(sides: list[Value]) -> Value:
    if all(isinstance(side, list) for side in sides):
        merged = [item for side in sides if isinstance(side, list) for item in side]
        return merged if len(merged) <= MAX_SIZE else UNKNOWN
    if any(isinstance(side, list) for side in sides):
        return [item for side in sides for item in (side if isinstance(side, list) else [Unknown("+")])]
    if all(type(side) is int for side in sides):
        return sum(side for side in sides if isinstance(side, int))
    return _join(sides)


def _builtin(name: str, args: list[Value]) -> Value:
    if name in {"list", "tuple", "set", "frozenset", "sorted"} and len(args) == 1 and isinstance(args[0], list):
        return args[0]
    if name in {"bool", "int", "str", "float"} and len(args) >= 1:
        value = args[0]
        if isinstance(value, Env):
            return Env(value.variable, _cast(name, value.default), name)
        return _cast(name, value)
    if name == "dict" and not args:
        return UNKNOWN
    return UNKNOWN


def _cast(name: str, value: Value) -> Value:
    if value is None and name == "bool":
        return False
    if not isinstance(value, (str, int, float, bool)):
        return value if isinstance(value, Unknown) else UNKNOWN
    try:
        match name:
            case "bool":
                return bool(value)
            case "int":
                return int(value)
            case "float":
                return float(value)
        return str(value)
    except (ValueError, OverflowError):
        return UNKNOWN


_TEXT_METHODS = frozenset({"lower", "upper", "strip", "title", "casefold", "lstrip", "rstrip", "split", "encode"})


def _method(base: Value, name: str, args: list[Value]) -> Value:
    """A method of a constant text, or of an environment variable's text (its default goes through it)."""
    if isinstance(base, Env) and name in _TEXT_METHODS:
        folded = _method(base.default, name, args) if isinstance(base.default, str) else base.default
        return Env(base.variable, folded, "list" if name == "split" else base.cast)
    if isinstance(base, str) and name in _TEXT_METHODS and len(args) <= 1 and all(isinstance(a, str) for a in args):
        if args == [""]:
            return UNKNOWN
        result: object = getattr(base, name)(*args)
        return list(result) if isinstance(result, list) else result if isinstance(result, (str, bytes)) else UNKNOWN
    if isinstance(base, dict) and name == "get" and args and hashable(args[0]):
        fallback = args[1] if len(args) > 1 else None
        return base.get(args[0], fallback)
    return UNKNOWN
