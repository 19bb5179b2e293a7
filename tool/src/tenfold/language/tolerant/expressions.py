"""Names, numbers, operators, attribute and call chains."""

import ast
import unicodedata
from collections.abc import Callable
from typing import Final

from tree_sitter import Node

from tenfold.language.tolerant.literals import number
from tenfold.language.tolerant.reading import (
    EXTRAS,
    LOAD,
    LONGEST_CHAIN,
    STORE,
    Reading,
    Unreadable,
    between,
    need,
    parts,
    place,
    spanning,
)

BINARY: Final[dict[str, type[ast.operator]]] = {
    "+": ast.Add, "-": ast.Sub, "*": ast.Mult, "@": ast.MatMult, "/": ast.Div, "%": ast.Mod,
    "//": ast.FloorDiv,
    "**": ast.Pow, "|": ast.BitOr, "&": ast.BitAnd, "^": ast.BitXor, "<<": ast.LShift, ">>": ast.RShift,
}  # fmt: skip
UNARY: Final[dict[str, type[ast.unaryop]]] = {"+": ast.UAdd, "-": ast.USub, "~": ast.Invert}
COMPARE: Final[dict[str, type[ast.cmpop]]] = {
    "<": ast.Lt, "<=": ast.LtE, "==": ast.Eq, "!=": ast.NotEq, "<>": ast.NotEq, ">=": ast.GtE, ">": ast.Gt,
    "in": ast.In, "not in": ast.NotIn, "is": ast.Is, "is not": ast.IsNot,
}  # fmt: skip
CONSTANTS: Final = {"true": True, "false": False, "none": None, "ellipsis": ...}


def identifier_text(reading: Reading, node: Node) -> str:
    """An identifier as Python compares it (NFKC).

    Raises:
        Unreadable: the parser made it up to go on after an error.
    """
    text = reading.source[node.start_byte : node.end_byte].decode()
    if not text:
        raise Unreadable(node.type)
    return text if text.isascii() else unicodedata.normalize("NFKC", text)


def name(reading: Reading, node: Node) -> ast.expr:
    """An identifier as an expression."""
    return ast.Name(identifier_text(reading, node), LOAD, **place(node))


def numeric(reading: Reading, node: Node) -> ast.expr:
    """A number token."""
    return ast.Constant(number(reading.text(node)), None, **place(node))


def constant(_reading: Reading, node: Node) -> ast.expr:
    """True, False, None or an ellipsis."""
    return ast.Constant(CONSTANTS[node.type], None, **place(node))


def stored(target: ast.expr, context: ast.expr_context = STORE) -> ast.expr:
    """Mark a lowered expression, and what it unpacks into, as assigned to (or deleted)."""
    pending = [target]
    while pending:
        part = pending.pop()
        if isinstance(part, ast.Name | ast.Attribute | ast.Subscript):
            part.ctx = context
        elif isinstance(part, ast.Tuple | ast.List):
            part.ctx = context
            pending.extend(part.elts)
        elif isinstance(part, ast.Starred):
            part.ctx = context
            pending.append(part.value)
    return target


def chain(reading: Reading, node: Node) -> ast.expr:
    """`a.b(c)[d] + e`: lowered from its left end in a loop, for such chains grow long in honest code."""
    links: list[tuple[Node, list[Node]]] = []
    known_pure = False
    while (kind := node.type) in LINKS:
        children = node.children
        if len(children) != LINKS[kind][0]:
            children = [child for child in children if child.type not in EXTRAS]
        if kind == "binary_operator" and children[1].type == "&":
            if not known_pure and "^" in _bitwise(node)[1]:
                break
            known_pure = True
        else:
            known_pure = False
        links.append((node, children))
        node = children[0]
        if len(links) > LONGEST_CHAIN:
            return reading.given_up(links[0][0])
    # The grammar binds a star tighter than the call or operator after it: `*f(), x` is `(*f)()` to it.
    star = node if node.type == "list_splat" else None
    if node.type == "binary_operator":
        lowered = _regrouped(reading, node)
    else:
        lowered = reading.expression(parts(node)[-1] if star else node)
    while links:
        link, children = links.pop()
        lowered = LINKS[link.type][1](reading, link, children, lowered)
        if star is not None:
            lowered.lineno, lowered.col_offset = _start_of_operand(star)
    if star is not None:
        whole = spanning(lowered, lowered)
        whole["lineno"], whole["col_offset"] = star.start_point[0] + 1, star.start_point[1]
        return ast.Starred(lowered, LOAD, **whole)
    return lowered


