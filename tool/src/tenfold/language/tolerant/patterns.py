"""Patterns of `match` statements."""

import ast
from collections.abc import Callable
from typing import Final

from tree_sitter import Node

from tenfold.language.tolerant.expressions import CONSTANTS, identifier_text
from tenfold.language.tolerant.reading import LOAD, Reading, Unreadable, between, parts, place


def case(reading: Reading, node: Node) -> ast.match_case:
    """One `case ...:` clause."""
    children = parts(node)
    ends = next(at for at, child in enumerate(children) if child.type in {"if_clause", ":"})
    guard = node.child_by_field_name("guard")
    test = reading.expression(parts(guard)[-1]) if guard is not None else None
    chosen = _alternatives(reading, children[1:ends])
    body = children[-1]
    if body.type != "block":
        raise Unreadable(node.type)
    return ast.match_case(chosen, test, reading.suite(body))


def _alternatives(reading: Reading, children: list[Node]) -> ast.pattern:
    patterns = [pattern(reading, child) for child in children if child.type != ","]
    if len(children) == 1 and not isinstance(patterns[0], ast.MatchStar):
        return patterns[0]
    return ast.MatchSequence(patterns, **between(children[0], children[-1]))


def pattern(reading: Reading, node: Node) -> ast.pattern:
    """Lower any pattern.

    Raises:
        Unreadable: no pattern stands there, or it is nested too deeply.
    """
    reading.depth += 1
    handler = _PATTERNS.get(node.type)
    if handler is None or reading.depth > 150:
        raise Unreadable(node.type)
    lowered = handler(reading, node)
    reading.depth -= 1
    return lowered


def _case_pattern(reading: Reading, node: Node) -> ast.pattern:
    children = parts(node)
    if children[0].type == "-":
        return ast.MatchValue(_negative(reading, children[0], children[1]), **place(node))
    return pattern(reading, children[0])


def _negative(reading: Reading, sign: Node, digits: Node) -> ast.expr:
    return ast.UnaryOp(ast.USub(), reading.expression(digits), **between(sign, digits))


def _complex(reading: Reading, node: Node) -> ast.pattern:
    return ast.MatchValue(_complex_value(reading, node), **place(node))


def _complex_value(reading: Reading, node: Node) -> ast.expr:
    *left, operator, imaginary = parts(node)
    real = _negative(reading, left[0], left[1]) if len(left) == 2 else reading.expression(left[0])
    sign = ast.Add() if operator.type == "+" else ast.Sub()
    return ast.BinOp(real, sign, reading.expression(imaginary), **place(node))


def _value(reading: Reading, node: Node) -> ast.pattern:
    return ast.MatchValue(reading.expression(node), **place(node))


def _singleton(_reading: Reading, node: Node) -> ast.pattern:
    return ast.MatchSingleton(CONSTANTS[node.type], **place(node))  # type: ignore[arg-type,unused-ignore]


def _wildcard(_reading: Reading, node: Node) -> ast.pattern:
    return ast.MatchAs(None, None, **place(node))


def _dotted(reading: Reading, node: Node) -> ast.pattern:
    names = [child for child in node.children if child.type == "identifier"]
    if len(names) > 1:
        return ast.MatchValue(dotted(reading, node), **place(node))
    captured = identifier_text(reading, names[0])
    return ast.MatchAs(None, None if captured == "_" else captured, **place(node))


def dotted(reading: Reading, node: Node) -> ast.expr:
    """`a.b.c` as an expression."""
    names = [child for child in node.children if child.type == "identifier"]
    lowered: ast.expr = ast.Name(identifier_text(reading, names[0]), LOAD, **place(names[0]))
    for attribute in names[1:]:
        lowered = ast.Attribute(lowered, identifier_text(reading, attribute), LOAD, **between(names[0], attribute))
    return lowered


def _union(reading: Reading, node: Node) -> ast.pattern:
    return ast.MatchOr(_operands(reading, parts(node)), **place(node))


