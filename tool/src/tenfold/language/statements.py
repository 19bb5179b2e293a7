"""Statements of the facts; what they assign, call and define stands in the tables of `facts.Detail`."""

from __future__ import annotations

from typing import Union

from tenfold.language.expressions import Expr, Node


class Evaluate(Node, frozen=True, tag=1):
    """An expression statement."""

    value: Expr
    at: int


class Store(Node, frozen=True, tag=2):
    """The assignments at these indexes of `Detail.assigns` (several for `a = b = value`)."""

    assigns: tuple[int, ...]


class Return(Node, frozen=True, tag=3):
    """`return value`."""

    value: Expr | None
    at: int


class Raise(Node, frozen=True, tag=4):
    """`raise value from cause`."""

    value: Expr | None
    cause: Expr | None
    at: int


class If(Node, frozen=True, tag=5):
    """`if test: then else: other`; also `assert` (other raises) and one case of `match`, see `Match`."""

    test: Expr
    then: tuple[Stmt, ...]
    other: tuple[Stmt, ...]
    at: int
    end: int


class While(Node, frozen=True, tag=6):
    """`while test: body else: other`."""

    test: Expr
    body: tuple[Stmt, ...]
    other: tuple[Stmt, ...]
    at: int
    end: int


class For(Node, frozen=True, tag=7):
    """`for`: the target and iterable are the assignment at this index."""

    assign: int
    body: tuple[Stmt, ...]
    other: tuple[Stmt, ...]
    at: int
    end: int


class With(Node, frozen=True, tag=8):
    """`with`: context managers, each with the index of its `as` assignment or -1."""

    managers: tuple[Expr, ...]
    assigns: tuple[int, ...]
    body: tuple[Stmt, ...]
    at: int
    end: int


class Handler(Node, frozen=True):
    """`except types as name: body`; no type catches everything."""

    types: Expr | None
    name: str
    body: tuple[Stmt, ...]
    at: int
    end: int


class Try(Node, frozen=True, tag=9):
    """`try`."""

    body: tuple[Stmt, ...]
    handlers: tuple[Handler, ...]
    other: tuple[Stmt, ...]
    final: tuple[Stmt, ...]
    at: int
    end: int


class Case(Node, frozen=True):
    """`case pattern if guard: body`; the pattern is lowered to the expression that it resembles."""

    pattern: Expr
    guard: Expr | None
    body: tuple[Stmt, ...]
    at: int


class Match(Node, frozen=True, tag=10):
    """`match subject`."""

    subject: Expr
    cases: tuple[Case, ...]
    at: int


class Define(Node, frozen=True, tag=11):
    """A nested `def` or `class`: the scope at this index."""

    scope: int


class Jump(Node, frozen=True, tag=12):
    """`break`, `continue` or `pass`."""

    kind: str


class Bring(Node, frozen=True, tag=13):
    """An import statement: the imports at these indexes of `Outline.imports`."""

    imports: tuple[int, ...]


Stmt = Union[Evaluate, Store, Return, Raise, If, While, For, With, Try, Match, Define, Jump, Bring]