def _start_of_operand(star: Node) -> tuple[int, int]:
    row, column = parts(star)[-1].start_point
    return row + 1, column


def _attribute(reading: Reading, node: Node, children: list[Node], left: ast.expr) -> ast.expr:
    if len(children) != 3:
        raise Unreadable(node.type)
    return ast.Attribute(left, identifier_text(reading, children[2]), LOAD, **place(node))


def _call(reading: Reading, node: Node, children: list[Node], left: ast.expr) -> ast.expr:
    if len(children) != 2:
        raise Unreadable(node.type)
    given = children[1]
    if given.type == "generator_expression":
        return ast.Call(left, [reading.expression(given)], [], **place(node))
    positional, keywords = arguments(reading, given)
    return ast.Call(left, positional, keywords, **place(node))


def arguments(reading: Reading, node: Node) -> tuple[list[ast.expr], list[ast.keyword]]:
    """The arguments of a call or the bases of a class."""
    positional: list[ast.expr] = []
    keywords: list[ast.keyword] = []
    for child in node.children:
        kind = child.type
        if kind in {",", "(", ")"} or kind in EXTRAS:
            continue
        if kind == "keyword_argument":
            value = reading.expression(need(child, "value"))
            keywords.append(ast.keyword(identifier_text(reading, need(child, "name")), value, **place(child)))
        elif kind == "dictionary_splat":
            keywords.append(ast.keyword(None, reading.expression(parts(child)[-1]), **place(child)))
        else:
            positional.append(reading.expression(child))
    return positional, keywords


def _subscript(reading: Reading, node: Node, children: list[Node], left: ast.expr) -> ast.expr:
    return ast.Subscript(left, index(reading, children[2:-1]), LOAD, **place(node))


def index(reading: Reading, children: list[Node]) -> ast.expr:
    """What stands between the brackets of a subscript; a comma or a star makes it a tuple."""
    elements = [reading.expression(child) for child in children if child.type != ","]
    if not elements:
        raise Unreadable("subscript")
    if len(children) == 1 and not isinstance(elements[0], ast.Starred):
        return elements[0]
    return ast.Tuple(elements, LOAD, **between(children[0], children[-1]))


def slice_(reading: Reading, node: Node) -> ast.expr:
    """`lower:upper:step`, each optional."""
    bounds: list[ast.expr | None] = [None, None, None]
    at = 0
    for child in parts(node):
        if child.type == ":":
            at += 1
        else:
            bounds[at] = reading.expression(child)
    return ast.Slice(*bounds, **place(node))


def _binary(reading: Reading, node: Node, children: list[Node], left: ast.expr) -> ast.expr:
    if len(children) != 3:
        raise Unreadable(node.type)
    return ast.BinOp(left, BINARY[children[1].type](), reading.expression(children[2]), **place(node))


def _bitwise(node: Node) -> tuple[list[Node], list[str]]:
    """The operands and operators of `a & b ^ c`, as written."""
    operands: list[Node] = []
    operators: list[str] = []
    pending: list[Node] = [node]
    while pending:
        node = pending.pop()
        if node.type in {"&", "^"}:
            operators.append(node.type)
            continue
        children = parts(node) if node.type == "binary_operator" else []
        if len(children) == 3 and children[1].type in {"&", "^"}:
            pending.extend(reversed(children))
        else:
            operands.append(node)
    return operands, operators


def _regrouped(reading: Reading, node: Node) -> ast.expr:
    """`&` binds tighter than `^` although the grammar says otherwise."""
    operands, operators = _bitwise(node)
    if len(operands) > LONGEST_CHAIN:
        return reading.given_up(node)
    terms: list[tuple[ast.expr, Node, Node]] = []
    for at, operand in enumerate(operands):
        right = reading.expression(operand)
        if at and operators[at - 1] == "&":
            left, first, _ = terms.pop()
            right = ast.BinOp(left, ast.BitAnd(), right, **between(first, operand))
            terms.append((right, first, operand))
        else:
            terms.append((right, operand, operand))
    whole, first, _ = terms[0]
    for term, _, last in terms[1:]:
        whole = ast.BinOp(whole, ast.BitXor(), term, **between(first, last))
    return whole


