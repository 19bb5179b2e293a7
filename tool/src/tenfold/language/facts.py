"""The facts of one Python file: what rules, linking and data flow may know of it.

A file's facts have two parts. The *outline* (imports, scopes, the names that are called) is loaded for every file on
every run. The *detail* (calls, assignments, lowered bodies) is decoded only for files that somebody asks about.

Expressions are small frozen structs. A call never stands inside an expression: it stands once in `Detail.calls`, and
expressions hold a `CallRef` to it, so that rules walk all calls of a file without walking its tree.
Positions are packed into one int, see `at`.
"""

from __future__ import annotations

from tenfold.language.expressions import (
    Attr,
    Await,
    Bytes,
    CallRef,
    Comprehension,
    Conditional,
    Const,
    Expr,
    Field,
    Format,
    Function,
    Item,
    Loop,
    Mapping,
    Name,
    Node,
    Op,
    Opaque,
    Sequence,
    Slice,
    Star,
    Walrus,
    Yield,
)
from tenfold.language.statements import (
    Bring,
    Case,
    Define,
    Evaluate,
    For,
    Handler,
    If,
    Jump,
    Match,
    Raise,
    Return,
    Stmt,
    Store,
    Try,
    While,
    With,
)

__all__ = [
    "Assign",
    "Attr",
    "Await",
    "Bring",
    "Bytes",
    "Call",
    "CallRef",
    "Case",
    "Comprehension",
    "Conditional",
    "Const",
    "Define",
    "Detail",
    "Evaluate",
    "Expr",
    "Field",
    "For",
    "Format",
    "Function",
    "Handler",
    "If",
    "Import",
    "Item",
    "Jump",
    "Keyword",
    "Loop",
    "Mapping",
    "Match",
    "Name",
    "Op",
    "Opaque",
    "Outline",
    "Parameter",
    "Raise",
    "Return",
    "Scope",
    "Sequence",
    "Skip",
    "Slice",
    "Star",
    "Stmt",
    "Store",
    "Try",
    "Walrus",
    "While",
    "With",
    "Yield",
    "at",
    "column_of",
    "line_of",
]

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


class Keyword(Node, frozen=True):
    """A keyword argument; an empty name stands for `**value`. `line` is its 1-based line, 0 when it is not known."""

    name: str
    value: Expr
    line: int = 0


class Call(Node, frozen=True):
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


class Assign(Node, frozen=True):
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


class Parameter(Node, frozen=True):
    """A parameter; `kind` is "" (positional or keyword), "/" (positional only), "k" (keyword only), "*" or "**"."""

    name: str
    annotation: Expr | None
    default: Expr | None
    kind: str


class Scope(Node, frozen=True):
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


class Import(Node, frozen=True):
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


class Skip(Node, frozen=True):
    """Lines of a file that could not be understood, and why."""

    line: int
    end: int
    reason: str


class Outline(Node, frozen=True):
    """What is known of every Python file.

    Attributes:
        parser: "ast" or "tolerant".
        lines: number of lines.
        imports: every import, nested ones included.
        scopes: every scope; 0 is the module.
        called: last segments of the names that are called ("run" for `app.run()`).
        stored: last segments of the names that are assigned ("DEBUG", "config[]").
        attributes: names of the attributes that are read or called.
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
    attributes: frozenset[str]
    main: int
    skipped: tuple[Skip, ...]
    statements: tuple[tuple[int, int], ...]


class Detail(Node, frozen=True):
    """What is loaded for the files that somebody asks about.

    Attributes:
        calls: every call, inner ones before the call they stand in.
        assigns: every assignment.
        bodies: the statements of each scope, by scope index; a lambda's body is one `Return`.
    """

    calls: tuple[Call, ...]
    assigns: tuple[Assign, ...]
    bodies: tuple[tuple[Stmt, ...], ...]