def _operands(reading: Reading, children: list[Node]) -> list[ast.pattern]:
    """The operands of `|`; a minus sign is a token of its own here."""
    lowered: list[ast.pattern] = []
    sign: Node | None = None
    for child in children:
        if child.type == "-":
            sign = child
        elif child.type != "|":
            if sign is not None:
                lowered.append(ast.MatchValue(_negative(reading, sign, child), **between(sign, child)))
            else:
                lowered.append(pattern(reading, child))
            sign = None
    return lowered


def _sequence(reading: Reading, node: Node) -> ast.pattern:
    children = parts(node)[1:-1]
    return ast.MatchSequence([pattern(reading, child) for child in children if child.type != ","], **place(node))


def _grouped(reading: Reading, node: Node) -> ast.pattern:
    """`(x)` is x, `(x,)` and `(*x)` are sequences."""
    children = parts(node)[1:-1]
    if len(children) == 1:
        inner = pattern(reading, children[0])
        if not isinstance(inner, ast.MatchStar):
            return inner
        return ast.MatchSequence([inner], **place(node))
    return _sequence(reading, node)


def _as(reading: Reading, node: Node) -> ast.pattern:
    inner, _, name = parts(node)
    return ast.MatchAs(pattern(reading, inner), identifier_text(reading, name), **place(node))


def _star(reading: Reading, node: Node) -> ast.pattern:
    return ast.MatchStar(_star_name(reading, node), **place(node))


def _star_name(reading: Reading, node: Node) -> str | None:
    name = parts(node)[-1]
    text = identifier_text(reading, name)
    return None if text == "_" else text


def _mapping(reading: Reading, node: Node) -> ast.pattern:
    keys: list[ast.expr] = []
    values: list[ast.pattern] = []
    rest: str | None = None
    pending: list[Node] = []
    for child in parts(node)[1:-1]:
        if child.type == "splat_pattern":
            rest = _star_name(reading, child)
        elif child.type == "case_pattern":
            keys.append(_key(reading, pending))
            values.append(pattern(reading, child))
            pending = []
        elif child.type not in {":", ","}:
            pending.append(child)
    return ast.MatchMapping(keys, values, rest, **place(node))


def _key(reading: Reading, tokens: list[Node]) -> ast.expr:
    if len(tokens) == 2:
        return _negative(reading, tokens[0], tokens[1])
    token = tokens[0]
    if token.type == "dotted_name":
        return dotted(reading, token)
    return _complex_value(reading, token) if token.type == "complex_pattern" else reading.expression(token)


def _class(reading: Reading, node: Node) -> ast.pattern:
    children = parts(node)
    lowered = ast.MatchClass(dotted(reading, children[0]), [], [], [], **place(node))
    for child in children[2:-1]:
        if child.type == ",":
            continue
        keyword, alias = _keyword(child)
        if keyword is None:
            lowered.patterns.append(pattern(reading, child))
            continue
        name, _, *value = parts(keyword)
        inner = _operands(reading, value)[0]
        if alias is not None:  # `a=x as y` binds y to what x matched; the grammar groups it the other way round
            inner = ast.MatchAs(inner, identifier_text(reading, alias), **between(value[0], alias))
        lowered.kwd_attrs.append(identifier_text(reading, name))
        lowered.kwd_patterns.append(inner)
    return lowered


def _keyword(node: Node) -> tuple[Node | None, Node | None]:
    """The `a=x` inside an argument of a class pattern, and the name that an `as` after it gives."""
    inner = parts(node)[0]
    if inner.type == "keyword_pattern":
        return inner, None
    if inner.type == "as_pattern":
        first, _, name = parts(inner)
        keyword, _ = _keyword(first)
        return keyword, name
    return None, None


_PATTERNS: Final[dict[str, Callable[[Reading, Node], ast.pattern]]] = {
    "case_pattern": _case_pattern,
    "as_pattern": _as,
    "splat_pattern": _star,
    "union_pattern": _union,
    "list_pattern": _sequence,
    "tuple_pattern": _grouped,
    "dict_pattern": _mapping,
    "class_pattern": _class,
    "complex_pattern": _complex,
    "dotted_name": _dotted,
    "_": _wildcard,
    **dict.fromkeys(("string", "concatenated_string", "integer", "float"), _value),
    **dict.fromkeys(("true", "false", "none"), _singleton),
}