LINKS: Final[dict[str, tuple[int, Callable[[Reading, Node, list[Node], ast.expr], ast.expr]]]] = {
    "attribute": (3, _attribute),
    "call": (2, _call),
    "subscript": (4, _subscript),
    "binary_operator": (3, _binary),
}


def boolean(reading: Reading, node: Node) -> ast.expr:
    """`a and b and c`: one operator with many values; the grammar nests them to the left."""
    whole, operator = node, need(node, "operator").type
    operands: list[Node] = []
    while node.type == "boolean_operator" and need(node, "operator").type == operator:
        operands.append(need(node, "right"))
        node = need(node, "left")
    operands.append(node)
    values = [reading.expression(operand) for operand in reversed(operands)]
    return ast.BoolOp(ast.And() if operator == "and" else ast.Or(), values, **place(whole))


def negation(reading: Reading, node: Node) -> ast.expr:
    """`not x`."""
    return ast.UnaryOp(ast.Not(), reading.expression(need(node, "argument")), **place(node))


def unary(reading: Reading, node: Node) -> ast.expr:
    """`-x`, `+x`, `~x`."""
    operator = UNARY[need(node, "operator").type]()
    return ast.UnaryOp(operator, reading.expression(need(node, "argument")), **place(node))


def comparison(reading: Reading, node: Node) -> ast.expr:
    """`a < b == c`."""
    children = parts(node)
    operators = [COMPARE[child.type]() for child in children[1::2]]
    operands = [reading.expression(child) for child in children[::2]]
    if len(operands) != len(operators) + 1:
        raise Unreadable(node.type)
    return ast.Compare(operands[0], operators, operands[1:], **place(node))


def conditional(reading: Reading, node: Node) -> ast.expr:
    """`a if b else c`."""
    body, _, test, _, otherwise = parts(node)
    then, when = reading.expression(body), reading.expression(test)
    return ast.IfExp(when, then, reading.expression(otherwise), **place(node))


def walrus(reading: Reading, node: Node) -> ast.expr:
    """`a := b`."""
    target = ast.Name(identifier_text(reading, need(node, "name")), STORE, **place(need(node, "name")))
    return ast.NamedExpr(target, reading.expression(need(node, "value")), **place(node))


def awaited(reading: Reading, node: Node) -> ast.expr:
    """`await x`, which binds tighter than `**` although the grammar says otherwise."""
    operand = parts(node)[-1]
    value = reading.expression(operand)
    if operand.type != "binary_operator" or not isinstance(value, ast.BinOp):
        return ast.Await(value, **place(node))
    row, column = node.start_point
    value.left = ast.Await(value.left, **between(node, operand.children[0]))
    value.lineno, value.col_offset = row + 1, column
    return value


def yielded(reading: Reading, node: Node) -> ast.expr:
    """`yield`, `yield x`, `yield from x`."""
    children = parts(node)
    if len(children) > 2:
        return ast.YieldFrom(reading.expression(children[2]), **place(node))
    return ast.Yield(reading.expression(children[1]) if len(children) > 1 else None, **place(node))


def starred(reading: Reading, node: Node) -> ast.expr:
    """`*x`."""
    return ast.Starred(reading.expression(parts(node)[-1]), LOAD, **place(node))


def grouped(reading: Reading, node: Node) -> ast.expr:
    """`(x)`: the brackets leave no trace in the tree."""
    children = parts(node)
    if len(children) < 2:
        raise Unreadable(node.type)
    return reading.expression(children[1])


EXPRESSIONS: Final[dict[str, Callable[[Reading, Node], ast.expr]]] = {
    "identifier": name,
    "integer": numeric,
    "float": numeric,
    **dict.fromkeys(CONSTANTS, constant),
    **dict.fromkeys(LINKS, chain),
    "slice": slice_,
    "boolean_operator": boolean,
    "not_operator": negation,
    "unary_operator": unary,
    "comparison_operator": comparison,
    "conditional_expression": conditional,
    "named_expression": walrus,
    "await": awaited,
    "yield": yielded,
    "list_splat": starred,
    "list_splat_pattern": starred,
    "parenthesized_expression": grouped,
}
