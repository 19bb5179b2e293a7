"""A tree of `ast` lowered to facts. Both parsers end here: the tolerant one builds the same tree."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable
from collections.abc import Sequence as SequenceOf
from typing import Any

from tenfold.language import facts as f
from tenfold.language.lower_names import dotted, stem_of

MAX_DEPTH = 60
"""Nesting of expressions that is followed; deeper code becomes `Opaque` (the stack of the reader is bounded by it)."""

MAX_TEXT = 20_000
"""Characters that are kept of one string literal."""

BINARY: dict[type[ast.AST], str] = {
    ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.FloorDiv: "//", ast.Mod: "%", ast.Pow: "**",
    ast.MatMult: "@", ast.LShift: "<<", ast.RShift: ">>", ast.BitOr: "|", ast.BitAnd: "&", ast.BitXor: "^",
    ast.And: "and", ast.Or: "or", ast.Not: "not", ast.Invert: "~", ast.USub: "u-", ast.UAdd: "u+",
    ast.Eq: "==", ast.NotEq: "!=", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=",
    ast.Is: "is", ast.IsNot: "is not", ast.In: "in", ast.NotIn: "not in",
}  # fmt: skip

_OPAQUE = f.Opaque()
_CONVERSION = {-1: "", 115: "s", 114: "r", 97: "a"}


class Lowering:
    """Collects the tables of one file while its expressions are lowered."""

    def __init__(self) -> None:
        self.calls: list[f.Call] = []
        self.assigns: list[f.Assign] = []
        self.imports: list[f.Import] = []
        self.scopes: list[f.Scope] = []
        self.bodies: list[tuple[f.Stmt, ...]] = []
        self.imported: dict[str, str] = {}
        self.attributes: set[str] = set()
        self.statements: list[tuple[int, int]] = []
        self.deferred: list[tuple[ast.Lambda, int]] = []
        self.scope = 0
        self.depth = 0
        self.main = 0
        self.cut: list[f.Skip] = []

    def expr(self, node: ast.expr) -> f.Expr:
        """Lower one expression."""
        lower = _LOWER.get(type(node))
        if lower is None:
            return _OPAQUE
        if self.depth >= MAX_DEPTH:
            self.cut.append(f.Skip(node.lineno, node.lineno, f"an expression nested over {MAX_DEPTH} deep"))
            return _OPAQUE
        self.depth += 1
        try:
            return lower(self, node)
        finally:
            self.depth -= 1

    def exprs(self, nodes: Iterable[ast.expr]) -> tuple[f.Expr, ...]:
        """Lower several expressions."""
        return tuple([self.expr(node) for node in nodes])

    def maybe(self, node: ast.expr | None) -> f.Expr | None:
        """Lower an expression that may be absent."""
        return None if node is None else self.expr(node)

    def keywords(self, nodes: Iterable[ast.keyword]) -> tuple[f.Keyword, ...]:
        """Lower keyword arguments."""
        return tuple([f.Keyword(node.arg or "", self.expr(node.value), node.lineno) for node in nodes])

    def store(self, target: ast.expr, value: f.Expr | None, kind: str, node: ast.stmt | ast.expr) -> int:
        """Note an assignment and return its index; a tuple target is one assignment to a `Sequence`."""
        self.assigns.append(
            f.Assign(
                self.expr(target), value, kind, f.at(node.lineno, node.col_offset), node.end_lineno or node.lineno,
                self.scope, None, stem_of(target),
            )
        )  # fmt: skip
        return len(self.assigns) - 1


def _name(_: Lowering, node: ast.Name) -> f.Expr:
    return f.Name(node.id)


def _attribute(self: Lowering, node: ast.Attribute) -> f.Expr:
    self.attributes.add(node.attr)
    return f.Attr(self.expr(node.value), node.attr)


def _constant(_: Lowering, node: ast.Constant) -> f.Expr:
    value = node.value
    if isinstance(value, str):
        # A lone surrogate ("\ud800") is legal in source and not in UTF-8, which the cache stores.
        text = value[:MAX_TEXT]
        return f.Const(text if text.isascii() else text.encode("utf-8", "replace").decode())
    if value is None or isinstance(value, (bool, float)):
        return f.Const(value)
    if isinstance(value, int):
        return f.Const(value) if -(2**63) <= value < 2**63 else _OPAQUE
    if isinstance(value, bytes):
        return f.Bytes(value[:MAX_TEXT])
    return _OPAQUE


def _call(self: Lowering, node: ast.Call) -> f.Expr:
    func = self.expr(node.func)
    args = self.exprs(node.args)
    keywords = self.keywords(node.keywords)
    name = dotted(node.func, self.imported)
    position = f.at(node.lineno, node.col_offset)
    self.calls.append(f.Call(func, args, keywords, position, node.end_lineno or node.lineno, self.scope, name))
    return f.CallRef(len(self.calls) - 1)


def _flat(node: ast.BinOp) -> list[ast.expr]:
    """The operands of a run of one associative operator, left to right, without recursion."""
    operands: list[ast.expr] = [node.right]
    left = node.left
    while isinstance(left, ast.BinOp) and type(left.op) is type(node.op):
        operands.append(left.right)
        left = left.left
    operands.append(left)
    operands.reverse()
    return operands


def _binary(self: Lowering, node: ast.BinOp) -> f.Expr:
    operands = _flat(node) if isinstance(node.op, (ast.Add, ast.BitOr, ast.BitAnd)) else [node.left, node.right]
    return f.Op(BINARY[type(node.op)], self.exprs(operands))


def _unary(self: Lowering, node: ast.UnaryOp) -> f.Expr:
    operand = self.expr(node.operand)
    if isinstance(node.op, ast.USub) and isinstance(operand, f.Const) and type(operand.value) in {int, float}:
        return f.Const(-operand.value)  # type: ignore[operator]
    return f.Op(BINARY[type(node.op)], (operand,))


def _bool(self: Lowering, node: ast.BoolOp) -> f.Expr:
    return f.Op(BINARY[type(node.op)], self.exprs(node.values))


def _compare(self: Lowering, node: ast.Compare) -> f.Expr:
    sides = self.exprs([node.left, *node.comparators])
    pairs = [f.Op(BINARY[type(op)], (sides[i], sides[i + 1])) for i, op in enumerate(node.ops)]
    return pairs[0] if len(pairs) == 1 else f.Op("and", tuple(pairs))


def _joined(self: Lowering, node: ast.JoinedStr) -> f.Expr:
    return f.Format(self.exprs(node.values))


def _formatted(self: Lowering, node: ast.FormattedValue) -> f.Expr:
    return f.Field(self.expr(node.value), _CONVERSION.get(node.conversion, ""), self.maybe(node.format_spec))


def _subscript(self: Lowering, node: ast.Subscript) -> f.Expr:
    return f.Item(self.expr(node.value), self.expr(node.slice))


def _slice(self: Lowering, node: ast.Slice) -> f.Expr:
    return f.Slice(self.maybe(node.lower), self.maybe(node.upper), self.maybe(node.step))


def _sequence(self: Lowering, node: ast.List | ast.Tuple | ast.Set) -> f.Expr:
    return f.Sequence(type(node).__name__.lower(), self.exprs(node.elts), _lines(node, node.elts))


def _dict(self: Lowering, node: ast.Dict) -> f.Expr:
    heads = [key or value for key, value in zip(node.keys, node.values, strict=True)]
    return f.Mapping(tuple([self.maybe(key) for key in node.keys]), self.exprs(node.values), _lines(node, heads))


def _lines(display: ast.expr, parts: list[ast.expr]) -> tuple[int, ...]:
    """The line of each part of a display that spans several lines; settings lists name each entry's own line."""
    if display.lineno == display.end_lineno:
        return ()
    return tuple([part.lineno for part in parts])


