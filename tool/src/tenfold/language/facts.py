"""The facts of one Python file: what rules, linking and data flow may know of it.

A file's facts have two parts. The *outline* (imports, scopes, the names that are called) is loaded for every file on
every run. The *detail* (calls, assignments, lowered bodies) is decoded only for files that somebody asks about.

Expressions are small frozen structs. A call never stands inside an expression: it stands once in `Detail.calls`, and
expressions hold a `CallRef` to it, so that rules walk all calls of a file without walking its tree.
Positions are packed into one int, see `at`.
"""

from __future__ import annotations

from typing import Union

import msgspec

_COLUMN_BITS = 12
_COLUMN_MAX = (1 << _COLUMN_BITS) - 1


def at(line: int, column: int) -> int:
    """Pack a 1-based line and a 0-based column into one int; columns over 4095 are clipped."""
    return line << _COLUMN_BITS | (min(_COLUMN_MAX, column))


def line_of(position: int) -> int:
    """The 1-based line of a packed position."""
    return position >> _COLUMN_BITS


def column_of(position: int) -> int:
    """The 1-based column of a packed position."""
    return (position & _COLUMN_MAX) + 1


class _Node(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A piece of lowered code."""


class Name(_Node, frozen=True, tag=1):
    """A bare name."""

    id: str


class Attr(_Node, frozen=True, tag=2):
    """`value.name`."""

    value: Expr
    name: str


class Const(_Node, frozen=True, tag=3):
    """A literal but for bytes; complex and huge numbers are `Opaque`."""

    value: str | int | float | bool | None


class CallRef(_Node, frozen=True, tag=4):
    """The call at this index of the file's `Detail.calls`."""

    index: int


class Op(_Node, frozen=True, tag=5):
    """An operation: `+ - * / // % ** @ << >> | & ^`, `and or not ~`, unary `u-`/`u+`, and comparisons `== < in is ...`.

    A run of one associative operator is one node: `a + b + c` has three operands. A comparison chain `a < b < c` is
    `and` over its pairs.
    """

    op: str
    operands: tuple[Expr, ...]


class Format(_Node, frozen=True, tag=6):
    """An f-string or template string: constant and data parts in order."""

    parts: tuple[Expr, ...]


class Field(_Node, frozen=True, tag=7):
    """`{value!conversion:spec}` of an f-string; `conversion` is "", "r", "s" or "a"."""

    value: Expr
    conversion: str
    spec: Expr | None


class Item(_Node, frozen=True, tag=8):
    """`value[index]`."""

    value: Expr
    index: Expr


class Slice(_Node, frozen=True, tag=9):
    """`lower:upper:step`."""

    lower: Expr | None
    upper: Expr | None
    step: Expr | None


class Sequence(_Node, frozen=True, tag=10):
    """A list, tuple or set display: `kind` is "list", "tuple" or "set".

    `lines` holds the 1-based line of each item; it is empty for a display of one line.
    """

    kind: str
    items: tuple[Expr, ...]
    lines: tuple[int, ...] = ()


class Mapping(_Node, frozen=True, tag=11):
    """A dict display; a None key stands for `**value`.

    `lines` holds the 1-based line of each pair; it is empty for a display of one line.
    """

    keys: tuple[Expr | None, ...]
    values: tuple[Expr, ...]
    lines: tuple[int, ...] = ()


class Star(_Node, frozen=True, tag=12):
    """`*value`."""

    value: Expr


class Conditional(_Node, frozen=True, tag=13):
    """`then if test else other`."""

    test: Expr
    then: Expr
    other: Expr


class Comprehension(_Node, frozen=True, tag=14):
    """A comprehension or generator expression; a dict comprehension has two elements."""

    kind: str
    elements: tuple[Expr, ...]
    loops: tuple[Loop, ...]


class Loop(_Node, frozen=True, tag=15):
    """`for target in source if conditions` of a comprehension."""

    target: Expr
    source: Expr
    conditions: tuple[Expr, ...]


class Function(_Node, frozen=True, tag=16):
    """A lambda: the scope at this index of the file's `Outline.scopes`."""

    scope: int


class Await(_Node, frozen=True, tag=17):
    """`await value`."""

    value: Expr


class Yield(_Node, frozen=True, tag=18):
    """`yield value`, or `yield from value`."""

    value: Expr | None
    delegated: bool


class Walrus(_Node, frozen=True, tag=19):
    """`target := value`: the assignment at this index of `Detail.assigns`."""

    assign: int


class Opaque(_Node, frozen=True, tag=20):
    """Code that was nested too deeply to follow, or that could not be parsed."""


class Bytes(_Node, frozen=True, tag=21):
    """A bytes literal."""

    value: bytes


Expr = Union[
    Name, Attr, Const, CallRef, Op, Format, Field, Item, Slice, Sequence, Mapping, Star, Conditional, Comprehension,
    Loop, Function, Await, Yield, Walrus, Opaque, Bytes,
]  # fmt: skip


class Keyword(_Node, frozen=True):
    """A keyword argument; an empty name stands for `**value`. `line` is its 1-based line, 0 when it is not known."""

    name: str
    value: Expr
    line: int = 0


class Call(_Node, frozen=True):
    """A call.

    Attributes:
        func: what is called.
        args: positional arguments, `Star` included.
        keywords: keyword arguments in order.
        at: packed position of the call's first character.
        end: 1-based last line.
        scope: index of the scope it stands in.
        name: what is called in the file's own words, with imported names written out in full
            ("flask.Flask", "app.run", "?.execute" for a method of something nameless).
    """

    func: Expr
    args: tuple[Expr, ...]
    keywords: tuple[Keyword, ...]
    at: int
    end: int
    scope: int
    name: str


class Assign(_Node, frozen=True):
    """An assignment to one target: `target = value`, `target += value`, an annotation, a loop or `with` target.

    Attributes:
        kind: "=", an augmented operator such as "+=", ":" (annotation without value), "for", "with", "except", "del".
        value: the right side; for "for" the iterable, for "with" the context manager.
        stem: the assigned name in the file's words: "DEBUG", "self.limiter", "app.config[]".
    """

    target: Expr
    value: Expr | None
    kind: str
    at: int
    end: int
    scope: int
    annotation: Expr | None
    stem: str


class Evaluate(_Node, frozen=True, tag=1):
    """An expression statement."""

    value: Expr
    at: int


class Store(_Node, frozen=True, tag=2):
    """The assignments at these indexes of `Detail.assigns` (several for `a = b = value`)."""

    assigns: tuple[int, ...]


class Return(_Node, frozen=True, tag=3):
    """`return value`."""

    value: Expr | None
    at: int


class Raise(_Node, frozen=True, tag=4):
    """`raise value from cause`."""

    value: Expr | None
    cause: Expr | None
    at: int


class If(_Node, frozen=True, tag=5):
    """`if test: then else: other`; also `assert` (other raises) and one case of `match`, see `Match`."""

    test: Expr
    then: tuple[Stmt, ...]
    other: tuple[Stmt, ...]
    at: int
    end: int


class While(_Node, frozen=True, tag=6):
    """`while test: body else: other`."""

    test: Expr
    body: tuple[Stmt, ...]
    other: tuple[Stmt, ...]
    at: int
    end: int


class For(_Node, frozen=True, tag=7):
    """`for`: the target and iterable are the assignment at this index."""

    assign: int
    body: tuple[Stmt, ...]
    other: tuple[Stmt, ...]
    at: int
    end: int


class With(_Node, frozen=True, tag=8):
    """`with`: context managers, each with the index of its `as` assignment or -1."""

    managers: tuple[Expr, ...]
    assigns: tuple[int, ...]
    body: tuple[Stmt, ...]
    at: int
    end: int


class Handler(_Node, frozen=True):
    """`except types as name: body`; no type catches everything."""

    types: Expr | None
    name: str
    body: tuple[Stmt, ...]
    at: int
    end: int


class Try(_Node, frozen=True, tag=9):
    """`try`."""

    body: tuple[Stmt, ...]
    handlers: tuple[Handler, ...]
    other: tuple[Stmt, ...]
    final: tuple[Stmt, ...]
    at: int
    end: int


class Case(_Node, frozen=True):
    """`case pattern if guard: body`; the pattern is lowered to the expression that it resembles."""

    pattern: Expr
    guard: Expr | None
    body: tuple[Stmt, ...]
    at: int


class Match(_Node, frozen=True, tag=10):
    """`match subject`."""

    subject: Expr
    cases: tuple[Case, ...]
    at: int


class Define(_Node, frozen=True, tag=11):
    """A nested `def` or `class`: the scope at this index."""

    scope: int


class Jump(_Node, frozen=True, tag=12):
    """`break`, `continue` or `pass`."""

    kind: str


class Bring(_Node, frozen=True, tag=13):
    """An import statement: the imports at these indexes of `Outline.imports`."""

    imports: tuple[int, ...]


Stmt = Union[Evaluate, Store, Return, Raise, If, While, For, With, Try, Match, Define, Jump, Bring]


class Parameter(_Node, frozen=True):
    """A parameter; `kind` is "" (positional or keyword), "/" (positional only), "k" (keyword only), "*" or "**"."""

    name: str
    annotation: Expr | None
    default: Expr | None
    kind: str


class Scope(_Node, frozen=True):
    """A module, class, function or lambda.

    Attributes:
        kind: "module", "class", "function", "async" or "lambda".
        name: its name; "" for module and lambda.
        parent: index of the enclosing scope; -1 for the module, which is always index 0.
        parameters: of a function.
        decorators: outermost first.
        bases: of a class.
        keywords: of a class statement (`metaclass=`).
        returns: the return annotation.
        at: packed position of the `def` or `class` (not of its decorators).
        end: 1-based last line.
    """

    kind: str
    name: str
    parent: int
    parameters: tuple[Parameter, ...]
    decorators: tuple[Expr, ...]
    bases: tuple[Expr, ...]
    keywords: tuple[Keyword, ...]
    returns: Expr | None
    at: int
    end: int


class Import(_Node, frozen=True):
    """One imported name.

    Attributes:
        module: the module in the source's words, without leading dots ("" for `from . import x`).
        level: number of leading dots.
        name: the name taken from the module; "" for `import module`; "*" for a star import.
        bound: the name that it is bound to here; for `import a.b` it is "a".
        scope: index of the scope.
        at: packed position.
        guarded: inside `if TYPE_CHECKING` or a `try` that catches ImportError.
    """

    module: str
    level: int
    name: str
    bound: str
    scope: int
    at: int
    guarded: bool


class Skip(_Node, frozen=True):
    """Lines of a file that could not be understood, and why."""

    line: int
    end: int
    reason: str


class Outline(_Node, frozen=True):
    """What is known of every Python file.

    Attributes:
        parser: "ast" or "tolerant".
        lines: number of lines.
        imports: every import, nested ones included.
        scopes: every scope; 0 is the module.
        called: last segments of the names that are called ("run" for `app.run()`).
        stored: last segments of the names that are assigned ("DEBUG", "config[]").
        main: the line of `if __name__ == "__main__":`, or 0.
        skipped: what could not be read.
        statements: first and last line of each statement of several lines (for ignore comments).
    """

    parser: str
    lines: int
    imports: tuple[Import, ...]
    scopes: tuple[Scope, ...]
    called: frozenset[str]
    stored: frozenset[str]
    main: int
    skipped: tuple[Skip, ...]
    statements: tuple[tuple[int, int], ...]


class Detail(_Node, frozen=True):
    """What is loaded for the files that somebody asks about.

    Attributes:
        calls: every call, inner ones before the call they stand in.
        assigns: every assignment.
        bodies: the statements of each scope, by scope index; a lambda's body is one `Return`.
    """

    calls: tuple[Call, ...]
    assigns: tuple[Assign, ...]
    bodies: tuple[tuple[Stmt, ...], ...]
