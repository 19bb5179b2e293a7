"""Expressions of Jinja2 and Django templates to trees, by one tolerant grammar for both.

The grammar is Jinja's (`jinja2.parser`), with Django's `|filter:argument` and `items.0` added. What does not parse is
`Opaque` with the variables it seems to read, so that no data is lost.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from tenfold.language import template_facts as t
from tenfold.language.template_tokens import CONSTANTS, WORDS, Tokens, number, unescaped
from tenfold.language.template_tree import depth_of, is_safe, path_of, roots_of

_MAX_NESTING = 25
_MAX_DEPTH = 64

_BINARY = {"or": 1, "and": 2, "==": 4, "!=": 4, "<": 4, "<=": 4, ">": 4, ">=": 4, "in": 4, "+": 5, "-": 5, "~": 6}
_BINARY |= {"*": 7, "/": 7, "//": 7, "%": 7, "**": 8}
_NOT = 3
_NO_ARGUMENT = (*WORDS, "recursive", "reversed")


class _Unclear(Exception):  # noqa: N818 - an answer, not an error
    """The tokens form no expression."""


class Parser(Tokens):
    """Reads expressions and statement arguments from the tokens of one source text."""

    def __init__(self, source: str) -> None:
        super().__init__(source)
        self._nesting = 0
        self._colons = 0
        self._filter_spans: dict[int, tuple[int, int]] = {}

    def expression(self, *, conditional: bool = True, several: bool = True) -> t.Expr:
        """The next expression; where it cannot be read, the rest of the tokens as `Opaque`.

        Args:
            conditional: `a if b else c` belongs to it.
            several: `a, b` is a tuple.
        """
        start = self.index
        try:
            tree = self._tuple(conditional=conditional) if several else self._single(conditional=conditional)
        except _Unclear:
            self._nesting = self._colons = 0
            self.index = len(self.tokens)
            return t.Opaque(self.seeming_names(start))
        if len(self.source) > _MAX_DEPTH and depth_of(tree) > _MAX_DEPTH:
            return t.Opaque(self.seeming_names(start))
        return tree

    def applied(self, tree: t.Expr) -> tuple[t.AppliedFilter, ...]:
        """The filters around a whole expression that this parser read, innermost first."""
        found: list[t.AppliedFilter] = []
        while isinstance(tree, t.Filter):
            start, end = self._filter_spans.get(id(tree), (0, 0))
            found.append(t.AppliedFilter(tree.name, self.source[start:end].strip()))
            tree = tree.value
        return tuple(reversed(found))

    def keywords(self) -> tuple[t.Keyword, ...]:
        """`a=b c=d` or `a = b, c = d` as far as they go."""
        found: list[t.Keyword] = []
        while self.token[0] == "name" and self.index + 1 < len(self.tokens) and self.tokens[self.index + 1][1] == "=":
            name = self.name()
            self.index += 1
            found.append(t.Keyword(name, self.expression(several=False)))
            self.accept(",")
        return tuple(found)

    def _tuple(self, *, conditional: bool = True) -> t.Expr:
        first = self._single(conditional=conditional)
        if not self.at(","):
            return first
        items = [first]
        while self.accept(","):
            if self.done() or self.at(")", "]", "}"):
                break
            items.append(self._single(conditional=conditional))
        return t.Sequence("tuple", tuple(items))

    def _single(self, *, conditional: bool = True) -> t.Expr:
        self._nesting += 1
        if self._nesting > _MAX_NESTING:
            raise _Unclear
        tree = self._binary(0)
        while conditional and self.accept("if"):
            test = self._binary(0)
            tree = t.Conditional(test, tree, self._single() if self.accept("else") else None)
        self._nesting -= 1
        return tree

    def _binary(self, least: int) -> t.Expr:
        left = self._not(least) if self.at("not") else self._unary()
        run = ""
        operands: list[t.Expr] = []
        while True:
            kind, op, _ = self.token
            if kind == "string":
                break
            steps = 1
            if op == "not" and self.follows("in"):
                op, steps = "not in", 2
            level = _BINARY.get(op, 4 if steps == 2 else 0)
            if level <= least or kind not in ("op", "name"):
                break
            self.index += steps
            right = self._binary(level)
            if op == run:
                operands.append(right)
                continue
            left = _joined(run, operands) if run else left
            run, operands = op, [left, right]
        return _joined(run, operands) if run else left

    def _not(self, least: int) -> t.Expr:
        self.index += 1
        self._nesting += 1
        if self._nesting > _MAX_NESTING:
            raise _Unclear
        tree = t.Op("not", (self._binary(max(_NOT, least)),))
        self._nesting -= 1
        return tree

    def _unary(self, *, filtered: bool = True) -> t.Expr:
        if not self.at("-", "+"):
            tree = self._postfix(self._primary())
            return self._filtered(tree) if filtered else tree
        sign = self.token[1]
        self.index += 1
        self._nesting += 1
        if self._nesting > _MAX_NESTING:
            raise _Unclear
        operand = self._unary(filtered=False)
        self._nesting -= 1
        if isinstance(operand, t.Const) and isinstance(operand.value, int | float) and sign == "-":
            tree = t.Const(-operand.value)
        else:
            tree = t.Op("u" + sign, (operand,))
        tree = self._postfix(tree)
        return self._filtered(tree) if filtered else tree

    def _primary(self) -> t.Expr:
        kind, text, _ = self.token
        self.index += 1
        if kind == "name":
            if text in WORDS:
                raise _Unclear
            return _path(text)
        if kind == "string":
            value = unescaped(text)
            while self.token[0] == "string":
                value += unescaped(self.token[1])
                self.index += 1
            return t.Const(value)
        if kind == "number":
            return t.Const(number(text))
        if kind == "op" and text in "([{":
            return self._bracketed(text)
        raise _Unclear

    def _bracketed(self, opener: str) -> t.Expr:
        colons, self._colons = self._colons, self._colons + 1
        tree: t.Expr
        if opener == "(":
            tree = t.Sequence("tuple", ()) if self.at(")") else self._tuple()
            self._expect(")")
        elif opener == "[":
            items: list[t.Expr] = []
            while not self.at("]"):
                items.append(self._single())
                if not self.accept(","):
                    break
            self._expect("]")
            tree = t.Sequence("list", tuple(items))
        else:
            keys: list[t.Expr] = []
            values: list[t.Expr] = []
            while not self.at("}"):
                keys.append(self._single())
                self._expect(":")
                values.append(self._single())
                if not self.accept(","):
                    break
            self._expect("}")
            tree = t.Mapping(tuple(keys), tuple(values))
        self._colons = colons
        return tree

    def _expect(self, text: str) -> None:
        if not self.accept(text):
            raise _Unclear

    def _postfix(self, tree: t.Expr) -> t.Expr:
        while True:
            if self.accept("."):
                kind, text, _ = self.token
                if kind not in ("name", "number"):
                    raise _Unclear
                self.index += 1
                for part in text.split("."):
                    tree = _attribute(tree, part)
            elif self.accept("["):
                tree = t.Item(tree, self._index())
            elif self.accept("("):
                tree = t.Call(tree, *self._arguments())
            else:
                return tree

    def _index(self) -> t.Expr:
        colons, self._colons = self._colons, self._colons + 1
        parts: list[t.Expr | None] = []
        sliced = False
        while True:
            parts.append(None if self.at(":", "]") else self._tuple())
            if not self.accept(":"):
                break
            sliced = True
        self._expect("]")
        self._colons = colons
        if sliced:
            return t.Slice(parts[0], parts[1], parts[2] if len(parts) > 2 else None)
        if parts[0] is None:
            raise _Unclear
        return parts[0]

    def _arguments(self) -> tuple[tuple[t.Expr, ...], tuple[t.Keyword, ...]]:
        colons, self._colons = self._colons, self._colons + 1
        args: list[t.Expr] = []
        keywords: list[t.Keyword] = []
        while not self.at(")"):
            if self.accept("**"):
                keywords.append(t.Keyword("", self._single()))
            elif self.accept("*"):
                args.append(t.Op("*", (self._single(),)))
            elif self.token[0] == "name" and self.follows("="):
                name = self.name()
                self.index += 1
                keywords.append(t.Keyword(name, self._single()))
            else:
                args.append(self._single())
            if not self.accept(","):
                break
        self._expect(")")
        self._colons = colons
        return tuple(args), tuple(keywords)

    def _filtered(self, tree: t.Expr) -> t.Expr:
        while True:
            if self.accept("|"):
                name = self.name()
                if not name:
                    raise _Unclear
                args: tuple[t.Expr, ...] = ()
                keywords: tuple[t.Keyword, ...] = ()
                span = (0, 0)
                if self.accept("("):
                    span = (self.offset(), self.offset())
                    args, keywords = self._arguments()
                    span = (span[0], self.tokens[self.index - 1][2])
                elif not self._colons and self.accept(":"):
                    span = (self.offset(), self.offset())
                    args = (self._django_argument(),)
                    span = (span[0], self.offset())
                tree = t.Filter(tree, name, args, keywords)
                self._filter_spans[id(tree)] = span
            elif self.at("is") and self.token[0] == "name":
                tree = self._test(tree)
            elif self.accept("("):
                tree = t.Call(tree, *self._arguments())
            else:
                return tree

    def _django_argument(self) -> t.Expr:
        sign = -1 if self.accept("-") else 1
        tree = self._primary()
        if sign < 0 and isinstance(tree, t.Const) and isinstance(tree.value, int | float):
            return t.Const(-tree.value)
        return tree

    def _test(self, tree: t.Expr) -> t.Expr:
        self.index += 1
        negated = self.accept("not")
        name = self.name()
        if not name:
            raise _Unclear
        args: tuple[t.Expr, ...] = ()
        if self.accept("("):
            args, _ = self._arguments()
        elif (self.token[0] in ("name", "string", "number") or self.at("[", "{")) and not self.at(*_NO_ARGUMENT):
            args = (self._postfix(self._primary()),)
        tested = t.Test(tree, name, args)
        return t.Op("not", (tested,)) if negated else tested


def _joined(op: str, operands: list[t.Expr]) -> t.Expr:
    return t.Concat(tuple(operands)) if op == "~" else t.Op(op, tuple(operands))


def _path(text: str) -> t.Expr:
    if text in CONSTANTS:
        return t.Const(CONSTANTS[text])
    first, *parts = text.split(".")
    if len(parts) > _MAX_DEPTH:
        return t.Opaque((first,))
    tree: t.Expr = t.Name(first)
    for part in parts:
        tree = _attribute(tree, part)
    return tree


def _attribute(value: t.Expr, part: str) -> t.Expr:
    return t.Item(value, t.Const(number(part))) if part.isdecimal() else t.Attr(value, part)


class Expression(NamedTuple):
    """A parsed expression with what is asked of it most; see `template_facts.Output` for the words."""

    tree: t.Expr
    roots: tuple[str, ...]
    path: str
    filters: tuple[t.AppliedFilter, ...]
    safe: bool


def _parse(source: str) -> Expression:
    parser = Parser(source)
    if not parser.tokens:
        return Expression(t.Opaque(()), (), "", (), False)
    tree = parser.expression() if parser.whole else parser.rest_opaque()
    if not parser.done():
        tree = parser.rest_opaque()
    filters = parser.applied(tree) if isinstance(tree, t.Filter) else ()
    return Expression(tree, roots_of(tree), path_of(tree), filters, is_safe(tree))


_parse_short = lru_cache(maxsize=4096)(_parse)


def parse(source: str) -> Expression:
    """Parse one expression; never raises.

    Args:
        source: the text between the delimiters, stripped.
    """
    return _parse_short(source) if len(source) < 400 else _parse(source)