def _starred(self: Lowering, node: ast.Starred) -> f.Expr:
    return f.Star(self.expr(node.value))


def _conditional(self: Lowering, node: ast.IfExp) -> f.Expr:
    return f.Conditional(self.expr(node.test), self.expr(node.body), self.expr(node.orelse))


def _comprehension(self: Lowering, node: ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp) -> f.Expr:
    loops = tuple([f.Loop(self.expr(g.target), self.expr(g.iter), self.exprs(g.ifs)) for g in node.generators])
    if isinstance(node, ast.DictComp):
        return f.Comprehension("dict", (self.expr(node.key), self.expr(node.value)), loops)
    kind = {ast.ListComp: "list", ast.SetComp: "set"}.get(type(node), "generator")
    return f.Comprehension(kind, (self.expr(node.elt),), loops)


def _lambda(self: Lowering, node: ast.Lambda) -> f.Expr:
    self.scopes.append(
        f.Scope(
            "lambda", "", self.scope, parameters(self, node.args), (), (), (), None,
            f.at(node.lineno, node.col_offset), node.end_lineno or node.lineno,
        )
    )  # fmt: skip
    self.bodies.append(())
    index = len(self.scopes) - 1
    outer, self.scope = self.scope, index
    self.bodies[index] = (f.Return(self.expr(node.body), f.at(node.lineno, node.col_offset)),)
    self.scope = outer
    return f.Function(index)


