"""Lists, tuples, sets, dictionaries, comprehensions, and annotations."""

import ast
from collections.abc import Callable
from typing import Final

from tree_sitter import Node

from tenfold.language.tolerant.expressions import identifier_text, index, stored
from tenfold.language.tolerant.reading import LOAD, Reading, Unreadable, between, need, parts, place


def _elements(reading: Reading, node: Node) -> list[ast.expr]:
    """The elements between a display's brackets."""
    return [reading.expression(child) for child in parts(node)[1:-1] if child.type != ","]


def list_(reading: Reading, node: Node) -> ast.expr:
    """`[a, b]`."""
    return ast.List(_elements(reading, node), LOAD, **place(node))


def tuple_(reading: Reading, node: Node) -> ast.expr:
    """`(a, b)`."""
    return ast.Tuple(_elements(reading, node), LOAD, **place(node))


def set_(reading: Reading, node: Node) -> ast.expr:
    """`{a, b}`."""
    return ast.Set(_elements(reading, node), **place(node))


def bare_tuple(reading: Reading, node: Node) -> ast.expr:
    """`a, b` without brackets."""
    elements = [reading.expression(child) for child in parts(node) if child.type != ","]
    return ast.Tuple(elements, LOAD, **place(node))


def tuple_target(reading: Reading, node: Node) -> ast.expr:
    """`(a, b)` on the left of an assignment; `(a)` is just a."""
    children = parts(node)
    if len(children) == 3 and children[1].type != "list_splat_pattern":
        return reading.expression(children[1])
    return tuple_(reading, node)


def dictionary(reading: Reading, node: Node) -> ast.expr:
    """`{a: b, **c}`."""
    keys: list[ast.expr | None] = []
    values: list[ast.expr] = []
    for child in parts(node)[1:-1]:
        if child.type == "pair":
            keys.append(reading.expression(need(child, "key")))
            values.append(reading.expression(need(child, "value")))
        elif child.type == "dictionary_splat":
            keys.append(None)
            values.append(reading.expression(parts(child)[-1]))
        elif child.type != ",":
            raise Unreadable(child.type)
    return ast.Dict(keys, values, **place(node))


def list_comprehension(reading: Reading, node: Node) -> ast.expr:
    """`[a for b in c]`."""
    return ast.ListComp(reading.expression(need(node, "body")), _clauses(reading, node), **place(node))


def set_comprehension(reading: Reading, node: Node) -> ast.expr:
    """`{a for b in c}`."""
    return ast.SetComp(reading.expression(need(node, "body")), _clauses(reading, node), **place(node))


def generator(reading: Reading, node: Node) -> ast.expr:
    """`(a for b in c)`, also as the only argument of a call."""
    return ast.GeneratorExp(reading.expression(need(node, "body")), _clauses(reading, node), **place(node))


def dictionary_comprehension(reading: Reading, node: Node) -> ast.expr:
    """`{a: b for c in d}`."""
    pair = need(node, "body")
    key, value = reading.expression(need(pair, "key")), reading.expression(need(pair, "value"))
    return ast.DictComp(key, value, _clauses(reading, node), **place(node))


def _clauses(reading: Reading, node: Node) -> list[ast.comprehension]:
    clauses: list[ast.comprehension] = []
    for child in node.children:
        if child.type == "for_in_clause":
            clauses.append(_clause(reading, child))
        elif child.type == "if_clause" and clauses:
            clauses[-1].ifs.append(reading.expression(parts(child)[-1]))
    return clauses


def _clause(reading: Reading, node: Node) -> ast.comprehension:
    children = parts(node)
    target = stored(reading.expression(need(node, "left")))
    after = next(at for at, child in enumerate(children) if child.type == "in") + 1
    over = children[after:]
    if len(over) == 1:
        iterable = reading.expression(over[0])
    else:  # Python 2's `[x for x in 1, 2]`
        iterable = ast.Tuple(
            [reading.expression(child) for child in over if child.type != ","],
            LOAD,
            **between(over[0], over[-1]),
        )
    return ast.comprehension(target, iterable, [], int(children[0].type == "async"))


def annotation(reading: Reading, node: Node) -> ast.expr:
    """An annotation, which the grammar wraps in a node of its own."""
    return reading.expression(parts(node)[0])


def _generic(reading: Reading, node: Node) -> ast.expr:
    base, brackets = parts(node)
    return ast.Subscript(reading.expression(base), index(reading, parts(brackets)[1:-1]), LOAD, **place(node))


def _union(reading: Reading, node: Node) -> ast.expr:
    left, _, right = parts(node)
    return ast.BinOp(reading.expression(left), ast.BitOr(), reading.expression(right), **place(node))


def _constrained(reading: Reading, node: Node) -> ast.expr:
    """`X[a:b]` in an annotation, which the grammar takes for a bound."""
    lower, _, upper = parts(node)
    return ast.Slice(reading.expression(lower), reading.expression(upper), None, **place(node))


def _member(reading: Reading, node: Node) -> ast.expr:
    left, _, attribute = parts(node)
    return ast.Attribute(reading.expression(left), identifier_text(reading, attribute), LOAD, **place(node))


def _splat(reading: Reading, node: Node) -> ast.expr:
    return ast.Starred(reading.expression(parts(node)[-1]), LOAD, **place(node))


DISPLAYS: Final[dict[str, Callable[[Reading, Node], ast.expr]]] = {
    "list": list_,
    "list_pattern": list_,
    "tuple": tuple_,
    "tuple_pattern": tuple_target,
    "set": set_,
    "expression_list": bare_tuple,
    "pattern_list": bare_tuple,
    "tuple_expression": bare_tuple,
    "dictionary": dictionary,
    "list_comprehension": list_comprehension,
    "set_comprehension": set_comprehension,
    "dictionary_comprehension": dictionary_comprehension,
    "generator_expression": generator,
    "type": annotation,
    "generic_type": _generic,
    "union_type": _union,
    "constrained_type": _constrained,
    "member_type": _member,
    "splat_type": _splat,
}