def _await(self: Lowering, node: ast.Await) -> f.Expr:
    return f.Await(self.expr(node.value))


def _yield(self: Lowering, node: ast.Yield | ast.YieldFrom) -> f.Expr:
    return f.Yield(self.maybe(node.value), isinstance(node, ast.YieldFrom))


def _walrus(self: Lowering, node: ast.NamedExpr) -> f.Expr:
    return f.Walrus(self.store(node.target, self.expr(node.value), "=", node))


def parameters(self: Lowering, arguments: ast.arguments) -> tuple[f.Parameter, ...]:
    """Lower a parameter list."""
    result: list[f.Parameter] = []

    def add(arg: ast.arg, default: ast.expr | None, kind: str) -> None:
        result.append(f.Parameter(arg.arg, self.maybe(arg.annotation), self.maybe(default), kind))

    positional = [*arguments.posonlyargs, *arguments.args]
    defaults: SequenceOf[ast.expr | None] = [
        *[None] * (len(positional) - len(arguments.defaults)),
        *arguments.defaults,
    ]
    for i, (arg, default) in enumerate(zip(positional, defaults, strict=False)):
        add(arg, default, "/" if i < len(arguments.posonlyargs) else "")
    if arguments.vararg:
        add(arguments.vararg, None, "*")
    for arg, keyword_default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=False):
        add(arg, keyword_default, "k")
    if arguments.kwarg:
        add(arguments.kwarg, None, "**")
    return tuple(result)


_LOWER: dict[type[ast.AST], Callable[[Lowering, Any], f.Expr]] = {
    ast.Name: _name, ast.Attribute: _attribute, ast.Constant: _constant, ast.Call: _call, ast.BinOp: _binary,
    ast.UnaryOp: _unary, ast.BoolOp: _bool, ast.Compare: _compare, ast.JoinedStr: _joined,
    ast.FormattedValue: _formatted, ast.Subscript: _subscript, ast.Slice: _slice, ast.List: _sequence,
    ast.Tuple: _sequence, ast.Set: _sequence, ast.Dict: _dict, ast.Starred: _starred, ast.IfExp: _conditional,
    ast.ListComp: _comprehension, ast.SetComp: _comprehension, ast.GeneratorExp: _comprehension,
    ast.DictComp: _comprehension, ast.Lambda: _lambda, ast.Await: _await, ast.Yield: _yield,
    ast.YieldFrom: _yield, ast.NamedExpr: _walrus,
}  # fmt: skip
for _kind, _lower in (("TemplateStr", _joined), ("Interpolation", _formatted)):  # Python 3.14
    if hasattr(ast, _kind):
        _LOWER[getattr(ast, _kind)] = _lower
